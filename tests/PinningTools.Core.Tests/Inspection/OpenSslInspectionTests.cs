using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>Servers of OpenSSL that many platforms refuse to speak to: openssl is the oracle of each pin.</summary>
public sealed class OpenSslInspectionTests
{
    private const string P256 = "ec -pkeyopt ec_paramgen_curve:P-256";

    [SkippableTheory]
    [InlineData("rsa:2048", "-tls1 -cipher AES128-SHA:@SECLEVEL=0", 0x301, HandshakeProof.Finished, ProofStrength.Legacy)]
    [InlineData("rsa:2048", "-tls1_1 -cipher AES128-SHA:@SECLEVEL=0", 0x302, HandshakeProof.Finished, ProofStrength.Legacy)]
    [InlineData("rsa:2048", "-tls1_2 -cipher AES128-SHA:@SECLEVEL=0", 0x303, HandshakeProof.Finished, ProofStrength.Legacy)]
    [InlineData("rsa:1024", "-tls1 -cipher ECDHE-RSA-AES128-SHA:@SECLEVEL=0", 0x301, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy)]
    [InlineData("rsa:1024", "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy)]
    [InlineData("rsa:768", "-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Weak)]
    [InlineData("rsa:2048", "-tls1_2 -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0 -sigalgs RSA+SHA1", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy)]
    [InlineData("rsa:2048", "-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Strong)]
    [InlineData(P256, "-tls1 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0", 0x301, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy)]
    [InlineData(P256, "-tls1_2", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Strong)]
    [InlineData(P256, "-tls1_3", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("ed25519", "-tls1_2", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Strong)]
    [InlineData("ed25519", "-tls1_3", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("ed448", "-tls1_3", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("rsa:2048", "-tls1_3", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("rsa:2048", "-tls1_3 -groups P-384", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("rsa:2048", "-tls1_3 -groups ffdhe2048", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    [InlineData("rsa:1024", "-tls1_3 -cipher ALL:@SECLEVEL=0", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Legacy)]
    public async Task Its_key_is_shown_and_proven(
        string key, string settings, int version, HandshakeProof proof, ProofStrength strength)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(key, settings.Split(' '));

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal(server.Pin, seen.Presented.Leaf.Pin.ToString());
        Assert.Equal((proof, strength, version), (seen.Proof, seen.Strength, seen.Version));
        Assert.True(seen.IsNegotiationProven);
        Assert.False(seen.WantsClientCertificate);
        Assert.Equal(strength == ProofStrength.Strong, seen.Weakness is null);
    }

    [SkippableFact]
    public async Task A_second_request_for_another_hello_is_a_failure()
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", "-tls1_3", "-groups", "P-384");
        await using ScriptedServer relay = ScriptedServer.Start(async peer =>
        {
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPAddress.Loopback, server.Port);
            await upstream.GetStream().WriteAsync(await FirstFlight.ReadHelloAsync(peer.Stream));
            byte[] retry = await FirstFlight.ReadHelloAsync(upstream.GetStream());
            for (int i = 0; i < 100; i++) await peer.SendAsync(retry);
            await peer.StallAsync();
        });

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(relay.Port));

        Assert.Equal(VerdictReason.ProtocolViolation, failure.Reason);
    }

    [SkippableTheory]
    [InlineData("-tls1_2 -Verify 1", 0x303, HandshakeProof.ServerKeyExchange, false)]
    [InlineData("-tls1_3 -Verify 1", 0x304, HandshakeProof.CertificateVerify, true)]
    [InlineData("-tls1_2 -verify 1 -cipher AES128-SHA", 0x303, HandshakeProof.Finished, true)]
    [InlineData("-tls1_2 -Verify 1 -cipher AES128-SHA", 0x303, HandshakeProof.None, false)]
    public async Task A_request_for_a_client_certificate_is_noticed_and_not_taken_for_a_proof(
        string settings, int version, HandshakeProof proof, bool isNegotiationProven)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", settings.Split(' '));

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal(server.Pin, seen.Presented.Leaf.Pin.ToString());
        Assert.Equal((proof, version, isNegotiationProven), (seen.Proof, seen.Version, seen.IsNegotiationProven));
        Assert.True(seen.WantsClientCertificate);
    }

    /// <summary>Under TLS 1.3 the suites say nothing of the key: only the signatures that are offered choose.</summary>
    [SkippableTheory]
    [InlineData("-tls1_2", P256, ServerKeyAlgorithm.Ecdsa, ServerKeyAlgorithm.EdDsa)]
    [InlineData("-tls1_3", P256, ServerKeyAlgorithm.Ecdsa, ServerKeyAlgorithm.EdDsa)]
    [InlineData("-tls1_2", "ed25519", ServerKeyAlgorithm.EdDsa, ServerKeyAlgorithm.Ecdsa)]
    [InlineData("-tls1_3", "ed25519", ServerKeyAlgorithm.EdDsa, ServerKeyAlgorithm.Ecdsa)]
    public async Task A_server_with_two_certificates_shows_the_one_that_was_asked_for(
        string version, string secondKey, ServerKeyAlgorithm second, ServerKeyAlgorithm missing)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", secondKey, [version]);

        foreach (ServerKeyAlgorithm algorithm in new[] { ServerKeyAlgorithm.Rsa, second, ServerKeyAlgorithm.Rsa })
        {
            InspectedServer seen = await Inspecting.ServerAsync(
                server.Port, new InspectionOffer(Inspecting.Localhost) { KeyAlgorithm = algorithm });
            Assert.Equal(algorithm == second ? server.SecondPin : server.Pin, seen.Presented.Leaf.Pin.ToString());
            Assert.Equal(ProofStrength.Strong, seen.Strength);
        }

        InspectionFailure refused = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(
            server.Port, new InspectionOffer(Inspecting.Localhost) { KeyAlgorithm = missing }));
        Assert.Equal(VerdictReason.KeyAlgorithmNotOffered, refused.Reason);
    }

    [SkippableTheory]
    [InlineData("TLSv1", "AES128-SHA", "", 0x301, HandshakeProof.Finished, ProofStrength.Legacy)]
    [InlineData("TLSv1.1", "ECDHE-RSA-AES128-SHA", "", 0x302, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy)]
    [InlineData("TLSv1.2", "ALL", "ssl_verify_client on; ssl_client_certificate first.pem;", 0x303, HandshakeProof.ServerKeyExchange, ProofStrength.Strong)]
    [InlineData("TLSv1.3", "ALL", "ssl_verify_client on; ssl_client_certificate first.pem;", 0x304, HandshakeProof.CertificateVerify, ProofStrength.Strong)]
    public async Task Nginx_with_settings_of_old_is_read(
        string protocols, string ciphers, string directives, int version, HandshakeProof proof, ProofStrength strength)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        TestCertificate certificate = TestCertificate.SelfSigned("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        await using NginxServer server = await NginxServer.StartAsync(certificate, new()
        {
            Protocols = protocols,
            ServerDirectives = $"ssl_ciphers {ciphers}:@SECLEVEL=0; " + directives,
        });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal(certificate.Pin, seen.Presented.Leaf.Pin.ToString());
        Assert.Equal((proof, strength, version), (seen.Proof, seen.Strength, seen.Version));
        Assert.Equal(directives.StartsWith("ssl_verify_client", StringComparison.Ordinal), seen.WantsClientCertificate);
    }

    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Nginx_with_two_certificates_shows_the_one_that_was_asked_for(string protocols)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        TestCertificate rsa = TestCertificate.SelfSigned("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        TestCertificate ecdsa = TestCertificate.SelfSigned("localhost");
        await using NginxServer server = await NginxServer.StartAsync(
            rsa, new() { Protocols = protocols, SecondCertificatePem = ecdsa.Pem, SecondKeyPem = ecdsa.KeyPem });

        Assert.Equal(rsa.Pin, await PinAsync(ServerKeyAlgorithm.Rsa));
        Assert.Equal(ecdsa.Pin, await PinAsync(ServerKeyAlgorithm.Ecdsa));

        async Task<string> PinAsync(ServerKeyAlgorithm algorithm) => (await Inspecting.ServerAsync(
            server.Port, new InspectionOffer(Inspecting.Localhost) { KeyAlgorithm = algorithm })).Presented.Leaf.Pin.ToString();
    }
}
