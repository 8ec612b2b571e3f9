using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Reads text line by line out of one bounded buffer, which is small for a small text. A line longer than the largest buffer
/// is returned in pieces, so that a file without line ends needs no more memory than any other. LF, CRLF and CR (as on old Macs) end a line.
/// </summary>
internal sealed class BoundedLineReader(TextReader reader)
{
    private const int MaxLength = 32 * 1024;

    private char[] _buffer = new char[4096];
    private int _start;
    private int _end;
    private bool _midLine;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal int LineNumber { get; private set; }

    /// <summary>Whether the last result is a piece of a line that continues.</summary>
    internal bool HasMore => _midLine;

    /// <summary>The next line, without its end; valid until the next call. False at the end of the text.</summary>
    internal bool TryRead(out ArraySegment<char> line)
    {
        int searched = _start;
        while (true)
        {
            int end = Array.IndexOf(_buffer, '\n', searched, _end - searched);
            if (end >= 0) return Take(end, end + 1, false, out line);
            searched = _end;
            bool full = _start == 0 && _end == MaxLength;
            if (full) return Take(_end, _end, true, out line);
            if (Fill(ref searched)) continue;
            if (_start < _end) return Take(_end, _end, false, out line);
            line = default;
            return false;
        }
    }

    private bool Fill(ref int searched)
    {
        // A text that filled the small buffer is not small.
        if (_end == _buffer.Length && _end < MaxLength) Array.Resize(ref _buffer, MaxLength);
        if (_start > 0)
        {
            Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
            searched -= _start;
            _end -= _start;
            _start = 0;
        }

        int count = reader.Read(_buffer, _end, _buffer.Length - _end);
        // A CR at the end of the buffer could not be evaluated before.
        int first = Math.Max(_start, _end - 1);
        _end += count;
        if (count > 0) searched = Math.Min(searched, EndLinesAtReturns(first));
        return count > 0;
    }

    /// <summary>The index of the first CR that is not followed by LF, which ends a line.</summary>
    private int EndLinesAtReturns(int first)
    {
        int changed = int.MaxValue;
        int last = _end - 1;
        for (int at; first < last && (at = Array.IndexOf(_buffer, '\r', first, last - first)) >= 0; first = at + 1)
        {
            if (_buffer[at + 1] == '\n') continue;
            _buffer[at] = '\n';
            changed = Math.Min(changed, at);
        }

        return changed;
    }

    private bool Take(int end, int next, bool more, out ArraySegment<char> line)
    {
        if (!_midLine) LineNumber++;
        _midLine = more;
        int length = end - _start;
        if (length > 0 && _buffer[end - 1] == '\r') length--;
        line = new ArraySegment<char>(_buffer, _start, length);
        _start = next;
        return true;
    }
}
