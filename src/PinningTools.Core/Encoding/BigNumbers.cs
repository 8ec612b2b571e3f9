using System;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// Big-endian bytes, as keys have them, to numbers and back. Numbers are bounded: a file could name any.
/// </summary>
internal static class BigNumbers
{
    /// <exception cref="PinningException">It is longer, negative or not in its one form.</exception>
    internal static BigInteger Read(DerElement integer, int maxBytes)
    {
        if (integer.ContentLength > maxBytes + 1)
            throw new PinningException(Faults.MalformedDer(integer.Start,
                $"a number of {integer.ContentLength} bytes exceeds the limit"));
        return FromBigEndian(DerInteger.ReadUnsigned(integer));
    }

    internal static BigInteger FromBigEndian(byte[] magnitude) => new([.. Enumerable.Reverse(magnitude), 0]);

    internal static BigInteger FromHex(string digits) =>
        BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>At least <paramref name="length"/> bytes, with zeros in front.</summary>
    internal static byte[] ToBigEndian(BigInteger value, int length)
    {
        byte[] digits = [.. Enumerable.Reverse(value.ToByteArray()).SkipWhile(digit => digit == 0)];
        return [.. Enumerable.Repeat((byte)0, Math.Max(0, length - digits.Length)), .. digits];
    }

    /// <summary>The remainder that is not negative.</summary>
    internal static BigInteger Mod(BigInteger value, BigInteger modulus)
    {
        BigInteger remainder = value % modulus;
        return remainder.Sign < 0 ? remainder + modulus : remainder;
    }

    /// <summary>The inverse by Fermat; the modulus is prime.</summary>
    internal static BigInteger Inverse(BigInteger value, BigInteger prime) =>
        BigInteger.ModPow(Mod(value, prime), prime - 2, prime);
}
