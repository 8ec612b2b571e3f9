using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Testing;

/// <summary>Turns a name and options into a signed certificate.</summary>
internal static class CertificateMint
{
    private const string SubjectKeyIdentifierOid = "2.5.29.14";

    public static AsymmetricAlgorithm CreateKey(KeyKind kind) => kind switch
    {
        KeyKind.EcP256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        KeyKind.EcP384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        KeyKind.Rsa2048 => RSA.Create(2048),
        KeyKind.Rsa3072 => RSA.Create(3072),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static X509Certificate2 Strike(
        string name, TestCertificate? issuer, AsymmetricAlgorithm key, CertificateOptions options)
    {
        var subject = SubjectOf(name, options);
        var request = new CertificateRequest(subject, new PublicKey(key), options.SignatureHash);
        var given = options.Extensions.Select(extension => extension.Oid!.Value).ToHashSet();
        foreach (var extension in ExtensionsOf(name, issuer, request.PublicKey, options))
            if (!given.Contains(extension.Oid!.Value)) request.CertificateExtensions.Add(extension);
        foreach (var extension in options.Extensions)
            request.CertificateExtensions.Add(extension);

        var isAuthority = options.IsAuthority == true;
        var notBefore = options.NotBefore ?? DateTimeOffset.UtcNow.AddDays(isAuthority ? -365 : -1);
        var notAfter = options.NotAfter ?? (isAuthority ? notBefore.AddYears(10) : notBefore.AddDays(90));

        // This overload, unlike the one that takes a certificate, also lets those sign who may not.
        using var bare = request.Create(
            options.IssuerName is { } written
                ? new X500DistinguishedName(written)
                : issuer?.Certificate.SubjectName ?? subject,
            SignerFor(issuer?.Key ?? key),
            notBefore,
            notAfter,
            options.SerialNumber ?? RandomSerial());
        return WithKey(bare, key);
    }

    private static X500DistinguishedName SubjectOf(string name, CertificateOptions options)
    {
        if (options.SubjectName is not null)
            return new X500DistinguishedName(options.SubjectName);

        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    private static IEnumerable<X509Extension> ExtensionsOf(
        string name, TestCertificate? issuer, PublicKey publicKey, CertificateOptions options)
    {
        var isAuthority = options.IsAuthority == true;
        var ownId = new X509SubjectKeyIdentifierExtension(publicKey, critical: false);
        var issuerId = issuer?.Certificate.Extensions[SubjectKeyIdentifierOid] as X509SubjectKeyIdentifierExtension;

        yield return new X509BasicConstraintsExtension(
            isAuthority, options.PathLength is not null, options.PathLength ?? 0, critical: true);
        yield return new X509KeyUsageExtension(
            options.KeyUsages ?? (isAuthority
                ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                : LeafUsage(publicKey)),
            critical: true);
        if (!options.OmitKeyIdentifiers)
        {
            yield return ownId;
            yield return X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuerId ?? ownId);
        }

        if (!isAuthority && options.ExtendedKeyUsages.Count > 0)
            yield return new X509EnhancedKeyUsageExtension(Oids(options.ExtendedKeyUsages), critical: false);
        if (!isAuthority && !options.OmitSubjectAlternativeName)
            yield return AlternativeNames(name, options);
        if (options.OcspUrls.Count + options.IssuerUrls.Count > 0)
            yield return new X509AuthorityInformationAccessExtension(options.OcspUrls, options.IssuerUrls);
        if (options.CrlUrls.Count > 0)
            yield return CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(options.CrlUrls);
    }

    // The key exchange of old, which only RSA can do, is a usage of its own.
    private static X509KeyUsageFlags LeafUsage(PublicKey publicKey) => publicKey.GetRSAPublicKey() is null
        ? X509KeyUsageFlags.DigitalSignature
        : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment;

    private static OidCollection Oids(IEnumerable<string> values)
    {
        var oids = new OidCollection();
        foreach (var value in values)
            oids.Add(new Oid(value));
        return oids;
    }

    private static X509Extension AlternativeNames(string name, CertificateOptions options)
    {
        var (dnsNames, addresses) = options is { DnsNames: null, IpAddresses: null }
            ? NamesOf(name)
            : (options.DnsNames ?? [], options.IpAddresses ?? []);
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var dnsName in dnsNames)
            builder.AddDnsName(dnsName);
        foreach (var address in addresses)
            builder.AddIpAddress(address);
        return builder.Build();
    }

    private static (IReadOnlyList<string>, IReadOnlyList<IPAddress>) NamesOf(string name) =>
        IPAddress.TryParse(name, out var address) ? ([], [address])
        : name == "localhost" ? ([name], [IPAddress.Loopback, IPAddress.IPv6Loopback])
        : ([name], []);

    private static X509SignatureGenerator SignerFor(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    private static byte[] RandomSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x3F | 0x40);
        return serial;
    }

    private static X509Certificate2 WithKey(X509Certificate2 bare, AsymmetricAlgorithm key)
    {
        var certificate = key is RSA rsa ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey((ECDsa)key);
        if (!OperatingSystem.IsWindows())
            return certificate;

        // Windows serves TLS only with a key it has in a store of its own.
        using (certificate)
            return new X509Certificate2(
                certificate.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.Exportable);
    }
}
