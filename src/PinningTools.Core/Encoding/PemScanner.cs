using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Divides a text into PEM marks and the text between them; a mark can be anywhere on a line. A text without line ends
/// needs no more memory than any other.
/// </summary>
internal sealed class PemScanner(TextReader text)
{
    /// <summary>
    /// No mark is longer than this, so a mark that is split between two pieces of a long line is kept until it is
    /// complete.
    /// </summary>
    private const int MaxMark = 200;

    private readonly BoundedLineReader _lines = new(text);
    private string _line = "";
    private int _at;
    private bool _isWhole = true;

    /// <summary>The mark at the current position; null for text.</summary>
    internal PemMark? Mark { get; private set; }

    /// <summary>The text between two marks; valid until the next call.</summary>
    internal ArraySegment<char> Text { get; private set; }

    /// <summary>Whether the line ends behind the text.</summary>
    internal bool EndsLine { get; private set; }

    /// <summary>From 1.</summary>
    internal int Line => _lines.LineNumber;

    internal bool Read()
    {
        while (!ReadOn())
        {
            if (!_lines.TryRead(out ArraySegment<char> piece))
            {
                if (_isWhole) return false;
                _isWhole = true;
                continue;
            }

            if (_isWhole && !_lines.HasMore && !PemMark.CanBeIn(piece)) return Take(piece, endsLine: true);
            _line = _line.Substring(_at) + new string(piece.Array!, piece.Offset, piece.Count);
            _at = 0;
            _isWhole = !_lines.HasMore;
        }

        return true;
    }

    /// <summary>The next part of the line; false if there is no more.</summary>
    private bool ReadOn()
    {
        if (_at < _line.Length && PemMark.Find(_line, _at) is { } mark)
        {
            if (mark.Start > _at) return TakeUpTo(mark.Start);
            _at = mark.End;
            Mark = mark;
            return true;
        }

        int end = _isWhole ? _line.Length : Math.Max(_at, _line.Length - MaxMark);
        return _at < end && TakeUpTo(end);
    }

    private bool TakeUpTo(int end)
    {
        char[] part = _line.ToCharArray(_at, end - _at);
        _at = end;
        return Take(new ArraySegment<char>(part), endsLine: _isWhole && end == _line.Length);
    }

    private bool Take(ArraySegment<char> part, bool endsLine)
    {
        Mark = null;
        Text = part;
        EndsLine = endsLine;
        return true;
    }
}
