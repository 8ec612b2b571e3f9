using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;

namespace PinningTools.Testing;

/// <summary>Puts certificates together part by part, without asking whether the key makes sense.</summary>
internal static class CertificateAssembly
{
    private static readonly X509Name s_name = new("CN=localhost");

    public static ExoticCertificate Version3(
        SubjectPublicKeyInfo publicKey, ExoticSignature signature, AsymmetricKeyParameter signingKey)
    {
        var extensions = new X509ExtensionsGenerator();
        extensions.AddExtension(
            X509Extensions.SubjectAlternativeName,
            critical: false,
            new GeneralNames(new GeneralName(GeneralName.DnsName, "localhost")));
        extensions.AddExtension(
            X509Extensions.ExtendedKeyUsage, critical: false, new ExtendedKeyUsage(KeyPurposeID.id_kp_serverAuth));

        var parts = new V3TbsCertificateGenerator();
        parts.SetSerialNumber(RandomSerial());
        parts.SetSignature(signature.Algorithm);
        parts.SetIssuer(s_name);
        parts.SetStartDate(DaysFromNow(-1));
        parts.SetEndDate(DaysFromNow(89));
        parts.SetSubject(s_name);
        parts.SetSubjectPublicKeyInfo(publicKey);
        parts.SetExtensions(extensions.Generate());
        return Sign(parts.GenerateTbsCertificate(), signature, signingKey);
    }

    public static ExoticCertificate Version1(
        SubjectPublicKeyInfo publicKey, ExoticSignature signature, AsymmetricKeyParameter signingKey)
    {
        var parts = new V1TbsCertificateGenerator();
        parts.SetSerialNumber(RandomSerial());
        parts.SetSignature(signature.Algorithm);
        parts.SetIssuer(s_name);
        parts.SetStartDate(DaysFromNow(-1));
        parts.SetEndDate(DaysFromNow(89));
        parts.SetSubject(s_name);
        parts.SetSubjectPublicKeyInfo(publicKey);
        return Sign(parts.GenerateTbsCertificate(), signature, signingKey);
    }

    // The private part alone: OpenSSL does not read what BouncyCastle adds to Edwards keys, the public part.
    public static string ToPem(PrivateKeyInfo key)
    {
        var bare = new PrivateKeyInfo(key.PrivateKeyAlgorithm, key.ParsePrivateKey());
        return PemEncoding.WriteString("PRIVATE KEY", bare.GetDerEncoded()) + "\n";
    }

    private static ExoticCertificate Sign(
        TbsCertificateStructure parts, ExoticSignature signature, AsymmetricKeyParameter signingKey)
    {
        var signed = new DerBitString(signature.Sign(parts.GetDerEncoded(), signingKey));
        return new ExoticCertificate(
            new X509CertificateStructure(parts, signature.Algorithm, signed).GetDerEncoded(),
            parts.SubjectPublicKeyInfo.GetDerEncoded(),
            ToPem(PrivateKeyInfoFactory.CreatePrivateKeyInfo(signingKey)));
    }

    private static Time DaysFromNow(int days) => new(DateTime.UtcNow.AddDays(days));

    private static DerInteger RandomSerial() => new(new BigInteger(1, RandomNumberGenerator.GetBytes(15)));
}
