using System.Collections.Generic;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// Public points on the common curves (FIPS 186-5, SEC 2), for private keys whose file leaves the point out. Not
/// constant in time: it runs on a key its owner holds in a file, once, and no peer times it.
/// </summary>
internal sealed class WeierstrassMath
{
    private static readonly Dictionary<string, WeierstrassMath> s_curves = new()
    {
        ["1.2.840.10045.3.1.7"] = new(
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", -3,
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
        ["1.3.132.0.34"] = new(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff", -3,
            "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
            "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
        ["1.3.132.0.35"] = new(
            "01ff" + new string('f', 128), -3,
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ff"
            + "a8de3348b3c1856a429bf97e7e31c2e5bd66",
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad"
            + "0761353c7086a272c24088be94769fd16650"),
        ["1.3.132.0.10"] = new(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 0,
            "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
    };

    private readonly BigInteger _prime;
    private readonly BigInteger _a;
    private readonly (BigInteger X, BigInteger Y) _generator;
    private readonly int _bytes;

    private WeierstrassMath(string prime, int a, string x, string y)
    {
        _prime = BigNumbers.FromHex(prime);
        _a = a;
        _generator = (BigNumbers.FromHex(x), BigNumbers.FromHex(y));
        _bytes = x.Length / 2;
    }

    /// <summary>
    /// The uncompressed point that a private number leads to; null for a curve or a number that is not known here.
    /// </summary>
    internal static byte[]? PublicPoint(string curveOid, byte[] privateNumber)
    {
        if (!s_curves.TryGetValue(curveOid, out WeierstrassMath? curve) || privateNumber.Length > curve._bytes)
            return null;
        if (curve.Multiply(BigNumbers.FromBigEndian(privateNumber)) is not { } point) return null;
        return [
            0x04, .. BigNumbers.ToBigEndian(point.X, curve._bytes), .. BigNumbers.ToBigEndian(point.Y, curve._bytes)];
    }

    private (BigInteger X, BigInteger Y)? Multiply(BigInteger factor)
    {
        (BigInteger X, BigInteger Y)? sum = null;
        (BigInteger X, BigInteger Y)? power = _generator;
        for (; !factor.IsZero; factor >>= 1)
        {
            if (!factor.IsEven) sum = Add(sum, power);
            power = Add(power, power);
        }

        return sum;
    }

    /// <summary>SEC 1 section 2.2.1; null is the point at infinity.</summary>
    private (BigInteger X, BigInteger Y)? Add((BigInteger X, BigInteger Y)? left, (BigInteger X, BigInteger Y)? right)
    {
        if (left is not { } p) return right;
        if (right is not { } q) return left;
        if (p.X == q.X && BigNumbers.Mod(p.Y + q.Y, _prime).IsZero) return null;
        BigInteger slope = p.X == q.X
            ? ((3 * p.X * p.X) + _a) * BigNumbers.Inverse(2 * p.Y, _prime)
            : (q.Y - p.Y) * BigNumbers.Inverse(q.X - p.X, _prime);
        slope = BigNumbers.Mod(slope, _prime);
        BigInteger x = BigNumbers.Mod((slope * slope) - p.X - q.X, _prime);
        return (x, BigNumbers.Mod((slope * (p.X - x)) - p.Y, _prime));
    }
}
