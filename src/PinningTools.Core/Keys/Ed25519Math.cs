using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// The public key of an Ed25519 seed (RFC 8032 section 5.1.5), which .NET cannot tell. Not constant in time, as
/// <see cref="WeierstrassMath"/> is not, and for the same reason.
/// </summary>
internal static class Ed25519Math
{
    private const int SeedBytes = 32;

    private static readonly BigInteger s_prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger s_d = BigNumbers.Mod(-121665 * BigNumbers.Inverse(121666, s_prime), s_prime);
    private static readonly (BigInteger X, BigInteger Y) s_base = (
        BigNumbers.FromHex("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
        BigNumbers.FromHex("6666666666666666666666666666666666666666666666666666666666666658"));

    internal static byte[] PublicKey(byte[] seed)
    {
        if (seed.Length != SeedBytes) throw new PinningException(Faults.PublicHalfUnknown("Ed25519"));
        using var sha512 = SHA512.Create();
        byte[] scalar = [.. sha512.ComputeHash(seed).Take(SeedBytes)];
        scalar[0] &= 0xF8;
        scalar[31] = (byte)((scalar[31] & 0x7F) | 0x40);
        (BigInteger x, BigInteger y) = Multiply(new BigInteger([.. scalar, 0]));
        byte[] key = [.. Enumerable.Reverse(BigNumbers.ToBigEndian(y, SeedBytes))];
        if (!x.IsEven) key[31] |= 0x80;
        return key;
    }

    private static (BigInteger X, BigInteger Y) Multiply(BigInteger factor)
    {
        (BigInteger X, BigInteger Y) sum = (0, 1);
        for ((BigInteger X, BigInteger Y) power = s_base; !factor.IsZero; factor >>= 1, power = Add(power, power))
            if (!factor.IsEven) sum = Add(sum, power);
        return sum;
    }

    /// <summary>The complete addition of the twisted Edwards curve with a = -1.</summary>
    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) p, (BigInteger X, BigInteger Y) q)
    {
        BigInteger product = BigNumbers.Mod(s_d * p.X * q.X * p.Y * q.Y, s_prime);
        BigInteger x = ((p.X * q.Y) + (p.Y * q.X)) * BigNumbers.Inverse(1 + product, s_prime);
        BigInteger y = ((p.Y * q.Y) + (p.X * q.X)) * BigNumbers.Inverse(1 - product, s_prime);
        return (BigNumbers.Mod(x, s_prime), BigNumbers.Mod(y, s_prime));
    }
}
