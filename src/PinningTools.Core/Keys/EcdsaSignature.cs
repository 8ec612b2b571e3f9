using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// ECDSA signatures in their two forms: a DER sequence of r and s (RFC 3279 section 2.2.3), and the two side by side, as
/// .NET has them. Each signature has one encoding in either: a second would be another text with the same truth.
/// </summary>
internal static class EcdsaSignature
{
    /// <summary>The numbers side by side; null for what is no signature on the curve, or not in its one encoding.</summary>
    internal static byte[]? FromDer(byte[] signature, WeierstrassMath curve)
    {
        try
        {
            var outer = new DerReader(signature);
            DerReader numbers = outer.Read(DerTag.Sequence).Open();
            outer.ExpectEnd();
            byte[] r = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer));
            byte[] s = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer));
            numbers.ExpectEnd();
            if (!IsInRange(r, curve) || !IsInRange(s, curve)) return null;
            return [.. Pad(r, curve), .. Pad(s, curve)];
        }
        catch (PinningException)
        {
            return null;
        }
    }

    /// <summary>The same bytes; null where one of the numbers can be in no signature (FIPS 186-5 section 6.4.2).</summary>
    internal static byte[]? FromPlain(byte[] signature, WeierstrassMath curve)
    {
        int half = curve.FieldBytes;
        if (signature.Length != 2 * half) return null;
        byte[] r = new byte[half];
        byte[] s = new byte[half];
        System.Buffer.BlockCopy(signature, 0, r, 0, half);
        System.Buffer.BlockCopy(signature, half, s, 0, half);
        return IsInRange(r, curve) && IsInRange(s, curve) ? signature : null;
    }

    private static bool IsInRange(byte[] number, WeierstrassMath curve)
    {
        BigInteger value = BigNumbers.FromBigEndian(number);
        return !value.IsZero && value < curve.Order;
    }

    private static byte[] Pad(byte[] number, WeierstrassMath curve) =>
        BigNumbers.ToBigEndian(BigNumbers.FromBigEndian(number), curve.FieldBytes);
}
