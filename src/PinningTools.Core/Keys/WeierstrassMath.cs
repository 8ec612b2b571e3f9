using System;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// Points of a curve over a prime field (SEC 1 section 2.2.1) in Jacobian coordinates, (X/Z², Y/Z³), which need no
/// inversion until the end: for the public key of a private key if the platform does not compute it.
/// </summary>
internal sealed class WeierstrassMath
{
    private static readonly Point s_infinity = new(1, 1, 0);

    private readonly BigInteger _prime;
    private readonly BigInteger _a;
    private readonly Point _generator;
    private readonly Lazy<FixedBase<Point>>? _multiples;

    /// <param name="prime">The modulus of the field.</param>
    /// <param name="a">The curve's first coefficient; the second one follows from the generator.</param>
    /// <param name="x">The generator.</param>
    /// <param name="y">The generator, too.</param>
    /// <param name="order">The generator's order.</param>
    /// <param name="isNamed">Whether more keys will use the same curve.</param>
    internal WeierstrassMath(
        BigInteger prime, BigInteger a, BigInteger x, BigInteger y, BigInteger order, bool isNamed)
    {
        _prime = prime;
        _a = a;
        _generator = new(x, y, 1);
        Order = order;
        FieldBytes = BigNumbers.ToBigEndian(prime, 0).Length;
        if (isNamed) _multiples = new(() => new(s_infinity, _generator, 8 * FieldBytes, Add));
    }

    internal BigInteger Order { get; }

    internal int FieldBytes { get; }

    internal bool Contains(BigInteger x, BigInteger y) =>
        BigNumbers.Mod(Distance(x, y) - Distance(_generator.X, _generator.Y), _prime).IsZero;

    /// <summary>A multiple of the generator; null is the point at infinity.</summary>
    internal (BigInteger X, BigInteger Y)? Multiply(BigInteger factor)
    {
        Point product = _multiples is { } table
            ? table.Value.Multiply(factor)
            : FixedBase<Point>.Multiply(s_infinity, _generator, factor, Add);
        if (product.Z.IsZero) return null;
        BigInteger inverse = BigNumbers.Inverse(product.Z, _prime);
        BigInteger square = Mod(inverse * inverse);
        return (BigNumbers.Mod(product.X * square, _prime), BigNumbers.Mod(product.Y * Mod(square * inverse), _prime));
    }

    /// <summary>The curve's second coefficient, computed from a point on it.</summary>
    private BigInteger Distance(BigInteger x, BigInteger y) => (y * y) - (x * x * x) - (_a * x);

    private Point Add(Point p, Point q)
    {
        if (p.Z.IsZero) return q;
        if (q.Z.IsZero) return p;
        BigInteger pz2 = Mod(p.Z * p.Z);
        BigInteger qz2 = Mod(q.Z * q.Z);
        BigInteger px = Mod(p.X * qz2);
        BigInteger py = Mod(p.Y * Mod(q.Z * qz2));
        BigInteger h = Mod((q.X * pz2) - px);
        BigInteger r = Mod((q.Y * Mod(p.Z * pz2)) - py);
        if (h.IsZero) return r.IsZero ? Double(p) : s_infinity;
        BigInteger h2 = Mod(h * h);
        BigInteger h3 = Mod(h * h2);
        BigInteger v = Mod(px * h2);
        BigInteger x = Mod((r * r) - h3 - (2 * v));
        return new(x, Mod((r * (v - x)) - (py * h3)), Mod(Mod(p.Z * q.Z) * h));
    }

    private Point Double(Point p)
    {
        BigInteger y2 = Mod(p.Y * p.Y);
        BigInteger s = Mod(4 * p.X * y2);
        BigInteger z2 = Mod(p.Z * p.Z);
        BigInteger m = Mod((3 * p.X * p.X) + (_a * Mod(z2 * z2)));
        BigInteger x = Mod((m * m) - (2 * s));
        return new(x, Mod((m * (s - x)) - (8 * y2 * y2)), Mod(2 * p.Y * p.Z));
    }

    /// <summary>A remainder of either sign is sufficient for intermediate results.</summary>
    private BigInteger Mod(BigInteger value) => value % _prime;

    private sealed class Point(BigInteger x, BigInteger y, BigInteger z)
    {
        internal BigInteger X { get; } = x;

        internal BigInteger Y { get; } = y;

        internal BigInteger Z { get; } = z;
    }
}
