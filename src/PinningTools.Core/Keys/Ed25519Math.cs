using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// The public key of an Ed25519 seed (RFC 8032 section 5.1.5), which .NET cannot compute, in extended coordinates
/// (section 5.1.4).
/// </summary>
internal static class Ed25519Math
{
    internal const int SeedBytes = 32;

    private static readonly BigInteger s_prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger s_twiceD =
        BigNumbers.Mod(-2 * 121665 * BigNumbers.Inverse(121666, s_prime), s_prime);

    private static readonly Lazy<FixedBase<Point>> s_multiples = new(() => new(
        Point.Of(0, 1),
        Point.Of(
            BigNumbers.FromHex("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
            BigNumbers.FromHex("6666666666666666666666666666666666666666666666666666666666666658")),
        8 * SeedBytes, Add));

    internal static byte[] PublicKey(byte[] seed)
    {
        if (seed.Length != SeedBytes) throw new PinningException(Faults.PrivateKeyInvalid("Ed25519"));
        using var sha512 = SHA512.Create();
        byte[] scalar = [.. sha512.ComputeHash(seed).Take(SeedBytes)];
        scalar[0] &= 0xF8;
        scalar[31] = (byte)((scalar[31] & 0x7F) | 0x40);
        Point product = s_multiples.Value.Multiply(new BigInteger([.. scalar, 0]));
        BigInteger inverse = BigNumbers.Inverse(product.Z, s_prime);
        BigInteger x = BigNumbers.Mod(product.X * inverse, s_prime);
        BigInteger y = BigNumbers.Mod(product.Y * inverse, s_prime);
        byte[] key = [.. Enumerable.Reverse(BigNumbers.ToBigEndian(y, SeedBytes))];
        if (!x.IsEven) key[31] |= 0x80;
        return key;
    }

    private static Point Add(Point p, Point q)
    {
        BigInteger a = (p.Y - p.X) * (q.Y - q.X) % s_prime;
        BigInteger b = (p.Y + p.X) * (q.Y + q.X) % s_prime;
        BigInteger c = p.T * s_twiceD % s_prime * q.T % s_prime;
        BigInteger d = 2 * p.Z * q.Z % s_prime;
        BigInteger e = b - a;
        BigInteger f = d - c;
        BigInteger g = d + c;
        BigInteger h = b + a;
        return new(e * f % s_prime, g * h % s_prime, f * g % s_prime, e * h % s_prime);
    }

    private sealed class Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t)
    {
        internal BigInteger X { get; } = x;

        internal BigInteger Y { get; } = y;

        internal BigInteger Z { get; } = z;

        internal BigInteger T { get; } = t;

        internal static Point Of(BigInteger x, BigInteger y) => new(x, y, 1, x * y % s_prime);
    }
}
