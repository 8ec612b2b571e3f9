using System;

namespace PinningTools.Internal;

/// <summary>Text that is written piece by piece and handed on without a string being made of it.</summary>
internal sealed class CharBuffer
{
    internal char[] Chars { get; private set; } = new char[1024];

    internal int Length { get; private set; }

    internal void Append(char one)
    {
        if (Length == Chars.Length) Grow(1);
        Chars[Length++] = one;
    }

    internal void Append(string text) => Append(text, 0, text.Length);

    internal void Append(string text, int start, int count)
    {
        if (Chars.Length - Length < count) Grow(count);
        text.CopyTo(start, Chars, Length, count);
        Length += count;
    }

    /// <summary>Removes everything after a position.</summary>
    internal void Truncate(int length) => Length = length;

    public override string ToString() => new(Chars, 0, Length);

    private void Grow(int count)
    {
        char[] larger = new char[Math.Max(2 * Chars.Length, Length + count)];
        Array.Copy(Chars, larger, Length);
        Chars = larger;
    }
}
