using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Goes through one line of JSON member by member, without a tree of values: a state has hundred thousands of lines, and
/// almost all of each is wanted once. As strict as <see cref="JsonReader"/> in what it takes for JSON.
/// </summary>
internal sealed class JsonLineScanner
{
    private const int MaxDepth = 8;

    private string _line = "";
    private int _position;

    /// <summary>The name of the member that <see cref="Next"/> came to.</summary>
    internal string Name { get; private set; } = "";

    private char Current => _position < _line.Length ? _line[_position] : '\0';

    /// <exception cref="FormatException">The line does not begin as an object.</exception>
    internal void Begin(string line)
    {
        _line = line;
        _position = 0;
        Open();
    }

    /// <summary>Goes into an object that is the value of a member.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal void Open() => Expect('{');

    /// <summary>Moves to the next member of the object; false after the last one.</summary>
    /// <exception cref="FormatException">There is neither.</exception>
    internal bool Next()
    {
        Space();
        bool isFirst = Previous() == '{';
        if (Current == '}')
        {
            _position++;
            return false;
        }

        if (!isFirst) Expect(',');
        Space();
        Name = ReadName();
        Expect(':');
        Space();
        return true;
    }

    /// <exception cref="FormatException">Something follows the object.</exception>
    internal void End()
    {
        Space();
        if (_position < _line.Length) throw Error("there is text after the end of the object");
    }

    /// <exception cref="FormatException">It is no string.</exception>
    internal string Text()
    {
        Space();
        if (Current != '"') throw Error($"'{Name}' must be a string");
        int start = ++_position;
        while (true)
        {
            char c = Current;
            if (c == '"') return _line.Substring(start, _position++ - start);
            if (c == '\\') return Escaped(start);
            if (c < ' ') throw Error("the string does not end, or has a control character");
            _position++;
        }
    }

    /// <exception cref="FormatException">It is no whole number.</exception>
    internal int Number()
    {
        Space();
        int start = _position;
        while (Current is >= '0' and <= '9') _position++;
        return int.TryParse(
            _line.Substring(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Error($"'{Name}' must be a whole number");
    }

    /// <exception cref="FormatException">It is neither true nor false.</exception>
    internal bool Flag()
    {
        Space();
        if (Take("true")) return true;
        return Take("false") ? false : throw Error($"'{Name}' must be true or false");
    }

    /// <summary>The form in which dates are written here, without a detour by the platform's parser.</summary>
    /// <exception cref="FormatException">It is no date.</exception>
    internal DateTime Date()
    {
        Space();
        const int Length = 20;
        if (Current == '"' && _position + Length + 1 < _line.Length && _line[_position + Length] == 'Z' && _line[_position + Length + 1] == '"')
        {
            int at = _position + 1;
            int year = Digits(at, 4);
            int month = Digits(at + 5, 2);
            int day = Digits(at + 8, 2);
            int hour = Digits(at + 11, 2);
            int minute = Digits(at + 14, 2);
            int second = Digits(at + 17, 2);
            bool isForm = _line[at + 4] == '-' && _line[at + 7] == '-' && _line[at + 10] == 'T' && _line[at + 13] == ':' && _line[at + 16] == ':';
            bool isDate = isForm && year > 0 && month is >= 1 and <= 12 && hour is >= 0 and <= 23 && minute is >= 0 and <= 59
                && second is >= 0 and <= 59 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
            if (isDate)
            {
                _position += Length + 2;
                return new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
            }
        }

        string text = Text();
        return CheckDate.TryParse(text, out DateTime date) ? date : throw Error($"'{text}' is no date");
    }

    /// <exception cref="FormatException">It is no list of strings.</exception>
    internal List<string> Texts()
    {
        var texts = new List<string>();
        Each(() => texts.Add(Text()));
        return texts;
    }

    /// <summary>Does something at each item of a list.</summary>
    /// <exception cref="FormatException">It is no list.</exception>
    internal void Each(Action read)
    {
        Expect('[');
        Space();
        if (Current == ']')
        {
            _position++;
            return;
        }

        while (true)
        {
            read();
            Space();
            if (Current == ']')
            {
                _position++;
                return;
            }

            Expect(',');
        }
    }

    /// <summary>Whether the value is true, which is passed then.</summary>
    internal bool TryTrue()
    {
        Space();
        return Take("true");
    }

    /// <summary>Whether the value is null, which is passed then.</summary>
    internal bool TryNull()
    {
        Space();
        return Take("null");
    }

    /// <summary>Passes over a value of a later time.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal void Skip() => Skip(0);

    private void Skip(int depth)
    {
        if (depth > MaxDepth) throw Error("values are nested too deep");
        Space();
        switch (Current)
        {
            case '"':
                Text();
                break;
            case '{':
                Open();
                while (Next()) Skip(depth + 1);
                break;
            case '[':
                Each(() => Skip(depth + 1));
                break;
            default:
                if (Take("true") || Take("false") || Take("null")) break;
                int start = _position;
                while (Current is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E') _position++;
                if (start == _position) throw Error("a value was expected");
                break;
        }
    }

    internal static FormatException Error(string what) => new(what);

    private string ReadName()
    {
        if (Current != '"') throw Error("the name of a member was expected");
        return Text();
    }

    private string Escaped(int start)
    {
        var text = new StringBuilder();
        while (true)
        {
            char c = Current;
            if (c == '"')
            {
                text.Append(_line, start, _position++ - start);
                return text.ToString();
            }

            if (c < ' ') throw Error("the string does not end, or has a control character");
            if (c != '\\')
            {
                _position++;
                continue;
            }

            text.Append(_line, start, _position - start);
            char kind = _position + 1 < _line.Length ? _line[_position + 1] : '\0';
            if (kind == 'u' && _position + 6 <= _line.Length && Hex.TryParse(_line.Substring(_position + 2, 4)) is { } unit)
            {
                text.Append((char)((unit[0] << 8) | unit[1]));
                _position += 6;
            }
            else
            {
                text.Append(kind switch
                {
                    '"' or '\\' or '/' => kind,
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    _ => throw Error("this is no escape that JSON knows"),
                });
                _position += 2;
            }

            start = _position;
        }
    }

    /// <summary>A number of so many digits; -1 where there are others.</summary>
    private int Digits(int start, int count)
    {
        int number = 0;
        for (int i = start; i < start + count; i++)
        {
            if (_line[i] is not (>= '0' and <= '9')) return -1;
            number = (number * 10) + (_line[i] - '0');
        }

        return number;
    }

    private char Previous()
    {
        int i = _position - 1;
        while (i > 0 && _line[i] is ' ' or '\t') i--;
        return i >= 0 ? _line[i] : '\0';
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(_line, _position, word, 0, word.Length) != 0) return false;
        _position += word.Length;
        return true;
    }

    private void Expect(char sign)
    {
        Space();
        if (Current != sign) throw Error($"a '{sign}' was expected");
        _position++;
    }

    private void Space()
    {
        while (Current is ' ' or '\t' or '\r') _position++;
    }
}
