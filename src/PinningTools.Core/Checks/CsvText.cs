using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Parses CSV as Import-Csv does (RFC 4180, leniently): a cell may be quoted, with quotes doubled and lines within
/// the quotes; spaces before a cell are ignored, and empty lines are not rows.
/// </summary>
internal sealed class CsvText(string text, char delimiter)
{
    private int _position;

    /// <summary>The cells of the next row; null at the end of the text. An empty cell is an empty string.</summary>
    internal List<string>? Next()
    {
        while (_position < text.Length)
        {
            List<string> cells = ReadRow();
            if (cells.Count > 1 || cells[0].Length > 0) return cells;
        }

        return null;
    }

    private List<string> ReadRow()
    {
        var cells = new List<string>();
        while (true)
        {
            cells.Add(ReadCell());
            if (_position >= text.Length) return cells;
            char end = text[_position++];
            if (end == delimiter) continue;
            if (end == '\r' && _position < text.Length && text[_position] == '\n') _position++;
            return cells;
        }
    }

    /// <summary>Up to the delimiter or the end of the line.</summary>
    private string ReadCell()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t' && text[_position] != delimiter) _position++;
        if (_position < text.Length && text[_position] == '"') return ReadQuoted();
        int start = _position;
        SkipToEnd();
        return text.Substring(start, _position - start);
    }

    private string ReadQuoted()
    {
        var cell = new StringBuilder();
        int start = ++_position;
        while (_position < text.Length)
        {
            if (text[_position] != '"')
            {
                _position++;
                continue;
            }

            cell.Append(text, start, _position - start);
            bool isDoubled = _position + 1 < text.Length && text[_position + 1] == '"';
            _position += isDoubled ? 2 : 1;
            start = _position;
            if (isDoubled) cell.Append('"');
            else break;
        }

        // Text after the closing quote belongs to the cell; a quote without an end takes the rest.
        if (_position < text.Length) SkipToEnd();
        return cell.Append(text, start, _position - start).ToString();
    }

    private void SkipToEnd()
    {
        while (_position < text.Length && text[_position] != delimiter && text[_position] is not ('\r' or '\n'))
            _position++;
    }
}
