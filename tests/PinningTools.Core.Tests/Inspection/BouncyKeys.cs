using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace PinningTools.Tests.Inspection;

/// <summary>Keys of any kind and size, and certificates for them that nobody signed: an inspection only shows them.</summary>
internal static class BouncyKeys
{
    private static readonly SecureRandom s_random = new();
    private static readonly ConcurrentDictionary<string, Lazy<AsymmetricCipherKeyPair>> s_pairs = new();

    /// <summary>
    /// Such as rsa2048, dsa1024, secp256k1, explicit, ed25519, ed448, mldsa44; the same pair for the same name, where
    /// what follows a slash is only part of the name.
    /// </summary>
    internal static AsymmetricCipherKeyPair Pair(string name) =>
        s_pairs.GetOrAdd(name, _ => new Lazy<AsymmetricCipherKeyPair>(() => Make(name.Split('/')[0]))).Value;

    internal static byte[] Certificate(AsymmetricKeyParameter publicKey, int? keyUsage = null) =>
        Certificate(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey), keyUsage);

    internal static byte[] Certificate(SubjectPublicKeyInfo publicKey, int? keyUsage = null)
    {
        var algorithm = new AlgorithmIdentifier(new DerObjectIdentifier("1.2.840.113549.1.1.11"), DerNull.Instance);
        var parts = new V3TbsCertificateGenerator();
        parts.SetSerialNumber(DerInteger.ValueOf(7));
        parts.SetSignature(algorithm);
        parts.SetIssuer(new X509Name("CN=nobody"));
        parts.SetSubject(new X509Name("CN=localhost"));
        parts.SetStartDate(new Time(new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        parts.SetEndDate(new Time(new DateTime(2002, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        parts.SetSubjectPublicKeyInfo(publicKey);
        var extensions = new X509ExtensionsGenerator();
        if (keyUsage is { } usage) extensions.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(usage));
        // Must-staple, which the server does not.
        extensions.AddExtension(
            new DerObjectIdentifier("1.3.6.1.5.5.7.1.24"), false, new DerSequence(DerInteger.ValueOf(5)));
        parts.SetExtensions(extensions.Generate());
        return new X509CertificateStructure(parts.GenerateTbsCertificate(), algorithm, new DerBitString(new byte[256]))
            .GetDerEncoded();
    }

    internal static string PinOf(AsymmetricKeyParameter publicKey)
    {
        using var sha256 = SHA256.Create();
        return "sha256/" + Convert.ToBase64String(
            sha256.ComputeHash(SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded()));
    }

    /// <summary>An odd number of so many bits.</summary>
    internal static BigInteger Odd(int bits) => new BigInteger(bits, s_random).SetBit(bits - 1).SetBit(0);

    private static AsymmetricCipherKeyPair Make(string name)
    {
        if (name.StartsWith("rsa", StringComparison.Ordinal)) return Rsa(int.Parse(name.Substring(3), CultureInfo.InvariantCulture));
        if (name.StartsWith("dsa", StringComparison.Ordinal)) return Dsa(int.Parse(name.Substring(3), CultureInfo.InvariantCulture));
        return name switch
        {
            "ed25519" => Generate(new Ed25519KeyPairGenerator(), new Ed25519KeyGenerationParameters(s_random)),
            "ed448" => Generate(new Ed448KeyPairGenerator(), new Ed448KeyGenerationParameters(s_random)),
            "mldsa44" => Generate(
                new MLDsaKeyPairGenerator(), new MLDsaKeyGenerationParameters(s_random, MLDsaParameters.ml_dsa_44)),
            "explicit" => Generate(
                new ECKeyPairGenerator(),
                new ECKeyGenerationParameters(
                    new ECDomainParameters(Org.BouncyCastle.Asn1.Sec.SecNamedCurves.GetByName("secp256r1")), s_random)),
            _ => Generate(
                new ECKeyPairGenerator(),
                new ECKeyGenerationParameters(
                    Org.BouncyCastle.Asn1.X9.ECNamedCurveTable.GetOid(name) ?? throw new ArgumentException(name), s_random)),
        };
    }

    private static AsymmetricCipherKeyPair Rsa(int bits) => Generate(
        new RsaKeyPairGenerator(), new RsaKeyGenerationParameters(BigInteger.ValueOf(65537), s_random, bits, 80));

    private static AsymmetricCipherKeyPair Dsa(int bits)
    {
        var parameters = new DsaParametersGenerator();
        parameters.Init(bits, 20, s_random);
        return Generate(new DsaKeyPairGenerator(), new DsaKeyGenerationParameters(s_random, parameters.GenerateParameters()));
    }

    private static AsymmetricCipherKeyPair Generate(
        IAsymmetricCipherKeyPairGenerator generator, KeyGenerationParameters parameters)
    {
        generator.Init(parameters);
        return generator.GenerateKeyPair();
    }
}
