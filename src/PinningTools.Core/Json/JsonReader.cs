// The room Json: JSON values with their positions. Nothing here knows what a member means.
// - Strict RFC 8259 (comments only for a format that has them), limited in size and depth. A duplicate member is
//   refused, because readers differ in which one they use.
// - Every value keeps its line and column, so that a later fault can name the place.
// - JsonMembers takes the known members by name and type. A known name in another case is refused: if it were ignored,
//   a veto or an expiry could be lost. Unknown members are kept and written back.
// - The writer writes the same values as the same text.

using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads strict JSON (RFC 8259), with comments only for a format that has them. Size and depth are limited; a duplicate
/// member is refused, because readers differ in which one they use. Every error has a line and column.
/// </summary>
internal sealed class JsonReader
{
    /// <summary>In characters. A store of 10,000 sets has some 4 million.</summary>
    internal const int MaxLength = UnicodeFile.MaxLength;

    internal const int MaxDepth = 32;

    /// <summary>A value needs far more memory than its one or two characters.</summary>
    internal const int MaxValues = 4_000_000;

    private readonly string _text;
    private readonly string _source;
    private readonly bool _comments;
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private int _values;

    private JsonReader(string text, string source, bool comments)
    {
        _text = text;
        _source = source;
        _comments = comments;
    }

    private int Column => _position - _lineStart + 1;

    private char Current => _position < _text.Length ? _text[_position] : '\0';

    private bool IsAtEnd => _position >= _text.Length;

    /// <param name="text">The whole text.</param>
    /// <param name="source">The name of the text in messages: its path.</param>
    /// <param name="comments">Whether <c>//</c> comments to the end of the line are skipped.</param>
    /// <exception cref="PinningException">The text is not JSON, or out of bounds.</exception>
    internal static JsonValue Parse(string text, string source, bool comments = false)
    {
        if (text.Length > MaxLength) throw new PinningException(Faults.TextTooLarge(source, MaxLength));
        var reader = new JsonReader(text, source, comments);
        JsonValue value = reader.ReadValue(1);
        reader.SkipSpace();
        return reader.IsAtEnd ? value : throw reader.Error("there is text after the end of the value");
    }

    private JsonValue ReadValue(int depth)
    {
        SkipSpace();
        if (depth > MaxDepth) throw Error($"values are nested deeper than {MaxDepth}");
        if (++_values > MaxValues) throw Error($"there are more than {MaxValues} values");
        int line = _line;
        int column = Column;
        JsonValue value = Current switch
        {
            '{' => ReadObject(depth),
            '[' => ReadArray(depth),
            '"' => JsonValue.From(ReadString()),
            't' => ReadWord("true", JsonValue.From(true)),
            'f' => ReadWord("false", JsonValue.From(false)),
            'n' => ReadWord("null", JsonValue.Null),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => throw Error(IsAtEnd
                ? "the text ends where a value is expected"
                : $"a value cannot begin with {Show(Current)}"),
        };
        return value.At(line, column);
    }

    private JsonValue ReadObject(int depth)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        HashSet<string>? names = null;
        _position++;
        for (bool first = true; !TryEnd('}', first); first = false)
        {
            if (Current != '"') throw Error("expected the name of a member in double quotes");
            int nameStart = _position;
            string name = ReadString();
            if (IsDuplicate(name, members, ref names))
            {
                _position = nameStart;
                throw Error($"duplicate member '{name}'");
            }

            SkipSpace();
            if (Current != ':') throw Error("expected ':'");
            _position++;
            members.Add(new(name, ReadValue(depth + 1)));
        }

        return JsonValue.Object(members);
    }

    /// <summary>Most objects have a few members, which are compared faster than a set of them is made.</summary>
    private static bool IsDuplicate(
        string name, List<KeyValuePair<string, JsonValue>> members, ref HashSet<string>? names)
    {
        const int Few = 8;
        if (names is null && members.Count > Few) names = [.. members.ConvertAll(member => member.Key)];
        if (names is not null) return !names.Add(name);
        foreach (KeyValuePair<string, JsonValue> member in members)
            if (member.Key == name) return true;
        return false;
    }

    private JsonValue ReadArray(int depth)
    {
        var items = new List<JsonValue>();
        _position++;
        for (bool first = true; !TryEnd(']', first); first = false) items.Add(ReadValue(depth + 1));
        return JsonValue.Array(items);
    }

    /// <summary>Reads the end of a list, or the comma before its next item.</summary>
    private bool TryEnd(char end, bool first)
    {
        SkipSpace();
        if (Current == end)
        {
            _position++;
            return true;
        }

        if (first) return false;
        if (Current != ',')
            throw Error(IsAtEnd ? $"the text ends before the '{end}'" : $"expected ',' or '{end}'");
        _position++;
        SkipSpace();
        if (Current == end) throw Error("a ',' must be followed by another value");
        return false;
    }

    private string ReadString()
    {
        StringBuilder? escaped = null;
        int start = ++_position;
        while (true)
        {
            char c = Current;
            if (c == '"') break;
            if (IsAtEnd) throw Error("the text ends inside a string");
            if (c < ' ') throw Error("a control character in a string must be written as an escape sequence");
            if (c != '\\')
            {
                _position++;
                continue;
            }

            (escaped ??= new StringBuilder()).Append(_text, start, _position - start).Append(ReadEscape());
            start = _position;
        }

        int length = _position++ - start;
        return escaped is null ? _text.Substring(start, length) : escaped.Append(_text, start, length).ToString();
    }

    private char ReadEscape()
    {
        char kind = _position + 1 < _text.Length ? _text[_position + 1] : '\0';
        if (kind == 'u')
        {
            if (_position + 6 > _text.Length || Hex.TryParse(_text.Substring(_position + 2, 4)) is not { } unit)
                throw Error("the escape sequence \\u needs four hexadecimal digits");
            _position += 6;
            return (char)((unit[0] << 8) | unit[1]);
        }

        char? plain = kind switch
        {
            '"' or '\\' or '/' => kind,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (plain is not { } character) throw Error("this is not an escape sequence of JSON");
        _position += 2;
        return character;
    }

    private JsonValue ReadNumber()
    {
        int start = _position;
        if (Current == '-') _position++;
        if (Current == '0') _position++;
        else SkipDigits();
        if (Current == '.')
        {
            _position++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            _position++;
            if (Current is '+' or '-') _position++;
            SkipDigits();
        }

        return JsonValue.Number(_text.Substring(start, _position - start));
    }

    private void SkipDigits()
    {
        if (Current is not (>= '0' and <= '9')) throw Error("expected a digit");
        while (Current is >= '0' and <= '9') _position++;
    }

    private JsonValue ReadWord(string word, JsonValue value)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
            throw Error($"a value cannot begin with {Show(Current)}");
        _position += word.Length;
        return value;
    }

    private void SkipSpace()
    {
        while (true)
        {
            char c = Current;
            if (c is ' ' or '\t' or '\r')
            {
                _position++;
            }
            else if (c == '\n')
            {
                _position++;
                _line++;
                _lineStart = _position;
            }
            else if (_comments && c == '/' && _position + 1 < _text.Length && _text[_position + 1] == '/')
            {
                while (!IsAtEnd && Current != '\n') _position++;
            }
            else
            {
                return;
            }
        }
    }

    private static string Show(char c) =>
        c > ' ' && c < 0x7f ? $"'{c}'" : "U+" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);

    private PinningException Error(string what) => new(Faults.JsonMalformed(_source, _line, Column, what));
}
