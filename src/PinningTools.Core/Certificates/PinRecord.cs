using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// A pin with what is known of the certificate it stands for. Its text is the pin, so it can be given wherever a pin can.
/// </summary>
public sealed class PinRecord
{
    private readonly DerCertificate _certificate;

    internal PinRecord(DerCertificate certificate)
    {
        _certificate = certificate;
    }

    /// <summary>The pin as text, <c>sha256/BASE64=</c>.</summary>
    public string Pin => _certificate.Pin.ToString();

    /// <summary>The place in the chain; None for a certificate from a file or one that is in no chain.</summary>
    public CertificateRole Role { get; internal init; }

    /// <summary>The position in the chain from the leaf, 0; for a file, the number of the block, from 0.</summary>
    public int Position { get; internal init; }

    /// <summary>The subject's distinguished name.</summary>
    public string Subject => _certificate.Subject;

    /// <summary>The issuer's distinguished name.</summary>
    public string Issuer => _certificate.Issuer;

    /// <summary>The host names and addresses of the subjectAltName.</summary>
    public string[] SubjectAlternativeName =>
        [.. _certificate.Extensions.DnsNames, .. _certificate.Extensions.IpAddresses.Select(address => address.ToString())];

    /// <summary>The serial number in hexadecimal.</summary>
    public string SerialNumber => _certificate.SerialNumber;

    /// <summary>When the validity begins, in UTC; null where the certificate does not say it well-formed.</summary>
    public DateTime? NotBefore => _certificate.NotBefore;

    /// <summary>When the validity ends, in UTC; null where the certificate does not say it well-formed.</summary>
    public DateTime? NotAfter => _certificate.NotAfter;

    /// <summary>Whole days until <see cref="NotAfter"/>; negative once it has passed.</summary>
    public int? DaysLeft => NotAfter is { } end ? (int)Math.Floor((end - DateTime.UtcNow).TotalDays) : null;

    /// <summary>The kind of key, such as RSA, EC P-256 or Ed25519; the OID for one without a name here.</summary>
    public string KeyAlgorithm => _certificate.Key.Algorithm;

    /// <summary>The size of the key in bits, where known.</summary>
    public int? KeySize => _certificate.Key.Size;

    /// <summary>The algorithm of the signature on the certificate.</summary>
    public string SignatureAlgorithm => _certificate.SignatureAlgorithm;

    /// <summary>The SHA-256 of the whole certificate in hexadecimal. It changes at every renewal and is not a pin.</summary>
    public string Sha256Thumbprint => Hex.ToUpper(_certificate.Sha256Thumbprint());

    /// <summary>Whether the server sent it; null for a file.</summary>
    public bool? SentByServer { get; internal init; }

    /// <summary>Whether it is in the validated chain; only then can its pin match. Null for a file.</summary>
    public bool? InValidatedChain { get; internal init; }

    /// <summary>Whether a configured pin names its key.</summary>
    public bool Matched { get; internal init; }

    /// <summary>What the platform found wrong with it while the chain was built.</summary>
    public string[] Status { get; internal init; } = [];

    /// <summary>The host that was asked, or null.</summary>
    public string? HostName { get; internal init; }

    /// <summary>The port that was asked, or null.</summary>
    public int? Port { get; internal init; }

    /// <summary>The IP address the connection went to, or null.</summary>
    public string? Address { get; internal init; }

    /// <summary>The TLS version, or null.</summary>
    public string? Protocol { get; internal init; }

    /// <summary>The cipher suite, or null where the platform does not tell.</summary>
    public string? CipherSuite { get; internal init; }

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; internal init; }

    internal DerCertificate Certificate => _certificate;

    /// <summary>The certificate's DER bytes; a copy.</summary>
    public byte[] GetRawCertificate() => (byte[])_certificate.Raw.Clone();

    /// <summary>The certificate as the platform's type; the caller disposes it.</summary>
    public X509Certificate2 ToCertificate() => PlatformCertificate.Load(_certificate.Raw);

    /// <summary>The pin as 32 bytes with value semantics.</summary>
    public SpkiPin ToSpkiPin() => _certificate.Pin;

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;
}
