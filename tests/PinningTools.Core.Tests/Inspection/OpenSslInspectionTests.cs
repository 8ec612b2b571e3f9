using System;
using System.Threading.Tasks;
using PinningTools.Internal;
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

    [SkippableTheory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_server_with_two_certificates_shows_the_one_that_was_asked_for(string version)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", P256, [version]);

        foreach (ServerKeyAlgorithm algorithm in new[] { ServerKeyAlgorithm.Rsa, ServerKeyAlgorithm.Ecdsa, ServerKeyAlgorithm.Rsa })
        {
            InspectedServer seen = await Inspecting.ServerAsync(
                server.Port, new InspectionOffer(Inspecting.Localhost) { KeyAlgorithm = algorithm });
            Assert.Equal(algorithm == ServerKeyAlgorithm.Rsa ? server.Pin : server.SecondPin, seen.Presented.Leaf.Pin.ToString());
            Assert.Equal(ProofStrength.Strong, seen.Strength);
        }

        InspectionFailure refused = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(
            server.Port, new InspectionOffer(Inspecting.Localhost) { KeyAlgorithm = ServerKeyAlgorithm.EdDsa }));
        Assert.Equal(VerdictReason.KeyAlgorithmNotOffered, refused.Reason);
    }
}
