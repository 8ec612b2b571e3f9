using System;
using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// Computes multiples of one point from a table of its multiples, four bits of the factor at a time, without any
/// doubling once the table exists. It is not constant-time: it runs on a key that its owner has in a file, and no peer
/// can measure it.
/// </summary>
internal sealed class FixedBase<T>
{
    private const int WindowBits = 4;
    private const int WindowMask = (1 << WindowBits) - 1;

    private readonly Func<T, T, T> _add;
    private readonly T[][] _windows;

    /// <param name="zero">The neutral element.</param>
    /// <param name="point">The point.</param>
    /// <param name="bits">The length of the largest factor.</param>
    /// <param name="add">Adds two points, equal ones too.</param>
    internal FixedBase(T zero, T point, int bits, Func<T, T, T> add)
    {
        _add = add;
        _windows = new T[(bits + WindowBits - 1) / WindowBits][];
        for (int i = 0; i < _windows.Length; i++)
        {
            T[] window = _windows[i] = new T[WindowMask + 1];
            window[0] = zero;
            for (int j = 1; j <= WindowMask; j++) window[j] = add(window[j - 1], point);
            point = add(window[WindowMask], point);
        }
    }

    /// <param name="factor">A non-negative factor, no longer than the table.</param>
    internal T Multiply(BigInteger factor)
    {
        T sum = _windows[0][0];
        for (int i = 0; !factor.IsZero; i++, factor >>= WindowBits)
        {
            int digit = (int)(factor & WindowMask);
            if (digit != 0) sum = _add(sum, _windows[i][digit]);
        }

        return sum;
    }

    /// <summary>The same for a point that is used only once.</summary>
    internal static T Multiply(T zero, T point, BigInteger factor, Func<T, T, T> add)
    {
        T sum = zero;
        for (; !factor.IsZero; factor >>= 1, point = add(point, point))
            if (!factor.IsEven) sum = add(sum, point);
        return sum;
    }
}
