using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;
using static PinningTools.Tests.Inspection.LegacyServerTests;

namespace PinningTools.Tests.Inspection;

/// <summary>The JDK as the server of what OpenSSL of today does not have, RC4 above all: the one suite of many old appliances.</summary>
public sealed class JdkServerTests
{
    private static readonly TestCertificate s_rsa = TestCertificate.SelfSigned("localhost", new() { KeyKind = KeyKind.Rsa2048 });
    private static readonly TestCertificate s_ec = TestCertificate.SelfSigned("localhost");

    /// <summary>Versions, suites, whether it needs a client certificate, and what the check must say.</summary>
    public static TheoryData<string, string, bool, HandshakeProof, ProofStrength, Verdict> Servers => new()
    {
        { "TLSv1", "SSL_RSA_WITH_RC4_128_MD5", false, HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match },
        { "TLSv1.1", "SSL_RSA_WITH_RC4_128_SHA", false, HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match },
        { "TLSv1.2", "SSL_RSA_WITH_RC4_128_SHA", false, HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match },
        { "TLSv1.2", "SSL_RSA_WITH_RC4_128_MD5", true, HandshakeProof.None, ProofStrength.None, Verdict.NotProven },
        { "TLSv1", "SSL_RSA_WITH_3DES_EDE_CBC_SHA", false, HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match },
        { "TLSv1.1", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", false, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy, Verdict.Match },
        { "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", true, HandshakeProof.ServerKeyExchange, ProofStrength.Strong, Verdict.Match },
        { "TLSv1.2", "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256", false, HandshakeProof.None, ProofStrength.None, Verdict.NotProven },
        // A server that prefers RC4 is not offered it while there is something better.
        {
            "TLSv1", "SSL_RSA_WITH_RC4_128_SHA,TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", false, HandshakeProof.ServerKeyExchange,
            ProofStrength.Legacy, Verdict.Match
        },
    };

    [SkippableTheory]
    [MemberData(nameof(Servers))]
    public async Task A_server_of_old_suites_is_inspected(
        string protocols, string suites, bool needs, HandshakeProof proof, ProofStrength strength, Verdict expected)
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to some of these servers");
        TestCertificate leaf = suites.Contains("ECDSA", StringComparison.Ordinal) ? s_ec : s_rsa;
        await using JdkServer server = await JdkServer.StartAsync(leaf, protocols, suites, needs);

        PinVerdict verdict = await CheckAsync(server.Port, KeyOnly(leaf.Pin));

        Assert.True(expected == verdict.Verdict, verdict.Message);
        Assert.Equal((true, proof, strength), (verdict.Inspected, verdict.Proof, verdict.ProofStrength));
        Assert.Equal(leaf.Pin, verdict.Chain[0].Pin);
        Assert.Equal((false, false), (verdict.Passed, verdict.Allowed));
    }

    /// <summary>A server of RC4 has the RSA certificate that is asked for.</summary>
    [SkippableFact]
    public async Task A_server_of_RC4_is_asked_for_its_RSA_certificate_too()
    {
        Skip.If(MonoRuntime.IsRunning, "the inspection is the same");
        await using JdkServer server = await JdkServer.StartAsync(s_rsa, "TLSv1.2", "SSL_RSA_WITH_RC4_128_SHA");
        ConnectionOptions Asking(ServerKeyAlgorithm kind) => Options with { KeyAlgorithm = kind };

        PinVerdict rsa = await CheckAsync(server.Port, KeyOnly(s_rsa.Pin), options: Asking(ServerKeyAlgorithm.Rsa));
        PinVerdict ecdsa = await CheckAsync(server.Port, KeyOnly(s_rsa.Pin), options: Asking(ServerKeyAlgorithm.Ecdsa));

        Assert.True(rsa.Verdict == Verdict.Match, rsa.Message);
        Assert.Equal((HandshakeProof.Finished, s_rsa.Pin), (rsa.Proof, rsa.Chain[0].Pin));
        Assert.Equal(VerdictReason.KeyAlgorithmNotOffered, ecdsa.Reason);
    }

