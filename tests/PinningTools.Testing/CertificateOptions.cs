using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PinningTools.Testing;

/// <summary>What to do differently when a certificate is minted; what is left alone gets the usual value.</summary>
public sealed record CertificateOptions
{
    /// <summary>The extended key usage of a TLS server.</summary>
    public const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    /// <summary>The extended key usage of a TLS client.</summary>
    public const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>The kind of key to make; without meaning when <see cref="Key"/> is given.</summary>
    public KeyKind KeyKind { get; init; } = KeyKind.EcP256;

    /// <summary>A key to use again: an <see cref="RSA"/> or an <see cref="ECDsa"/> with its private part.</summary>
    public AsymmetricAlgorithm? Key { get; init; }

    /// <summary>The whole subject, such as <c>CN=a, O=b</c> or nothing at all; usually the common name alone.</summary>
    public string? SubjectName { get; init; }

    /// <summary>The encoded name of the issuer, where it is not written as the issuer writes it.</summary>
    public byte[]? IssuerName { get; init; }

    /// <summary>The start of validity; usually yesterday, for an authority a year ago.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of validity; usually 90 days, for an authority ten years, after its start.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The DNS names; usually the name itself. Giving these or the addresses replaces both.</summary>
    public IReadOnlyList<string>? DnsNames { get; init; }

    /// <summary>The IP addresses; usually the name if it is one. Giving these or the DNS names replaces both.</summary>
    public IReadOnlyList<IPAddress>? IpAddresses { get; init; }

    /// <summary>Leaves out the subject alternative name.</summary>
    public bool OmitSubjectAlternativeName { get; init; }

    /// <summary>Leaves out the identifiers of the subject's and the issuer's key.</summary>
    public bool OmitKeyIdentifiers { get; init; }

    /// <summary>The extended key usages; none leaves the extension out. Authorities never have it.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [ServerAuth];

    /// <summary>Whether the certificate claims to be an authority; usually as the method that issues it says.</summary>
    public bool? IsAuthority { get; init; }

    /// <summary>How many authorities may follow this one.</summary>
    public int? PathLength { get; init; }

    /// <summary>What the key may be used for; usually what an authority or a server needs.</summary>
    public X509KeyUsageFlags? KeyUsages { get; init; }

    /// <summary>Additional extensions with any content, or replacements for the usual ones.</summary>
    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    /// <summary>The serial number, big-endian; usually 16 random bytes.</summary>
    public byte[]? SerialNumber { get; init; }

    /// <summary>The OCSP responders.</summary>
    public IReadOnlyList<string> OcspUrls { get; init; } = [];

    /// <summary>Where the certificate of the issuer can be had.</summary>
    public IReadOnlyList<string> IssuerUrls { get; init; } = [];

    /// <summary>Where the revocation list can be had.</summary>
    public IReadOnlyList<string> CrlUrls { get; init; } = [];

    /// <summary>The hash of the issuer's signature.</summary>
    public HashAlgorithmName SignatureHash { get; init; } = HashAlgorithmName.SHA256;
}
