using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// A pin with what is known of the certificate, request or key it stands for; what does not apply is null. Its text is
/// the pin, so it can be given wherever a pin can.
/// </summary>
public sealed class PinRecord
{
    private readonly IKeyHolder _holder;
    private readonly CertificateRole? _role;

    internal PinRecord(IKeyHolder holder)
    {
        _holder = holder;
    }

    /// <summary>The pin as text, <c>sha256/BASE64=</c>.</summary>
    public string Pin => _holder.Pin.ToString();

    /// <summary>What it was read from.</summary>
    public PinRecordKind Kind => _holder.Kind;

    /// <summary>
    /// The place in the chain; None for a certificate that is in no chain. Of a file, where there is no chain yet, what
    /// the certificate or request says it is for; None for a bare key.
    /// </summary>
    public CertificateRole Role
    {
        get => _role ?? ClaimedRole.Of(_holder);
        internal init => _role = value;
    }

    /// <summary>The position in the chain from the leaf, 0; for a file, the number of the block, from 0.</summary>
    public int Position { get; internal init; }

    /// <summary>The subject's distinguished name.</summary>
    public string? Subject => AsCertificate?.Subject ?? AsRequest?.Subject;

    /// <summary>The issuer's distinguished name.</summary>
    public string? Issuer => AsCertificate?.Issuer;

    /// <summary>The host names and addresses of the subjectAltName.</summary>
    public string[]? SubjectAlternativeName => (AsCertificate?.Extensions ?? AsRequest?.Extensions) is { } extensions
        ? [.. extensions.DnsNames, .. extensions.IpAddresses.Select(address => address.ToString())]
        : null;

    /// <summary>The serial number in hexadecimal.</summary>
    public string? SerialNumber => AsCertificate?.SerialNumber;

    /// <summary>When the validity begins, in UTC; null where the certificate does not say it well-formed.</summary>
    public DateTime? NotBefore => AsCertificate?.NotBefore;

    /// <summary>When the validity ends, in UTC; null where the certificate does not say it well-formed.</summary>
    public DateTime? NotAfter => AsCertificate?.NotAfter;

    /// <summary>Whole days until <see cref="NotAfter"/>; negative once it has passed.</summary>
    public int? DaysLeft => Clock.DaysUntil(NotAfter);

    /// <summary>The kind of key, such as RSA, EC P-256 or Ed25519; the OID for one without a name here.</summary>
    public string KeyAlgorithm => _holder.Key.Algorithm;

    /// <summary>The size of the key in bits, where known.</summary>
    public int? KeySize => _holder.Key.Size;

    /// <summary>The algorithm of the signature on the certificate or request.</summary>
    public string? SignatureAlgorithm => AsCertificate?.SignatureAlgorithm ?? AsRequest?.SignatureAlgorithm;

    /// <summary>
    /// The SHA-256 of the whole certificate in hexadecimal. It changes at every renewal and is not a pin.
    /// </summary>
    public string? Sha256Thumbprint =>
        AsCertificate is { } certificate ? Hex.ToUpper(certificate.Sha256Thumbprint()) : null;

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

    /// <summary>Where it comes from: host:port, a file, or null for what the caller gave.</summary>
    public string? Source => Path ?? (HostName is null ? null : $"{HostName}:{Port}");

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; internal init; }

    /// <exception cref="PinningException">It is no certificate.</exception>
    internal DerCertificate Certificate =>
        AsCertificate ?? throw new PinningException(Faults.NotACertificate(Kind.ToString()));

    internal IKeyHolder Holder => _holder;

    private DerCertificate? AsCertificate => _holder as DerCertificate;

    private DerRequest? AsRequest => _holder as DerRequest;

    /// <summary>The certificate's DER bytes; a copy.</summary>
    /// <exception cref="PinningException">It is no certificate.</exception>
    public byte[] GetRawCertificate() => (byte[])Certificate.Raw.Clone();

    /// <summary>The certificate as the platform's type; the caller disposes it.</summary>
    /// <exception cref="PinningException">It is no certificate.</exception>
    public X509Certificate2 ToCertificate() => PlatformCertificate.Load(Certificate.Raw);

    /// <summary>The pin as 32 bytes with value semantics.</summary>
    public SpkiPin ToSpkiPin() => _holder.Pin;

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;
}
