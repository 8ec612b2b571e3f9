using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using Xunit;
using static PinningTools.Tests.Inspection.BouncyInspectionTests;

namespace PinningTools.Tests.Inspection;

/// <summary>
/// Impostors, who have a copy of a certificate and not its key. An inspection of each ends as a failure, or as shown and
/// not proven.
/// </summary>
public sealed class InspectionImpostorTests
{
    private const int Rsa = CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA;
    private const int DheRsa = CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA;
    private const int DheDss = CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA;
    private const int EcdheRsa = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA;
    private const int EcdheEcdsa = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA;
    private const int Tls13 = CipherSuite.TLS_AES_128_GCM_SHA256;

    /// <summary>Key, version, suite, scheme.</summary>
    private static readonly (string Key, int Version, int Suite, string? Scheme)[] s_signed =
    [
        ("rsa2048", 0x301, DheRsa, null), ("rsa2048", 0x302, DheRsa, null), ("rsa2048", 0x303, DheRsa, "sha256/rsa"),
        ("rsa2048", 0x301, EcdheRsa, null), ("rsa2048", 0x302, EcdheRsa, null), ("rsa2048", 0x303, EcdheRsa, "pss"),
        ("rsa2048", 0x303, EcdheRsa, "sha1/rsa"), ("rsa2048", 0x303, EcdheRsa, "sha256/rsa"),
        ("secp256r1", 0x301, EcdheEcdsa, null), ("secp256r1", 0x302, EcdheEcdsa, null),
        ("secp256r1", 0x303, EcdheEcdsa, "sha256/ecdsa"), ("ed25519", 0x303, EcdheEcdsa, "ed25519"),
        ("dsa1024", 0x301, DheDss, null), ("dsa1024", 0x303, DheDss, "sha256/dsa"),
        ("rsa2048", 0x304, Tls13, "pss"), ("secp256r1", 0x304, Tls13, "sha256/ecdsa"), ("ed25519", 0x304, Tls13, "ed25519"),
        ("mldsa44", 0x304, Tls13, "mldsa44"),
    ];

    public static TheoryData<string, int, int, string?, bool> Copies
    {
        get
        {
            var data = new TheoryData<string, int, int, string?, bool>();
            foreach (bool asks in new[] { false, true })
            {
                foreach ((string key, int version, int suite, string? scheme) in s_signed) data.Add(key, version, suite, scheme, asks);
                for (int version = 0x301; version <= 0x303; version++) data.Add("rsa2048", version, Rsa, null, asks);
            }

            return data;
        }
    }

    public static TheoryData<string, int, int, string?, string> Forgeries
    {
        get
        {
            var data = new TheoryData<string, int, int, string?, string>();
            foreach ((string key, int version, int suite, string? scheme) in s_signed)
                foreach (string forgery in s_forgeries.Keys) data.Add(key, version, suite, scheme, forgery);
            return data;
        }
    }

    private static readonly Dictionary<string, Func<byte[], byte[]>> s_forgeries = new()
    {
        ["changed"] = signature => [.. signature.Take(signature.Length - 1), (byte)(signature[signature.Length - 1] ^ 1)],
        ["zeros"] = signature => new byte[signature.Length],
        ["zero pair"] = _ => [0x30, 6, 2, 1, 0, 2, 1, 0],
        ["nothing"] = _ => [],
        ["cut"] = signature => [.. signature.Take(signature.Length / 2)],
        ["longer"] = signature => [.. signature, 0],
        ["nested"] = _ => [.. Enumerable.Range(0, 8000).SelectMany(_ => new byte[] { 0x30, 0x80 })],
    };

