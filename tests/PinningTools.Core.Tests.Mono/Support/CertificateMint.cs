using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;

namespace PinningTools.Testing;

/// <summary>Turns a name and options into a signed certificate; neither .NET Framework 4.7.1 nor Mono can.</summary>
internal static class CertificateMint
{
    internal const string PfxPassword = "test";

    private static readonly SecureRandom s_random = new();

    /// <summary>An RSA key in place of the usual P-256, for Mono validates no others; P-384 stays itself.</summary>
    internal static AsymmetricCipherKeyPair CreateKey(KeyKind kind)
    {
        IAsymmetricCipherKeyPairGenerator generator =
            kind == KeyKind.EcP384 ? new ECKeyPairGenerator() : new RsaKeyPairGenerator();
        // Short, and primes after few rounds: managed code makes them, and they live as long as a test.
        generator.Init(kind == KeyKind.EcP384
            ? new ECKeyGenerationParameters(SecObjectIdentifiers.SecP384r1, s_random)
            : new RsaKeyGenerationParameters(BigInteger.ValueOf(0x10001), s_random, 1024, certainty: 20));
        return generator.GenerateKeyPair();
    }

    internal static byte[] Strike(
        string name, AsymmetricCipherKeyPair pair, string issuer, AsymmetricCipherKeyPair issuerPair,
        CertificateOptions options)
    {
        bool isAuthority = options.IsAuthority == true;
        DateTime notBefore = options.NotBefore?.UtcDateTime ?? DateTime.UtcNow.AddDays(isAuthority ? -365 : -1);
        var parts = new X509V3CertificateGenerator();
        parts.SetSerialNumber(new BigInteger(120, s_random).SetBit(120));
        parts.SetSubjectDN(new X509Name("CN=" + name));
        parts.SetIssuerDN(new X509Name("CN=" + issuer));
        parts.SetNotBefore(notBefore);
        parts.SetNotAfter(options.NotAfter?.UtcDateTime ?? notBefore.AddDays(isAuthority ? 3650 : 90));
        parts.SetPublicKey(pair.Public);
        parts.AddExtension(X509Extensions.BasicConstraints, true, Constraints(isAuthority, options.PathLength));
        parts.AddExtension(X509Extensions.KeyUsage, true, new KeyUsage(isAuthority
            ? KeyUsage.KeyCertSign | KeyUsage.CrlSign
            : KeyUsage.DigitalSignature | KeyUsage.KeyEncipherment));
        parts.AddExtension(
            X509Extensions.SubjectKeyIdentifier, false, X509ExtensionUtilities.CreateSubjectKeyIdentifier(pair.Public));
        parts.AddExtension(
            X509Extensions.AuthorityKeyIdentifier, false,
            X509ExtensionUtilities.CreateAuthorityKeyIdentifier(issuerPair.Public));
        if (!isAuthority && options.ExtendedKeyUsages.Count > 0)
            parts.AddExtension(
                X509Extensions.ExtendedKeyUsage, false,
                new DerSequence(options.ExtendedKeyUsages.Select(oid => new DerObjectIdentifier(oid)).ToArray()));
        if (!isAuthority && !options.OmitSubjectAlternativeName)
            parts.AddExtension(
                X509Extensions.SubjectAlternativeName, false, new GeneralNames([.. AlternativeNames(name, options)]));
        var signature = new Asn1SignatureFactory(SignatureOf(issuerPair.Private), issuerPair.Private, s_random);
        return parts.Generate(signature).GetEncoded();
    }

    internal static byte[] ToPfx(byte[] der, AsymmetricKeyParameter key)
    {
        var entry = new X509CertificateEntry(new X509CertificateParser().ReadCertificate(der));
        Pkcs12Store store = new Pkcs12StoreBuilder().Build();
        store.SetKeyEntry("key", new AsymmetricKeyEntry(key), [entry]);
        using var pfx = new MemoryStream();
        store.Save(pfx, PfxPassword.ToCharArray(), s_random);
        return pfx.ToArray();
    }

    private static string SignatureOf(AsymmetricKeyParameter key) =>
        key is ECKeyParameters ? "SHA256WITHECDSA" : "SHA256WITHRSA";

    private static BasicConstraints Constraints(bool isAuthority, int? pathLength) =>
        pathLength is { } length ? new BasicConstraints(length) : new BasicConstraints(isAuthority);

    private static IEnumerable<GeneralName> AlternativeNames(string name, CertificateOptions options)
    {
        bool given = options.DnsNames is not null || options.IpAddresses is not null;
        IPAddress[] loopback = name == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [];
        foreach (string dns in given ? options.DnsNames ?? [] : [name])
            yield return new GeneralName(GeneralName.DnsName, dns);
        foreach (IPAddress address in given ? options.IpAddresses ?? [] : loopback)
            yield return new GeneralName(GeneralName.IPAddress, address.ToString());
    }
}
