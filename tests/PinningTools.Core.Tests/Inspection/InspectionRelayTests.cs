using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Inspection.BouncyInspectionTests;

namespace PinningTools.Tests.Inspection;

/// <summary>Those who stand between a server that has its key and the reader, and pass on what they cannot make.</summary>
public sealed class InspectionRelayTests
{
    private const int Rsa = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA;
    private const int EcdheRsa = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA;
    private const int Tls13 = CipherSuite.TLS_AES_128_GCM_SHA256;

    /// <summary>Under RSA key exchange the first flight has nothing in it that only the holder of the key can make.</summary>
    [Theory]
    [InlineData(0x301, false)]
    [InlineData(0x303, false)]
    [InlineData(0x303, true)]
    public async Task A_relayed_first_flight_of_RSA_key_exchange_proves_nothing(int version, bool asks)
    {
        BouncyChoices choices = BouncyChoices.Of("rsa2048", Version(version), Rsa);
        using BouncyServer server = BouncyServer.Start(choices with { WantsClientCertificate = asks });
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            await peer.SendAsync(await FirstFlight.OfAsync(server.Port, hello));
            await peer.Stream.ReadExactlyAsync(new byte[64]);
        });

        InspectedServer seen = await Inspecting.ServerAsync(relay.Port);

        Assert.Equal((HandshakeProof.None, ProofStrength.None, false), (seen.Proof, seen.Strength, seen.IsNegotiationProven));
        Assert.Equal(asks, seen.WantsClientCertificate);
    }

    /// <summary>
    /// A signature over this handshake's random numbers was made by the holder of the key, for this hello: it is present,
    /// although behind someone who passes its words on. Who negotiated is not known then.
    /// </summary>
    [Fact]
    public async Task A_relayed_signature_over_this_hello_proves_the_key_and_not_the_negotiation()
    {
        using BouncyServer server = BouncyServer.Start(
            BouncyChoices.Of("rsa2048", ProtocolVersion.TLSv12, EcdheRsa, Scheme("sha256/rsa")));
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            await peer.SendAsync(await FirstFlight.OfAsync(server.Port, hello));
            await peer.Stream.ReadExactlyAsync(new byte[64]);
        });

        InspectedServer seen = await Inspecting.ServerAsync(relay.Port);

        Assert.Equal((HandshakeProof.ServerKeyExchange, false), (seen.Proof, seen.IsNegotiationProven));
    }

    [Theory]
    [InlineData(0x301, Rsa, null)]
    [InlineData(0x301, EcdheRsa, null)]
    [InlineData(0x303, EcdheRsa, "sha256/rsa")]
    [InlineData(0x304, Tls13, "pss")]
    public async Task A_recorded_flight_proves_nothing_to_the_next_reader(int version, int suite, string? scheme)
    {
        byte[]? recorded = null;
        using BouncyServer server = BouncyServer.Start(BouncyChoices.Of("rsa2048", Version(version), suite, Scheme(scheme)));
        await using ScriptedServer replay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            recorded ??= await FirstFlight.OfAsync(server.Port, hello);
            await peer.SendAsync(recorded);
            await peer.ReadAsync(5);
        });
        await Record.ExceptionAsync(() => Inspecting.ServerAsync(replay.Port));
        Assert.NotNull(recorded);

        InspectedServer? seen = null;
        var failure = await Record.ExceptionAsync(async () => seen = await Inspecting.ServerAsync(replay.Port));

        Assert.True(failure is InspectionFailure || seen is { Proof: HandshakeProof.None }, failure?.ToString() ?? $"{seen}");
    }

    /// <summary>Without the key of the certificate, the records after the first flight cannot be made.</summary>
    [Theory]
    [InlineData(0x301, Rsa, null)]
    [InlineData(0x303, EcdheRsa, "sha256/rsa")]
    public async Task Invented_records_after_a_relayed_flight_are_a_failure(int version, int suite, string? scheme)
    {
        using BouncyServer server = BouncyServer.Start(BouncyChoices.Of("rsa2048", Version(version), suite, Scheme(scheme)));
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            await peer.SendAsync(await FirstFlight.OfAsync(server.Port, hello));
            await peer.Stream.ReadExactlyAsync(new byte[64]);
            await peer.SendAsync([20, 3, (byte)version, 0, 1, 1, 22, 3, (byte)version, 0, 64, .. new byte[64]]);
            await peer.StallAsync();
        });

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(relay.Port));

        Assert.Equal(VerdictReason.ProtocolViolation, failure.Reason);
    }

    /// <summary>Someone in between takes the newer versions out of the hello; the server's random number tells of it.</summary>
    [SkippableFact]
    public async Task A_stripped_version_is_a_failure()
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", "-cipher", "ALL:@SECLEVEL=0");
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            Strip(hello);
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPAddress.Loopback, server.Port);
            await upstream.GetStream().WriteAsync(hello);
            await Task.WhenAny(
                peer.Stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(peer.Stream));
        });

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(relay.Port));

        Assert.Equal(VerdictReason.ProtocolViolation, failure.Reason);
    }

    /// <summary>A server that speaks the newer version and does not tell: only the Finished covers what was negotiated.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stripped_suite_is_no_fact(bool asks)
    {
        BouncyChoices choices = BouncyChoices.Of("rsa2048", ProtocolVersion.TLSv11, EcdheRsa);
        using BouncyServer server = BouncyServer.Start(choices with { WantsClientCertificate = asks });
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            byte[] hello = await FirstFlight.ReadHelloAsync(peer.Stream);
            Strip(hello);
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPAddress.Loopback, server.Port);
            await upstream.GetStream().WriteAsync(hello);
            await Task.WhenAny(
                peer.Stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(peer.Stream));
        });

        InspectedServer seen = await Inspecting.ServerAsync(relay.Port);

        // The signature is over the random numbers and the parameters, not over the hello.
        Assert.Equal((HandshakeProof.ServerKeyExchange, false), (seen.Proof, seen.IsNegotiationProven));
    }

    /// <summary>Renames the extension supported_versions (RFC 8446 section 4.2.1), so that the server does not know it.</summary>
    private static void Strip(byte[] hello)
    {
        byte[] versions = [0, 43, 0, 9, 8, 3, 4, 3, 3, 3, 2, 3, 1];
        int at = Enumerable.Range(0, hello.Length - versions.Length)
            .First(start => hello.AsSpan(start, versions.Length).SequenceEqual(versions));
        hello[at] = 0xFA;
        hello[at + 1] = 0xFA;
    }
}
