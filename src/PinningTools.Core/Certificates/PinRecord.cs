using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// A pin with what is known about its certificate, request or key; properties that do not apply are null. Its text is
/// the pin, so it can be given wherever a pin is accepted.
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

    /// <summary>The kind of item that the pin was read from.</summary>
    public PinRecordKind Kind => _holder.Kind;

    /// <summary>
    /// The place in the chain; None for a certificate that is not in a chain. For a file, where there is no chain yet,
    /// what the certificate or request says it is for; None for a bare key.
    /// </summary>
    public CertificateRole Role
    {
        get => _role ?? ClaimedRole.Of(_holder);
        internal init => _role = value;
    }

    /// <summary>
    /// The position in the chain, counted from the leaf, which is 0; for a file, the number of the block, counted from
    /// 0.
    /// </summary>
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

    /// <summary>When the validity begins, in UTC; null if the date in the certificate cannot be read.</summary>
    public DateTime? NotBefore => AsCertificate?.NotBefore;

    /// <summary>When the validity ends, in UTC; null if the date in the certificate cannot be read.</summary>
    public DateTime? NotAfter => AsCertificate?.NotAfter;

    /// <summary>Whole days until <see cref="NotAfter"/>; negative once it has passed.</summary>
    public int? DaysLeft => Clock.DaysUntil(NotAfter);

    /// <summary>The kind of key, such as RSA, EC P-256 or Ed25519; the OID if its name is not known.</summary>
    public string KeyAlgorithm => _holder.Key.Algorithm;

    /// <summary>The size of the key in bits, if it is known.</summary>
    public int? KeySize => _holder.Key.Size;

    /// <summary>The algorithm of the signature on the certificate or request.</summary>
    public string? SignatureAlgorithm => AsCertificate?.SignatureAlgorithm ?? AsRequest?.SignatureAlgorithm;

    /// <summary>
    /// The SHA-256 of the whole certificate in hexadecimal. It changes at every renewal and is not a pin.
    /// </summary>
    public string? Sha256Thumbprint =>
        AsCertificate is { } certificate ? Hex.ToUpper(certificate.Sha256Thumbprint()) : null;

    /// <summary>Whether the server sent the certificate; null for a file.</summary>
    public bool? SentByServer { get; internal init; }

    /// <summary>
    /// Whether the certificate is in the validated chain; only then can its pin match. Null for a file.
    /// </summary>
    public bool? InValidatedChain { get; internal init; }

    /// <summary>Whether one of the configured pins is the pin of its key.</summary>
    public bool Matched { get; internal init; }

    /// <summary>What the platform found wrong with the certificate when it built the chain.</summary>
    public string[] Status { get; internal init; } = [];

    /// <summary>The host that was contacted, or null.</summary>
    public string? HostName => Origin?.HostName;

    /// <summary>The port that was contacted, or null.</summary>
    public int? Port => Origin?.Port;

    /// <summary>The IP address the connection went to, or null.</summary>
    public string? Address => Origin?.Address;

    /// <summary>
    /// The TLS version, or null. It ends in "(as shown)" if an inspection read it and no verified Finished covers it.
    /// </summary>
    public string? Protocol => Origin?.Protocol;

    /// <summary>
    /// The cipher suite, or null if the platform does not report it; "(as shown)" as for <see cref="Protocol"/>.
    /// </summary>
    public string? CipherSuite => Origin?.CipherSuite;

    /// <summary>Whether an inspection read the certificate, because the platform's handshake cannot.</summary>
    public bool Inspected => Origin is { Inspected: true };

    /// <summary>
    /// By what the server proved that it holds the key of the leaf that it showed. It proves no other key of the chain.
    /// </summary>
    public HandshakeProof Proof => Origin?.Proof ?? HandshakeProof.Unknown;

    /// <summary>How much that proof is worth; unknown for a file.</summary>
    public ProofStrength ProofStrength => Origin?.ProofStrength ?? ProofStrength.Unknown;

    /// <summary>Where the pin comes from: host:port, a file, or null for something that the caller gave.</summary>
    public string? Source => Path ?? (HostName is null ? null : $"{HostName}:{Port}");

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; internal init; }

    /// <exception cref="PinningException">The record is not that of a certificate.</exception>
    internal DerCertificate Certificate =>
        AsCertificate ?? throw new PinningException(Faults.NotACertificate(Kind.ToString()));

    internal IKeyHolder Holder => _holder;

    /// <summary>The host that showed it, which the records of its other certificates share; null for a file.</summary>
    internal RecordOrigin? Origin { private get; init; }

    /// <summary>Whether a server only showed the certificate, or proved its key in a way that does not count.</summary>
    internal bool IsUnproven => Inspected && ProofStrength is not (ProofStrength.Legacy or ProofStrength.Strong);

    private DerCertificate? AsCertificate => _holder as DerCertificate;

    private DerRequest? AsRequest => _holder as DerRequest;

    /// <summary>The certificate's DER bytes; a copy.</summary>
    /// <exception cref="PinningException">The record is not that of a certificate.</exception>
    public byte[] GetRawCertificate() => (byte[])Certificate.Raw.Clone();

    /// <summary>The certificate as the platform's type; the caller disposes it.</summary>
    /// <exception cref="PinningException">The record is not that of a certificate.</exception>
    public X509Certificate2 ToCertificate() => PlatformCertificate.Load(Certificate.Raw);

    /// <summary>The pin as 32 bytes with value semantics.</summary>
    public SpkiPin ToSpkiPin() => _holder.Pin;

    /// <summary>The pin, <c>sha256/BASE64=</c>.</summary>
    public override string ToString() => Pin;
}

/// <summary>The host that showed a certificate, and the connection.</summary>
internal sealed class RecordOrigin
{
    internal string? HostName { get; init; }

    internal int? Port { get; init; }

    internal string? Address { get; init; }

    internal string? Protocol { get; init; }

    internal string? CipherSuite { get; init; }

    internal bool Inspected { get; init; }

    internal HandshakeProof Proof { get; init; }

    internal ProofStrength ProofStrength { get; init; }
}
