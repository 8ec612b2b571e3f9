using System;
using System.Linq;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// The public half of a private number on a curve: it is computed, and compared with the one in the file, if there is
/// one. The public key in a file is not trusted without this check.
/// </summary>
internal static class EcPublicHalf
{
    private const long PlatformCost = 2_000;
    private const long OwnCost = 8_000;
    private const long ExplicitCost = 80_000;

    /// <summary>A field of 640 bits is beyond any curve in use.</summary>
    private const int MaxFieldBytes = 80;

    private const string PrimeField = "1.2.840.10045.1.1";

    /// <summary>The point as a SubjectPublicKeyInfo holds it, in the form of the file.</summary>
    /// <param name="curve">The curve's name or its parameters.</param>
    /// <param name="number">The private number in big-endian bytes.</param>
    /// <param name="named">The point in the file, or null.</param>
    /// <param name="work">The remaining work that is allowed.</param>
    internal static byte[] From(DerElement curve, byte[] number, byte[]? named, KeyWork work)
    {
        string? oid = curve.Tag == DerTag.ObjectIdentifier ? DerText.ReadOid(curve) : null;
        WeierstrassMath? math = oid is null ? ReadExplicit(curve) : NamedCurves.Find(oid);
        string name = "EC " + (oid ?? "explicit parameters");
        BigInteger factor = BigNumbers.FromBigEndian(number);
        if (factor.IsZero || factor >= math?.Order) throw new PinningException(Faults.PrivateKeyInvalid(name));
        (BigInteger X, BigInteger Y, int FieldBytes)? computed =
            (oid is null ? null : ByPlatform(oid, math, factor, number.Length, work))
            ?? (math is null ? null : ByOwnMath(math, factor, oid is null ? ExplicitCost : OwnCost, work));
        if (computed is not { } point)
            throw new PinningException(named is null ? Faults.PublicHalfUnknown(name) : Faults.PublicHalfUnproven(name));
        byte[][] forms = FormsOf(BigNumbers.ToBigEndian(point.X, point.FieldBytes),
            BigNumbers.ToBigEndian(point.Y, point.FieldBytes), point.Y.IsEven);
        if (named is null) return forms[0];
        // On a curve over a binary field, the sign bit of a compressed point has another meaning.
        if (math is null && named.Length > 0 && named[0] != forms[0][0])
            throw new PinningException(Faults.PublicHalfUnproven(name));
        return Array.Find(forms, form => form.SequenceEqual(named))
            ?? throw new PinningException(Faults.PublicHalfForeign(name));
    }

    private static (BigInteger X, BigInteger Y, int FieldBytes)? ByPlatform(
        string oid, WeierstrassMath? math, BigInteger factor, int length, KeyWork work)
    {
        work.Charge(PlatformCost);
        (BigInteger X, BigInteger Y, int FieldBytes)? point =
            PlatformCurves.Multiply(oid, BigNumbers.ToBigEndian(factor, math?.FieldBytes ?? length));
        return point is var (x, y, _) && math?.Contains(x, y) == false ? null : point;
    }

    private static (BigInteger X, BigInteger Y, int FieldBytes)? ByOwnMath(
        WeierstrassMath math, BigInteger factor, long cost, KeyWork work)
    {
        work.Charge(cost);
        return math.Multiply(factor) is var (x, y) ? (x, y, math.FieldBytes) : null;
    }

    /// <summary>Uncompressed, compressed and hybrid (SEC 1 section 2.3.3) over a prime field.</summary>
    private static byte[][] FormsOf(byte[] x, byte[] y, bool isEven)
    {
        byte parity = (byte)(isEven ? 0 : 1);
        return [[4, .. x, .. y], [(byte)(2 + parity), .. x], [(byte)(6 + parity), .. x, .. y]];
    }

    /// <summary>ECParameters over a prime field (SEC 1 appendix C.2); null for others.</summary>
    private static WeierstrassMath? ReadExplicit(DerElement parameters)
    {
        DerReader fields = parameters.Open();
        fields.Read(DerTag.Integer);
        DerReader field = fields.Read(DerTag.Sequence).Open();
        if (DerText.ReadOid(field.Read(DerTag.ObjectIdentifier)) != PrimeField) return null;
        byte[] prime = DerInteger.ReadUnsigned(field.Read(DerTag.Integer));
        DerReader curve = fields.Read(DerTag.Sequence).Open();
        byte[] a = curve.Read(DerTag.OctetString).ContentToArray();
        byte[] generator = fields.Read(DerTag.OctetString).ContentToArray();
        byte[] order = DerInteger.ReadUnsigned(fields.Read(DerTag.Integer));
        bool isUsual = prime.Length is > 0 and <= MaxFieldBytes && (prime[prime.Length - 1] & 1) == 1
            && order.Length <= prime.Length + 1 && a.Length <= prime.Length
            && generator.Length == 1 + (2 * prime.Length) && generator[0] == 4;
        if (!isUsual) return null;
        return new WeierstrassMath(
            BigNumbers.FromBigEndian(prime), BigNumbers.FromBigEndian(a),
            BigNumbers.FromBigEndian([.. generator.Skip(1).Take(prime.Length)]),
            BigNumbers.FromBigEndian([.. generator.Skip(1 + prime.Length)]), BigNumbers.FromBigEndian(order),
            isNamed: false);
    }
}
