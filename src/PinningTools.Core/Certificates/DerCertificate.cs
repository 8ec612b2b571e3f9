// The room Certificates: certificates, requests and public keys, and what can be said about them.
// - The pin comes before the description: a key of an unknown kind (Ed25519, RSA-PSS, ML-DSA, explicit curves) still
//   has its pin.
// - What only describes is read on demand. If it cannot be read, it is null or unknown; it does not throw.
// - What decides (validity, names, usage, constraints) is never guessed: unreadable is not the same as absent.
// - Two certificates are the same if their bytes are the same.
// - Nothing here trusts anything. The room Chains finds out whether a chain is valid.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// A certificate as the bytes it came in. The frame around the public key is read at once and strictly (RFC 5280
/// section 4.1); everything that only describes the certificate is read on demand and is null instead of throwing, so
/// an unknown kind of key still gets its pin.
/// </summary>
internal sealed class DerCertificate : IKeyHolder
{
    /// <summary>
    /// Far larger than any real certificate (including post-quantum ones); it limits the memory that a peer can use.
    /// </summary>
    internal const int MaxBytes = 1 << 20;

    private readonly DerElement _signed;
    private readonly DerElement _outerAlgorithm;
    private readonly DerElement _signatureBits;
    private readonly DerElement _serial;
    private readonly DerElement _signature;
    private readonly DerElement _issuer;
    private readonly DerElement _validity;
    private readonly DerElement _subject;
    private readonly DerElement _publicKey;
    private readonly int _afterKey;
    private CertificateExtensions? _extensions;
    private IssuingExtensions? _issuing;
    private string? _subjectKey;
    private string? _issuerKey;
    private SpkiPin? _pin;

    private DerCertificate(byte[] raw, string? restriction)
    {
        Raw = raw;
        Restriction = restriction;
        var outer = new DerReader(raw);
        DerReader certificate = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        _signed = certificate.Read(DerTag.Sequence);
        _outerAlgorithm = certificate.Read(DerTag.Sequence);
        _signatureBits = certificate.Read(DerTag.BitString);
        certificate.ExpectEnd();

        DerReader fields = _signed.Open();
        fields.TryRead(DerTag.ContextConstructed(0), out _);
        _serial = fields.Read(DerTag.Integer);
        _signature = fields.Read(DerTag.Sequence);
        _issuer = fields.Read(DerTag.Sequence);
        _validity = fields.Read(DerTag.Sequence);
        _subject = fields.Read(DerTag.Sequence);
        _publicKey = fields.Read(DerTag.Sequence);
        _afterKey = fields.Position;
    }

    /// <summary>The whole certificate. Not copied: no one may write to it.</summary>
    internal byte[] Raw { get; }

    /// <summary>
    /// The reason why data that came with the certificate, not in it, forbids its use as a trust anchor for servers;
    /// null if there is none.
    /// </summary>
    internal string? Restriction { get; }

    public PinRecordKind Kind => PinRecordKind.Certificate;

    public SpkiPin Pin => _pin ??= SpkiPin.Of(Raw, _publicKey.Start, _publicKey.Length);

    internal byte[] SubjectPublicKeyInfo => _publicKey.ToArray();

    public PublicKeyDescription Key => PublicKeyDescription.Read(_publicKey);

    internal string Subject => DistinguishedName.Format(_subject);

    internal string Issuer => DistinguishedName.Format(_issuer);

    internal string SerialNumber => Hex.ToUpper(Raw, _serial.ContentStart, _serial.ContentLength);

    internal string SignatureAlgorithm => AlgorithmNames.OfSignature(_signature);

    /// <summary>The start of its validity in UTC; null if the field is malformed.</summary>
    internal DateTime? NotBefore => ReadValidity(0);

    /// <summary>The end of its validity in UTC; null if the field is malformed.</summary>
    internal DateTime? NotAfter => ReadValidity(1);

