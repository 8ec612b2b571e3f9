using System;
using System.Threading.Tasks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using PinningTools.Internal;
using Xunit;
using static PinningTools.Tests.Inspection.BouncyInspectionTests;

namespace PinningTools.Tests.Inspection;

/// <summary>Numbers that would cost the reader many seconds: shown, not proven, and not computed with.</summary>
public sealed class InspectionLimitTests
{
    public static TheoryData<int, int, int, bool> Exchanges
    {
        get
        {
            var data = new TheoryData<int, int, int, bool>();
            foreach ((int version, int suite) in new[]
                {
                    (0x301, CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA),
                    (0x303, CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA),
                    (0x303, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA),
                    (0x304, CipherSuite.TLS_AES_128_GCM_SHA256),
                })
            {
                data.Add(version, suite, 16384, false);
                data.Add(version, suite, 8193, false);
                data.Add(version, suite, 2048, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_huge_RSA_key_is_shown_and_not_computed_with(int version, int suite, int bits, bool hasLongExponent)
    {
        BigInteger exponent = hasLongExponent ? BouncyKeys.Odd(65) : BigInteger.ValueOf(65537);
        var key = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
            new RsaPublicKeyStructure(BouncyKeys.Odd(bits), exponent));
        await ShownAsync(version, suite, key, hasLongExponent ? "exponent has 65 bits" : $"modulus has {bits} bits");
    }

    [Fact]
    public async Task With_the_exponent_1_everyone_signs()
    {
        var key = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
            new RsaPublicKeyStructure(BouncyKeys.Odd(2048), BigInteger.One));
        await ShownAsync(0x303, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, key, "exponent is 1");
    }

    [Theory]
    [InlineData(16384, 256, "prime has 16384")]
    [InlineData(2048, 2000, "subgroup has 2000")]
    public async Task A_huge_DSA_group_is_shown_and_not_computed_with(int prime, int subgroup, string clause)
    {
        var key = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.IdDsa,
                new DsaParameter(BouncyKeys.Odd(prime), BouncyKeys.Odd(subgroup), BigInteger.ValueOf(4))),
            new Org.BouncyCastle.Asn1.DerInteger(BouncyKeys.Odd(prime - 1)));
        await ShownAsync(0x303, CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA, key, clause);
    }

    /// <summary>A curve's order may be written as any number, and a point is multiplied by it.</summary>
    [Fact]
    public async Task A_curve_in_many_bytes_is_shown_and_not_computed_with()
    {
        X9ECParameters named = ECNamedCurveTable.GetByName("secp256r1");
        var parameters = new X9ECParameters(named.Curve, named.BaseEntry, BouncyKeys.Odd(60_000), BigInteger.Two);
        var key = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, parameters), named.G.GetEncoded(false));
        await ShownAsync(0x303, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, key, "too large");
    }

    [Fact]
    public async Task A_key_of_an_unknown_kind_is_shown()
    {
        var key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(new DerObjectIdentifier("1.2.3.4")), new byte[64]);
        await ShownAsync(0x303, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, key, "unknown kind");
    }

    /// <summary>Deeper than any parser that calls itself may go.</summary>
    [Fact]
    public async Task A_key_that_is_nested_without_end_is_shown()
    {
        Asn1Encodable nested = DerNull.Instance;
        for (int i = 0; i < 1000; i++) nested = new DerSequence(nested);
        var key = new SubjectPublicKeyInfo(new AlgorithmIdentifier(new DerObjectIdentifier("1.2.3.4"), nested), new byte[64]);
        await ShownAsync(0x303, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, key, "not valid");
    }

    [Theory]
    [InlineData(8193)]
    [InlineData(16384)]
    public async Task A_huge_group_ends_the_handshake_there(int bits)
    {
        BouncyChoices choices = BouncyChoices.Of(
            "rsa2048", ProtocolVersion.TLSv12, CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA, Scheme("sha256/rsa"));
        using BouncyServer server = BouncyServer.Start(choices with { Group = Group(bits) });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal(HandshakeProof.None, seen.Proof);
        Assert.Contains($"prime has {bits} bits", seen.Weakness, StringComparison.Ordinal);
    }

    private static async Task ShownAsync(int version, int suite, SubjectPublicKeyInfo key, string clause)
    {
        string own = suite == CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA ? "dsa1024"
            : suite == CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA ? "secp256r1" : "rsa2048";
        string scheme = version == 0x304 ? "pss" : own == "dsa1024" ? "sha256/dsa" : own == "rsa2048" ? "sha256/rsa" : "sha256/ecdsa";
        byte[] certificate = BouncyKeys.Certificate(key);
        using BouncyServer server = BouncyServer.Start(
            BouncyChoices.Of(own, Version(version), suite, version < 0x303 ? null : Scheme(scheme)) with { Certificates = [certificate] });

        InspectedServer seen = await Inspecting.ServerAsync(server.Port);

        Assert.Equal(certificate, seen.Presented.Leaf.Raw);
        Assert.Equal((HandshakeProof.None, ProofStrength.None), (seen.Proof, seen.Strength));
        Assert.Contains(clause, seen.Weakness, StringComparison.Ordinal);
    }
}
