using System;

namespace PinningTools.Internal;

/// <summary>
/// The public half of a private number on a curve: it is computed, and compared with the one in the file, if there is
/// one. The public key in a file is not trusted without this check.
/// </summary>
internal static class EcPublicHalf
{
    /// <summary>Parameters of a curve are checked: whether a number is prime, whether a point is on the curve.</summary>
    private const long ExplicitCost = 80_000;

    /// <summary>A field of 640 bits is beyond any curve in use.</summary>
    private const int MaxFieldBytes = 80;

    /// <summary>Of parameters with seven such numbers.</summary>
    private const int MaxParameterBytes = 1024;

    private const string PrimeField = "1.2.840.10045.1.1";
    private const byte Uncompressed = 4;

    /// <summary>The point as a SubjectPublicKeyInfo holds it, in the form of the file.</summary>
    /// <param name="curve">The curve's name or its parameters.</param>
    /// <param name="number">The private number in big-endian bytes.</param>
    /// <param name="named">The point in the file, or null.</param>
    /// <param name="work">The remaining work that is allowed.</param>
    internal static byte[] From(DerElement curve, byte[] number, byte[]? named, KeyWork work)
    {
        string? oid = curve.Tag == DerTag.ObjectIdentifier ? DerText.ReadOid(curve) : null;
        string name = "EC " + (oid ?? "explicit parameters");
        if (number.Length > MaxFieldBytes + 1) throw new PinningException(Faults.PrivateKeyInvalid(name));
        if (oid is null && !IsUsual(curve)) throw Unknown(name, named);
        // The work grows with the cube of the size: 100,000 keys on P-256 are allowed, 12,000 on P-521.
        long cube = (long)number.Length * number.Length * number.Length;
        work.Charge(cube / 140);
        bool isUncompressed = named is null || (named.Length > 0 && named[0] == Uncompressed);
        if (oid is not null && isUncompressed && PlatformCurves.PointOf(oid, Padded(number, oid)) is { } point)
            return Checked(named, [point], name);
        long cost = oid is null ? ExplicitCost : cube / 30;
        work.Charge(cost);
        byte[] parameters = curve.ToArray();
        byte[][] forms = work.Run(cost,
                () => LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms").PointForms(parameters, number))
            ?? throw Unknown(name, named);
        return forms.Length > 0 ? Checked(named, forms, name) : throw new PinningException(Faults.PrivateKeyInvalid(name));
    }

    private static byte[] Checked(byte[]? named, byte[][] forms, string name) => named is null
        ? forms[0]
        : Array.Find(forms, form => Bytes.Same(form, named))
            ?? throw new PinningException(Faults.PublicHalfForeign(name));

    private static PinningException Unknown(string name, byte[]? named) =>
        new(named is null ? Faults.PublicHalfUnknown(name) : Faults.PublicHalfUnproven(name));

    /// <summary>With as many bytes as the field, which the platform requires and Java does not write.</summary>
    private static byte[] Padded(byte[] number, string oid)
    {
        if (AlgorithmNames.OfCurve(oid) is not { Size: var bits }) return number;
        int length = (bits + 7) / 8;
        int zeros = 0;
        while (number.Length - zeros > length && number[zeros] == 0) zeros++;
        return [.. new byte[Math.Max(0, length - number.Length)], .. Bytes.Slice(number, zeros, number.Length - zeros)];
    }

    /// <summary>Whether ECParameters (SEC 1 appendix C.2) have no numbers that would take long.</summary>
    private static bool IsUsual(DerElement parameters)
    {
        if (parameters.Tag != DerTag.Sequence || parameters.Length > MaxParameterBytes) return false;
        DerReader fields = parameters.Open();
        fields.Read(DerTag.Integer);
        DerReader field = fields.Read(DerTag.Sequence).Open();
        if (DerText.ReadOid(field.Read(DerTag.ObjectIdentifier)) != PrimeField) return true;
        byte[] prime = DerInteger.ReadUnsigned(field.Read(DerTag.Integer));
        return prime.Length is > 0 and <= MaxFieldBytes && (prime[prime.Length - 1] & 1) == 1;
    }
}