    /// <summary>A copied certificate is shown, and the wrong key cannot make a Finished.</summary>
    [SkippableFact]
    public async Task An_impostor_with_a_copied_certificate_and_RC4_proves_nothing()
    {
        Skip.If(MonoRuntime.IsRunning, "the inspection is the same");
        await using JdkServer server = await JdkServer.StartAsync(
            s_rsa, "TLSv1", "SSL_RSA_WITH_RC4_128_SHA",
            holder: TestCertificate.SelfSigned("localhost", new() { KeyKind = KeyKind.Rsa2048 }));

        PinVerdict verdict = await CheckAsync(server.Port, KeyOnly(s_rsa.Pin));

        Assert.Equal((Verdict.NotProven, HandshakeProof.None), (verdict.Verdict, verdict.Proof));
    }

    /// <summary>Each byte of the server's Finished under RC4 counts, the MAC among them, and their number.</summary>
    [SkippableTheory]
    [InlineData("its type", "does not verify")]
    [InlineData("its hash", "does not verify")]
    [InlineData("its MAC", "does not verify")]
    [InlineData("cut off", "decode_error")]
    public async Task A_Finished_under_RC4_that_was_changed_is_a_failure(string what, string said)
    {
        Skip.If(MonoRuntime.IsRunning, "the inspection is the same");
        await using JdkServer server = await JdkServer.StartAsync(s_rsa, "TLSv1.2", "SSL_RSA_WITH_RC4_128_SHA");
        await using ScriptedServer relay = ScriptedServer.Start(peer => PassOnAsync(peer, server.Port, record => Changed(record, what)));

        PinVerdict verdict = await CheckAsync(relay.Port, KeyOnly(s_rsa.Pin));

        Assert.Equal((Verdict.HandshakeFailed, false), (verdict.Verdict, verdict.Inspected));
        Assert.Contains(said, verdict.Message, StringComparison.Ordinal);
    }

    /// <summary>A message of 4 and 12 bytes, and a MAC of 20.</summary>
    private static byte[] Changed(byte[] record, string what)
    {
        if (what == "cut off") return record[..10];
        record[what switch { "its type" => 0, "its hash" => 15, _ => 35 }] ^= 1;
        return record;
    }

    [SkippableFact]
    public async Task The_versions_of_a_server_of_RC4_are_read()
    {
        Skip.If(MonoRuntime.IsRunning, "the inspection is the same");
        await using JdkServer server = await JdkServer.StartAsync(s_rsa, "SSLv3,TLSv1", "SSL_RSA_WITH_RC4_128_MD5");
        var taken = new List<ServerProtocol>();
        var reader = new ProtocolReader(TrustSettings.PinOnly, Options) { Take = taken.AddRange, Report = error => throw error };

        await reader.ReadAsync(TestConnections.Target(server.Port), default);

        Assert.Equal(
            [("SSL 3.0", s_rsa.Pin, ProofStrength.Weak), ("TLS 1.0", s_rsa.Pin, ProofStrength.Legacy)],
            taken.Where(one => one.Status == ProtocolStatus.Accepted).Select(one => (one.Protocol, one.Pin, one.ProofStrength)));
        Assert.All(taken.Take(2), one => Assert.Equal("TLS_RSA_WITH_RC4_128_MD5", one.CipherSuite));
    }

    /// <summary>Passes everything on, with a change of the first record that the server encrypted.</summary>
    private static async Task PassOnAsync(ScriptedPeer peer, int port, Func<byte[], byte[]> change)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream server = socket.GetStream();
        _ = SendOnAsync();
        bool isEncrypted = false;
        while (true)
        {
            byte[] head = new byte[5];
            await server.ReadExactlyAsync(head);
            byte[] body = new byte[(head[3] << 8) | head[4]];
            await server.ReadExactlyAsync(body);
            if (isEncrypted) body = change(body);
            isEncrypted = head[0] == 20;
            await peer.SendAsync([head[0], head[1], head[2], (byte)(body.Length >> 8), (byte)body.Length, .. body]);
        }

        async Task SendOnAsync()
        {
            try
            {
                await peer.Stream.CopyToAsync(server);
            }
            finally
            {
                // The server, and what waits for it, ends with its client.
                socket.Close();
            }
        }
    }
}
