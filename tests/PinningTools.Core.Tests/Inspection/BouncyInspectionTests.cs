using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>What Debian's OpenSSL cannot serve, by Bouncy Castle's own server.</summary>
public sealed class BouncyInspectionTests
{
    private const int EcdheEcdsa = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA;
    private const int EcdheRsa = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA;

    public static TheoryData<string, int, int, string?, HandshakeProof, ProofStrength> Servers => new()
    {
        { "rsa2048", 0x300, CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA, null, HandshakeProof.Finished, ProofStrength.Weak },
        { "rsa2048", 0x300, CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, null, HandshakeProof.ServerKeyExchange, ProofStrength.Weak },
        { "rsa2048", 0x301, CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA, null, HandshakeProof.Finished, ProofStrength.Legacy },
        { "rsa512", 0x301, CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA, null, HandshakeProof.Finished, ProofStrength.Weak },
        { "dsa1024", 0x301, CipherSuite.TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA, null, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "dsa1024", 0x303, CipherSuite.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256, "sha256/dsa", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "rsa2048", 0x303, EcdheRsa, "md5/rsa", HandshakeProof.ServerKeyExchange, ProofStrength.Weak },
        { "rsa2048", 0x303, EcdheRsa, "sha1/rsa", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "secp256r1", 0x303, EcdheEcdsa, "sha1/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "secp256r1", 0x302, EcdheEcdsa, null, HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "secp224r1", 0x303, EcdheEcdsa, "sha256/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy },
        { "secp192r1", 0x303, EcdheEcdsa, "sha256/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Weak },
        { "secp256k1", 0x303, EcdheEcdsa, "sha256/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Strong },
        { "brainpoolP384r1", 0x303, EcdheEcdsa, "sha384/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Strong },
        { "sect283r1", 0x303, EcdheEcdsa, "sha256/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Strong },
        { "explicit", 0x303, EcdheEcdsa, "sha256/ecdsa", HandshakeProof.ServerKeyExchange, ProofStrength.Strong },
        { "ed448", 0x303, EcdheEcdsa, "ed448", HandshakeProof.ServerKeyExchange, ProofStrength.Strong },
        { "mldsa44", 0x304, CipherSuite.TLS_AES_128_GCM_SHA256, "mldsa44", HandshakeProof.CertificateVerify, ProofStrength.Strong },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Its_key_is_shown_and_proven(
        string key, int version, int suite, string? scheme, HandshakeProof proof, ProofStrength strength)
    {
        using BouncyServer server = BouncyServer.Start(BouncyChoices.Of(key, Version(version), suite, Scheme(scheme)));
        // SSL 3.0 is offered only alone.
        var offer = new InspectionOffer(Inspecting.Localhost);
        if (version == InspectionOffer.Ssl3) offer = offer with { MinVersion = version, MaxVersion = version };

        InspectedServer seen = await Inspecting.ServerAsync(server.Port, offer);

        Assert.Equal(BouncyKeys.PinOf(BouncyKeys.Pair(key).Public), seen.Presented.Leaf.Pin.ToString());
        Assert.Equal((proof, strength), (seen.Proof, seen.Strength));
        Assert.Equal((version, suite, true), (seen.Version, seen.CipherSuite, seen.IsNegotiationProven));
        Assert.Equal(strength == ProofStrength.Strong, seen.Weakness is null);
    }

    /// <summary>Each suite that is offered can be completed; none is without authentication or encryption.</summary>
    [Fact]
    public async Task Every_suite_that_is_offered_works()
    {
        int[] suites = InspectionSuites.For(new InspectionOffer(Inspecting.Localhost));
        Assert.Equal(suites.Length, suites.Distinct().Count());
        Assert.True(suites.Length > 90);
        foreach (int suite in suites)
        {
            ProtocolVersion version = suite >> 8 == 0x13 ? ProtocolVersion.TLSv13
                : TlsUtilities.IsValidVersionForCipherSuite(suite, ProtocolVersion.TLSv10) ? ProtocolVersion.TLSv10
                : ProtocolVersion.TLSv12;
            (string key, string scheme) = TlsUtilities.GetKeyExchangeAlgorithm(suite) switch
            {
                KeyExchangeAlgorithm.ECDHE_ECDSA or KeyExchangeAlgorithm.NULL => ("secp256r1", "sha256/ecdsa"),
                KeyExchangeAlgorithm.DHE_DSS => ("dsa1024", "sha256/dsa"),
                KeyExchangeAlgorithm.ECDHE_RSA or KeyExchangeAlgorithm.DHE_RSA or KeyExchangeAlgorithm.RSA => ("rsa2048", "sha256/rsa"),
                _ => throw new InvalidOperationException($"{suite:X4} is not authenticated."),
            };
            Assert.NotEqual(EncryptionAlgorithm.NULL, TlsUtilities.GetEncryptionAlgorithm(suite));
            using BouncyServer server = BouncyServer.Start(BouncyChoices.Of(
                key, version, suite, version == ProtocolVersion.TLSv10 ? null : Scheme(scheme)));

            InspectedServer seen = await Inspecting.ServerAsync(server.Port);

            Assert.Equal((suite, true), (seen.CipherSuite, seen.IsNegotiationProven));
            Assert.Equal(NameOf(suite), seen.CipherSuiteName);
            Assert.NotEqual(HandshakeProof.None, seen.Proof);
        }
    }

    /// <summary>As the platform names them, where it has such names.</summary>
    private static string NameOf(int suite) =>
#if NET
        ((System.Net.Security.TlsCipherSuite)suite).ToString();
#else
        InspectionSuites.NameOf(suite)!;
#endif

    [Theory]
    [InlineData("rsa2048", EcdheRsa, "sha256/rsa")]
    [InlineData("rsa2048", CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA, null)]
    public async Task What_the_certificate_says_of_its_use_and_its_dates_does_not_stop_the_reader(
        string key, int suite, string? scheme)
    {
        Org.BouncyCastle.Crypto.AsymmetricCipherKeyPair pair = BouncyKeys.Pair(key);
        using BouncyServer server = BouncyServer.Start(new BouncyChoices
        {
            Key = pair.Private,
            Certificates = [BouncyKeys.Certificate(pair.Public, KeyUsage.KeyCertSign), [1, 2, 3], [0x30, 0x80, 0, 0]],
            Version = ProtocolVersion.TLSv12,
            Suite = suite,
            Scheme = Scheme(scheme),
        });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.NotEqual(HandshakeProof.None, seen.Proof);
        Assert.Equal(BouncyKeys.PinOf(pair.Public), seen.Presented.Leaf.Pin.ToString());
        Assert.Equal((3, 1, 2), (seen.Presented.Sent, seen.Presented.Certificates.Count, seen.Presented.Unread));
    }

    /// <summary>
    /// The signature is over the group too: who can break the group can forge a Finished, and only that.
    /// </summary>
    [Theory]
    [InlineData(512, false)]
    [InlineData(768, false)]
    [InlineData(1024, true)]
    public async Task A_small_group_weakens_the_Finished_and_not_the_signature(int bits, bool isNegotiationProven)
    {
        BouncyChoices choices = BouncyChoices.Of(
            "rsa2048", ProtocolVersion.TLSv12, CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, Scheme("sha256/rsa"));
        using BouncyServer server = BouncyServer.Start(choices with { Group = Group(bits) });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal((HandshakeProof.ServerKeyExchange, ProofStrength.Strong), (seen.Proof, seen.Strength));
        Assert.Equal(isNegotiationProven, seen.IsNegotiationProven);
    }

    [Theory]
    [InlineData(0x301, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)]
    [InlineData(0x303, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA)]
    [InlineData(0x303, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256)]
    [InlineData(0x304, CipherSuite.TLS_AES_128_GCM_SHA256)]
    public async Task It_shows_an_empty_client_certificate_at_most_and_sends_nothing_but_TLS(int version, int suite)
    {
        BouncyChoices choices = BouncyChoices.Of(
            "rsa2048", Version(version), suite, version < 0x303 ? null : Scheme(version == 0x304 ? "pss" : "sha256/rsa"));
        using BouncyServer server = BouncyServer.Start(choices with { WantsClientCertificate = true });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.True(seen.WantsClientCertificate);
        Assert.True(server.ClientCertificates is null or 0);
        Assert.Equal(0, server.Received);
    }

    internal static DHGroup Group(int bits) => bits switch
    {
        768 => DHStandardGroups.rfc5996_768,
        1024 => DHStandardGroups.rfc5996_1024,
        _ => new DHGroup(BouncyKeys.Odd(bits), null, Org.BouncyCastle.Math.BigInteger.Two, 160),
    };

    internal static ProtocolVersion Version(int number) => new[]
    {
        ProtocolVersion.SSLv3, ProtocolVersion.TLSv10, ProtocolVersion.TLSv11, ProtocolVersion.TLSv12, ProtocolVersion.TLSv13,
    }.Single(version => version.FullVersion == number);

    internal static SignatureAndHashAlgorithm? Scheme(string? name) => name switch
    {
        null => null,
        "ed25519" => SignatureAndHashAlgorithm.ed25519,
        "ed448" => SignatureAndHashAlgorithm.ed448,
        "mldsa44" => SignatureAndHashAlgorithm.mldsa44,
        "pss" => SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
        _ => SignatureAndHashAlgorithm.GetInstance(
            name.Split('/')[0] switch
            {
                "md5" => HashAlgorithm.md5,
                "sha1" => HashAlgorithm.sha1,
                "sha384" => HashAlgorithm.sha384,
                _ => HashAlgorithm.sha256,
            },
            name.Split('/')[1] switch
            {
                "rsa" => SignatureAlgorithm.rsa,
                "dsa" => SignatureAlgorithm.dsa,
                _ => SignatureAlgorithm.ecdsa,
            }),
    };
}
