namespace PinningTools.Internal;

/// <summary>
/// A public key without a certificate: a SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), from a file or made from
/// another form.
/// </summary>
internal sealed class DerPublicKey : IKeyHolder
{
    private readonly DerElement _info;

    private DerPublicKey(byte[] subjectPublicKeyInfo, PinRecordKind kind, byte[]? privateKey = null)
    {
        var outer = new DerReader(subjectPublicKeyInfo);
        _info = outer.Read(DerTag.Sequence);
        outer.ExpectEnd();
        DerReader fields = _info.Open();
        fields.Read(DerTag.Sequence);
        fields.Read(DerTag.BitString);
        fields.ExpectEnd();
        Kind = kind;
        PrivateKey = privateKey;
        Pin = SpkiPin.Of(subjectPublicKeyInfo);
    }

    public PinRecordKind Kind { get; }

    public SpkiPin Pin { get; }

    /// <summary>The private key as PKCS#8 if it was asked for; its user clears it.</summary>
    internal byte[]? PrivateKey { get; }

    internal byte[] Info => _info.ToArray();

    public PublicKeyDescription Key => PublicKeyDescription.Read(_info);

    /// <exception cref="PinningException">The bytes are not a SubjectPublicKeyInfo.</exception>
    internal static DerPublicKey Parse(byte[] subjectPublicKeyInfo) =>
        new(subjectPublicKeyInfo, PinRecordKind.PublicKey);

    /// <summary>The public key of a private key.</summary>
    internal static DerPublicKey FromPrivate(byte[] subjectPublicKeyInfo, byte[]? privateKey) =>
        new(subjectPublicKeyInfo, PinRecordKind.PrivateKey, privateKey);

    /// <summary>An RSAPublicKey (RFC 8017 appendix A.1.1) in the frame that certificates give it.</summary>
    internal static DerPublicKey FromPkcs1(byte[] rsaPublicKey)
    {
        var outer = new DerReader(rsaPublicKey);
        DerReader numbers = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        DerElement modulus = numbers.Read(DerTag.Integer);
        DerElement exponent = numbers.Read(DerTag.Integer);
        numbers.ExpectEnd();
        DerInteger.ReadUnsigned(modulus);
        DerInteger.ReadUnsigned(exponent);
        return Parse(Spki.FromRsa(modulus, exponent));
    }
}

/// <summary>Builds a SubjectPublicKeyInfo for keys that come in other forms.</summary>
internal static class Spki
{
    /// <summary>rsaEncryption with its NULL (RFC 3279 section 2.3.1).</summary>
    internal static byte[] FromRsa(DerElement modulus, DerElement exponent) =>
        FromRsa(DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()), modulus, exponent);

    internal static byte[] FromRsa(byte[] algorithm, DerElement modulus, DerElement exponent) =>
        From(algorithm, DerWriter.Sequence(modulus.ToArray(), exponent.ToArray()));

    /// <summary>An algorithm identifier and the key's own bytes.</summary>
    internal static byte[] From(byte[] algorithm, byte[] key) => DerWriter.Sequence(algorithm, DerWriter.BitString(key));
}