    internal CertificateExtensions Extensions => _extensions ??= CertificateExtensions.Read(Raw, _afterKey, _signed.End);

    /// <summary>The extensions that guide the search for the issuer.</summary>
    internal IssuingExtensions Issuing => _issuing ??= new IssuingExtensions(this);

    /// <summary>A key that is equal for all names that are equal to the subject (RFC 5280 section 7.1).</summary>
    internal string SubjectKey => _subjectKey ??= NameKey.Of(_subject);

    /// <summary>A key that is equal for all names that are equal to the issuer.</summary>
    internal string IssuerKey => _issuerKey ??= NameKey.Of(_issuer);

    /// <summary>Subject and issuer are the same name (RFC 5280 sections 3.2 and 7.1).</summary>
    internal bool IsSelfIssued => SameBytes(_subject, _issuer) || SubjectKey == IssuerKey;

    /// <summary>The bytes that the issuer signed.</summary>
    internal byte[] Signed => _signed.ToArray();

    /// <summary>The AlgorithmIdentifier of the signature on it.</summary>
    internal DerElement OuterAlgorithm => _outerAlgorithm;

    /// <summary>The signature on it, a BIT STRING.</summary>
    internal DerElement Signature => _signatureBits;

    /// <summary>The SubjectPublicKeyInfo.</summary>
    internal DerElement PublicKey => _publicKey;

    /// <summary>The hash of the whole certificate, which is not a pin.</summary>
    internal byte[] Sha256Thumbprint()
    {
#if NET
        return SHA256.HashData(Raw);
#else
        using var sha256 = SHA256.Create();
        return sha256.ComputeHash(Raw);
#endif
    }

    /// <summary>Reads the frame.</summary>
    /// <exception cref="PinningException">The bytes are not a DER certificate.</exception>
    internal static DerCertificate Parse(byte[] raw, string? restriction = null)
    {
        if (raw.Length > MaxBytes) throw new PinningException(Faults.CertificateTooLarge(raw.Length, MaxBytes));
        return new DerCertificate(raw, restriction);
    }

    /// <summary>Whether this certificate names the other one's subject as its issuer.</summary>
    internal bool NamesAsIssuer(DerCertificate other) =>
        SameBytes(_issuer, other._subject) || IssuerKey == other.SubjectKey;

    internal bool HasSameBytes(DerCertificate other) => Bytes.Same(Raw, other.Raw);

    /// <summary>The identifier and contents of each extension, up to the first malformed one.</summary>
    internal IReadOnlyList<(string Oid, DerElement Value)> ReadExtensions()
    {
        var extensions = new List<(string, DerElement)>();
        try
        {
            var fields = new DerReader(Raw, _afterKey, _signed.End);
            while (!fields.IsAtEnd)
            {
                DerElement field = fields.Read();
                if (field.Tag != DerTag.ContextConstructed(3)) continue;
                DerReader list = field.Open().Read(DerTag.Sequence).Open();
                while (!list.IsAtEnd)
                {
                    DerReader extension = list.Read(DerTag.Sequence).Open();
                    string? oid = DerText.ReadOid(extension.Read(DerTag.ObjectIdentifier));
                    extension.TryRead(DerTag.Boolean, out _);
                    if (oid is not null) extensions.Add((oid, extension.Read(DerTag.OctetString)));
                }
            }
        }
        catch (PinningException)
        {
            // The extensions before the malformed one are still useful as hints.
        }

        return extensions;
    }

    private static bool SameBytes(DerElement left, DerElement right) =>
        Bytes.Same(left.Data, left.Start, left.Length, right.Data, right.Start, right.Length);

    private DateTime? ReadValidity(int index)
    {
        try
        {
            DerReader times = _validity.Open();
            DerElement time = times.Read();
            return DerText.ReadTime(index == 0 ? time : times.Read());
        }
        catch (PinningException)
        {
            return null;
        }
    }
}
