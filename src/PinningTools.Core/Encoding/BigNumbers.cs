using System;
using System.Linq;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// Converts big-endian bytes, as in keys, to numbers and back. The size of the numbers is limited, because a file can
/// contain any number.
/// </summary>
internal static class BigNumbers
{
    /// <exception cref="PinningException">It is too long, negative or not in its canonical form.</exception>
    internal static BigInteger Read(DerElement integer, int maxBytes)
    {
        if (integer.ContentLength > maxBytes + 1)
            throw new PinningException(Faults.MalformedDer(integer.Start,
                $"a number of {integer.ContentLength} bytes exceeds the limit"));
        return FromBigEndian(DerInteger.ReadUnsigned(integer));
    }

    internal static BigInteger FromBigEndian(byte[] magnitude) => new([.. Enumerable.Reverse(magnitude), 0]);

    /// <summary>At least <paramref name="length"/> bytes, with zeros in front.</summary>
    internal static byte[] ToBigEndian(BigInteger value, int length)
    {
        byte[] digits = [.. Enumerable.Reverse(value.ToByteArray()).SkipWhile(digit => digit == 0)];
        return [.. Enumerable.Repeat((byte)0, Math.Max(0, length - digits.Length)), .. digits];
    }
}
