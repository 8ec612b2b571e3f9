using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>Reads a text line by line, without a string for each line. A line ends with a line feed.</summary>
/// <param name="reader">The text.</param>
/// <param name="most">The largest number of characters in a line.</param>
internal sealed class LineReader(TextReader reader, int most)
{
    private int _end;
    private int _next;

    /// <summary>Holds the line, from <see cref="Start"/> on.</summary>
    internal char[] Chars { get; private set; } = new char[64 * 1024];

    internal int Start { get; private set; }

    internal int Length { get; private set; }

    /// <summary>Whether nothing follows the line.</summary>
    internal bool IsLast => _next == _end && !Fill();

    /// <summary>Moves to the next line; false after the last one.</summary>
    /// <exception cref="FormatException">The line is too long.</exception>
    internal bool Next()
    {
        Start = _next;
        int searched = 0;
        while (true)
        {
            int end = Array.IndexOf(Chars, '\n', Start + searched, _end - Start - searched);
            searched = _end - Start;
            if (end < 0 && searched <= most && Fill()) continue;
            Length = (end < 0 ? _end : end) - Start;
            _next = end < 0 ? _end : end + 1;
            if (Length > most) throw new FormatException("the line is too long");
            return end >= 0 || Length > 0;
        }
    }

    /// <summary>Reads on behind the beginning of the line, which moves to the front; false at the end of the text.</summary>
    private bool Fill()
    {
        int kept = _end - Start;
        if (Start > 0)
        {
            Array.Copy(Chars, Start, Chars, 0, kept);
            (_next, _end, Start) = (_next - Start, kept, 0);
        }
        else if (kept == Chars.Length)
        {
            char[] larger = new char[2 * kept];
            Array.Copy(Chars, larger, kept);
            Chars = larger;
        }

        int count = reader.Read(Chars, _end, Chars.Length - _end);
        _end += count;
        return count > 0;
    }
}
