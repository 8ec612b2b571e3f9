using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace PinningTools.Testing;

/// <summary>Makes certificates that .NET cannot, for <c>localhost</c> and mostly signed by themselves.</summary>
public static class ExoticCertificates
{
    private static readonly SecureRandom s_random = new();

    /// <summary>A key on Edwards25519.</summary>
    public static ExoticCertificate Ed25519() => OfPair(
        Pair(new Ed25519KeyPairGenerator(), new Ed25519KeyGenerationParameters(s_random)), ExoticSignature.Ed25519);

    /// <summary>A key on Edwards448.</summary>
    public static ExoticCertificate Ed448() => OfPair(
        Pair(new Ed448KeyPairGenerator(), new Ed448KeyGenerationParameters(s_random)), ExoticSignature.Ed448);

    /// <summary>An RSA key that says it is for RSASSA-PSS only.</summary>
    public static ExoticCertificate RsaPss()
    {
        using var rsa = RSA.Create(2048);
        var algorithm = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdRsassaPss);
        var publicKey = new SubjectPublicKeyInfo(algorithm, Asn1Object.FromByteArray(rsa.ExportRSAPublicKey()));
        var privateKey = new PrivateKeyInfo(algorithm, Asn1Object.FromByteArray(rsa.ExportRSAPrivateKey()));
        var signingKey = PrivateKeyFactory.CreateKey(rsa.ExportPkcs8PrivateKey());
        return CertificateAssembly.Version3(publicKey, ExoticSignature.RsaPss, signingKey) with
        {
            KeyPem = CertificateAssembly.ToPem(privateKey),
        };
    }

    /// <summary>A DSA key.</summary>
    public static ExoticCertificate Dsa()
    {
        using var dsa = DSA.Create(2048);
        return CertificateAssembly.Version3(
            SubjectPublicKeyInfo.GetInstance(dsa.ExportSubjectPublicKeyInfo()),
            ExoticSignature.Dsa,
            PrivateKeyFactory.CreateKey(dsa.ExportPkcs8PrivateKey()));
    }

    /// <summary>A P-256 key that describes its curve instead of naming it.</summary>
    public static ExoticCertificate EcExplicitParameters()
    {
        var curve = new ECDomainParameters(SecNamedCurves.GetByOid(SecObjectIdentifiers.SecP256r1));
        var pair = Pair(new ECKeyPairGenerator(), new ECKeyGenerationParameters(curve, s_random));
        return OfPair(pair, ExoticSignature.Ecdsa);
    }

    /// <summary>A P-256 key that gives only one coordinate of its point, and the sign of the other.</summary>
    public static ExoticCertificate EcCompressedPoint()
    {
        var pair = P256Pair();
        var algorithm = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).Algorithm;
        var point = ((ECPublicKeyParameters)pair.Public).Q.GetEncoded(compressed: true);
        return CertificateAssembly.Version3(
            new SubjectPublicKeyInfo(algorithm, point), ExoticSignature.Ecdsa, pair.Private);
    }

    /// <summary>A P-256 key in a certificate of version 1, which knows no extensions.</summary>
    public static ExoticCertificate Version1()
    {
        var pair = P256Pair();
        return CertificateAssembly.Version1(
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public), ExoticSignature.Ecdsa, pair.Private);
    }

    /// <summary>Random bits as a key of an algorithm no one knows, signed by a key that is thrown away.</summary>
    public static ExoticCertificate UnknownAlgorithm()
    {
        var algorithm = new AlgorithmIdentifier(new DerObjectIdentifier("1.3.6.1.4.1.99999.1.2.3"));
        var publicKey = new SubjectPublicKeyInfo(algorithm, RandomNumberGenerator.GetBytes(77));
        return CertificateAssembly.Version3(publicKey, ExoticSignature.Ecdsa, P256Pair().Private) with
        {
            KeyPem = null,
        };
    }

    private static AsymmetricCipherKeyPair P256Pair() =>
        Pair(new ECKeyPairGenerator(), new ECKeyGenerationParameters(SecObjectIdentifiers.SecP256r1, s_random));

    private static AsymmetricCipherKeyPair Pair(
        IAsymmetricCipherKeyPairGenerator generator, KeyGenerationParameters parameters)
    {
        generator.Init(parameters);
        return generator.GenerateKeyPair();
    }

    private static ExoticCertificate OfPair(AsymmetricCipherKeyPair pair, ExoticSignature signature) =>
        CertificateAssembly.Version3(
            SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public), signature, pair.Private);
}
