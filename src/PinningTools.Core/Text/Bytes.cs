using System;

namespace PinningTools.Internal;

/// <summary>Compares byte arrays in the same way in both builds.</summary>
internal static class Bytes
{
    internal static bool Same(byte[] left, byte[] right) => Same(left, 0, left.Length, right, 0, right.Length);

    internal static bool Same(byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength)
    {
        if (leftLength != rightLength) return false;
#if NET
        return left.AsSpan(leftStart, leftLength).SequenceEqual(right.AsSpan(rightStart, rightLength));
#else
        for (int i = 0; i < leftLength; i++)
            if (left[leftStart + i] != right[rightStart + i]) return false;
        return true;
#endif
    }
}
