using System;

namespace PinningTools.Internal;

/// <summary>
/// ECDSA signatures in their two forms: a DER sequence of r and s (RFC 3279 section 2.2.3), and the two side by side as
/// .NET has them. Each signature has exactly one encoding in each form: with a second one, another text would also be
/// valid.
/// </summary>
internal static class EcdsaSignature
{
    /// <summary>
    /// From the sequence of two integers, as in certificates and from openssl, to .NET's form; null if a number is
    /// larger than the curve, or zero.
    /// </summary>
    /// <exception cref="PinningException">It is no such sequence, or not in its one encoding.</exception>
    internal static byte[]? ToPlain(byte[] signature, int size)
    {
        var outer = new DerReader(signature);
        DerReader numbers = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        byte[] plain = new byte[2 * size];
        for (int i = 1; i <= 2; i++)
        {
            byte[] number = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer));
            if (number.Length == 0 || number.Length > size) return null;
            number.CopyTo(plain, (i * size) - number.Length);
        }

        numbers.ExpectEnd();
        return plain;
    }

    /// <summary>The sequence of two integers from .NET's form.</summary>
    internal static byte[] FromPlain(byte[] plain) => DerWriter.Sequence(
        DerWriter.Integer(Bytes.Slice(plain, 0, plain.Length / 2)),
        DerWriter.Integer(Bytes.Slice(plain, plain.Length / 2, plain.Length / 2)));

    /// <summary>Whether both numbers of the plain form can be in a signature (FIPS 186-5 section 6.4.2).</summary>
    internal static bool IsInRange(byte[] plain, byte[] order)
    {
        int size = plain.Length / 2;
        return IsInRange(Bytes.Slice(plain, 0, size)) && IsInRange(Bytes.Slice(plain, size, size));

        bool IsInRange(byte[] number) => Array.Exists(number, digit => digit != 0) && Compare(number, order) < 0;
    }

    /// <summary>Compares big-endian numbers of one length.</summary>
    private static int Compare(byte[] left, byte[] right)
    {
        for (int i = 0; i < left.Length; i++)
            if (left[i] != right[i]) return left[i].CompareTo(right[i]);
        return 0;
    }
}