    /// <summary>Above all under RSA key exchange with a request for a client certificate: a trial believed that one.</summary>
    [Theory]
    [MemberData(nameof(Copies))]
    public async Task A_copied_certificate_is_never_proven(string key, int version, int suite, string? scheme, bool asks)
    {
        BouncyChoices own = BouncyChoices.Of(key + "/impostor", Version(version), suite, Scheme(scheme));
        byte[] copied = BouncyKeys.Certificate(BouncyKeys.Pair(key).Public);
        using BouncyServer server = BouncyServer.Start(own with { Certificates = [copied], WantsClientCertificate = asks });

        InspectedServer? seen = await UnprovenAsync(() => Inspecting.ServerAsync(server.Port));

        // Under RSA key exchange it comes so far that it is seen what it asks for.
        Assert.Equal(suite == Rsa, seen is not null);
        Assert.Equal(copied, seen?.Presented.Leaf.Raw ?? copied);
        Assert.Equal(asks, seen?.WantsClientCertificate ?? asks);
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_signature_is_never_proven(string key, int version, int suite, string? scheme, string forgery)
    {
        BouncyChoices choices = BouncyChoices.Of(key, Version(version), suite, Scheme(scheme));
        using BouncyServer server = BouncyServer.Start(choices with { Forge = s_forgeries[forgery], WantsClientCertificate = true });

        await UnprovenAsync(() => Inspecting.ServerAsync(server.Port));
    }

    /// <summary>A signature of another handshake is over other random numbers.</summary>
    [Theory]
    [MemberData(nameof(SignedExchanges))]
    public async Task A_replayed_signature_is_never_proven(string key, int version, int suite, string? scheme)
    {
        byte[]? first = null;
        BouncyChoices choices = BouncyChoices.Of(key, Version(version), suite, Scheme(scheme));
        using BouncyServer server = BouncyServer.Start(choices with { Forge = signature => first ??= signature });

        Assert.NotEqual(HandshakeProof.None, (await Inspecting.ServerAsync(server.Port)).Proof);
        Assert.Null(await UnprovenAsync(() => Inspecting.ServerAsync(server.Port)));
    }

    public static TheoryData<string, int, int, string?> SignedExchanges
    {
        get
        {
            var data = new TheoryData<string, int, int, string?>();
            foreach ((string key, int version, int suite, string? scheme) in s_signed) data.Add(key, version, suite, scheme);
            return data;
        }
    }

    /// <summary>Also after a signature that verifies: then there is someone in between.</summary>
    [Theory]
    [InlineData("rsa2048", 0x301, Rsa, null)]
    [InlineData("rsa2048", 0x303, Rsa, null)]
    [InlineData("rsa2048", 0x303, EcdheRsa, "sha256/rsa")]
    [InlineData("secp256r1", 0x304, Tls13, "sha256/ecdsa")]
    public async Task A_wrong_Finished_is_a_failure(string key, int version, int suite, string? scheme)
    {
        BouncyChoices choices = BouncyChoices.Of(key, Version(version), suite, Scheme(scheme));
        using BouncyServer server = BouncyServer.Start(choices with { SendsWrongFinished = true });

        var failure = await Assert.ThrowsAsync<InspectionFailure>(() => Inspecting.ServerAsync(server.Port));

        Assert.Equal(VerdictReason.ProtocolViolation, failure.Reason);
        Assert.Contains("Finished", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>What is verified is the key of the first certificate, which is the one that is shown as the leaf.</summary>
    [Theory]
    [InlineData(0x303, EcdheEcdsa)]
    [InlineData(0x304, Tls13)]
    public async Task The_key_of_another_certificate_that_is_sent_proves_nothing(int version, int suite)
    {
        BouncyChoices own = BouncyChoices.Of("secp256r1/impostor", Version(version), suite, Scheme("sha256/ecdsa"));
        byte[] copied = BouncyKeys.Certificate(BouncyKeys.Pair("secp256r1").Public);
        using BouncyServer server = BouncyServer.Start(own with { Certificates = [copied, own.Certificates[0]] });

        Assert.Null(await UnprovenAsync(() => Inspecting.ServerAsync(server.Port)));
    }

    private static async Task<InspectedServer?> UnprovenAsync(Func<Task<InspectedServer>> inspect)
    {
        try
        {
            InspectedServer seen = await inspect();
            Assert.Equal((HandshakeProof.None, ProofStrength.None), (seen.Proof, seen.Strength));
            Assert.False(seen.IsNegotiationProven);
            Assert.NotNull(seen.Weakness);
            return seen;
        }
        catch (InspectionFailure)
        {
            return null;
        }
    }
}
