using System;

namespace PinningTools.Internal;

/// <summary>One DER element as a view of the bytes it was read from; nothing is copied.</summary>
internal readonly struct DerElement(byte[] data, byte tag, int start, int contentStart, int end)
{
    internal byte[] Data { get; } = data;

    internal byte Tag { get; } = tag;

    /// <summary>The position of the tag.</summary>
    internal int Start { get; } = start;

    internal int ContentStart { get; } = contentStart;

    /// <summary>One past the last byte of the contents.</summary>
    internal int End { get; } = end;

    internal int Length => End - Start;

    internal int ContentLength => End - ContentStart;

    /// <summary>A reader over what is inside.</summary>
    internal DerReader Open() => new(Data, ContentStart, End);

    /// <summary>The whole element, tag and length included.</summary>
    internal byte[] ToArray() => Copy(Start, Length);

    internal byte[] ContentToArray() => Copy(ContentStart, ContentLength);

    /// <summary>The bytes of a BIT STRING; null if it does not end with a whole one.</summary>
    internal byte[]? BitsToArray() =>
        ContentLength > 0 && Data[ContentStart] == 0 ? Copy(ContentStart + 1, ContentLength - 1) : null;

    private byte[] Copy(int from, int count)
    {
        byte[] copy = new byte[count];
        Buffer.BlockCopy(Data, from, copy, 0, count);
        return copy;
    }
}
