namespace PinningTools.Internal;

/// <summary>
/// The kind of key in a SubjectPublicKeyInfo, determined only from its OIDs and bits: the platform's key classes throw
/// or return null for keys they do not know (dotnet/runtime#110715). An unknown key has its OID as its name, and no
/// size.
/// </summary>
internal readonly struct PublicKeyDescription
{
    private PublicKeyDescription(string algorithm, int? size)
    {
        Algorithm = algorithm;
        Size = size;
    }

    /// <summary>Such as RSA, EC P-256, Ed25519.</summary>
    internal string Algorithm { get; }

    /// <summary>In bits, if known.</summary>
    internal int? Size { get; }

    internal static PublicKeyDescription Read(DerElement subjectPublicKeyInfo)
    {
        try
        {
            DerReader fields = subjectPublicKeyInfo.Open();
            DerReader algorithm = fields.Read(DerTag.Sequence).Open();
            string? oid = DerText.ReadOid(algorithm.Read(DerTag.ObjectIdentifier));
            if (oid is null) return Unknown;
            string name = AlgorithmNames.OfKey(oid);
            return name switch
            {
                "RSA" or "RSA-PSS" => new(name, RsaBits(fields.Read(DerTag.BitString))),
                "EC" => OfCurve(algorithm),
                "DSA" => new(name, IntegerBits(algorithm.Read(DerTag.Sequence).Open().Read(DerTag.Integer))),
                "Ed25519" => new(name, 256),
                "Ed448" => new(name, 456),
                "X25519" => new(name, 256),
                "X448" => new(name, 448),
                "DH" => new(name, IntegerBits(algorithm.Read(DerTag.Sequence).Open().Read(DerTag.Integer))),
                _ => new(name, null),
            };
        }
        catch (PinningException)
        {
            return Unknown;
        }
    }

    private static PublicKeyDescription Unknown => new("unknown", null);

    private static PublicKeyDescription OfCurve(DerReader algorithm)
    {
        if (!algorithm.TryRead(DerTag.ObjectIdentifier, out DerElement named)) return new("EC explicit", null);
        string oid = DerText.ReadOid(named) ?? "unknown";
        return AlgorithmNames.OfCurve(oid) is { } curve ? new("EC " + curve.Name, curve.Size) : new("EC " + oid, null);
    }

    private static int RsaBits(DerElement key)
    {
        // The first octet of a BIT STRING counts unused bits; the RSAPublicKey (RFC 8017 A.1.1) follows it.
        var bits = new DerReader(key.Data, key.ContentStart + 1, key.End);
        return IntegerBits(bits.Read(DerTag.Sequence).Open().Read(DerTag.Integer));
    }

    private static int IntegerBits(DerElement integer)
    {
        int start = integer.ContentStart;
        while (start < integer.End && integer.Data[start] == 0) start++;
        if (start == integer.End) return 0;
        int bits = 8 * (integer.End - start - 1);
        for (int top = integer.Data[start]; top != 0; top >>= 1) bits++;
        return bits;
    }
}
