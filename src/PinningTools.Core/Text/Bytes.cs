using System;

namespace PinningTools.Internal;

/// <summary>Compares and cuts byte arrays in the same way in both builds.</summary>
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

    internal static byte[] Slice(byte[] data, int start, int count)
    {
        byte[] slice = new byte[count];
        Buffer.BlockCopy(data, start, slice, 0, count);
        return slice;
    }
}
