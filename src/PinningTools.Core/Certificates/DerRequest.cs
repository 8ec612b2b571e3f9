namespace PinningTools.Internal;

/// <summary>
/// A certification request (PKCS#10, RFC 2986). Its signature is not checked: it pins a key, it does not vouch for it.
/// </summary>
internal sealed class DerRequest : IKeyHolder
{
    private readonly DerElement _subject;
    private readonly DerElement _publicKey;
    private readonly DerElement _signature;
    private readonly DerElement? _attributes;
    private CertificateExtensions? _extensions;

    private DerRequest(byte[] raw)
    {
        var outer = new DerReader(raw);
        DerReader request = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        DerReader info = request.Read(DerTag.Sequence).Open();
        _signature = request.Read(DerTag.Sequence);
        request.Read(DerTag.BitString);
        request.ExpectEnd();

        info.Read(DerTag.Integer);
        _subject = info.Read(DerTag.Sequence);
        _publicKey = info.Read(DerTag.Sequence);
        // The attributes are mandatory, but some programs omit an empty set of them.
        if (info.TryRead(DerTag.ContextConstructed(0), out DerElement attributes)) _attributes = attributes;
        info.ExpectEnd();
        Pin = SpkiPin.Of(raw, _publicKey.Start, _publicKey.Length);
    }

    public PinRecordKind Kind => PinRecordKind.CertificateRequest;

    public SpkiPin Pin { get; }

    public PublicKeyDescription Key => PublicKeyDescription.Read(_publicKey);

    internal string Subject => DistinguishedName.Format(_subject);

    internal string SignatureAlgorithm => AlgorithmNames.OfSignature(_signature);

    /// <summary>The extensions it asks for.</summary>
    internal CertificateExtensions Extensions => _extensions ??= CertificateExtensions.ReadRequested(_attributes);

    /// <exception cref="PinningException">The bytes are not a certification request.</exception>
    internal static DerRequest Parse(byte[] raw) => new(raw);
}
