using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The values of members and items.</summary>
internal sealed partial class JsonLineScanner
{
    /// <exception cref="FormatException">The value is no string.</exception>
    internal string Text() => Quoted(out int start, out int length) ?? new string(_text, start, length);

    /// <summary>A string that many lines have: equal ones are one object.</summary>
    /// <exception cref="FormatException">The value is no string.</exception>
    internal string Same() =>
        Quoted(out int start, out int length) is { } text ? _pool.Of(text) : _pool.Of(_text, start, length);

    /// <exception cref="FormatException">The value is no list of strings.</exception>
    internal List<string> Texts()
    {
        List<string> texts = [];
        for (OpenList(); NextItem();) texts.Add(Same());
        return texts;
    }

    /// <exception cref="FormatException">The value is no whole number.</exception>
    internal int Number()
    {
        Space();
        int start = _position;
        long number = 0;
        for (; Current is >= '0' and <= '9' && number <= int.MaxValue; _position++)
            number = (number * 10) + (Current - '0');
        bool isNumber = _position == start + 1 || (_position > start && _text[start] != '0');
        if (!isNumber || number > int.MaxValue) throw Error($"'{Name}' must be a whole number");
        return (int)number;
    }

    /// <exception cref="FormatException">The value is neither true nor false.</exception>
    internal bool Flag()
    {
        if (TryTrue()) return true;
        return Take("false") ? false : throw Error($"'{Name}' must be true or false");
    }

    /// <summary>Whether the value is true; it is passed over in that case.</summary>
    internal bool TryTrue()
    {
        Space();
        return Take("true");
    }

    /// <summary>Whether the value is null; it is passed over in that case.</summary>
    internal bool TryNull()
    {
        Space();
        return Take("null");
    }

    /// <exception cref="FormatException">The value is no date.</exception>
    internal DateTime Date()
    {
        Space();
        if (TryWrittenDate(out DateTime date)) return date;
        string text = Text();
        return CheckDate.TryParse(text, out date) ? date : throw Error($"'{text}' is no date");
    }

    /// <summary>A date in the form that is written here, without the platform's slower parser.</summary>
    private bool TryWrittenDate(out DateTime date)
    {
        const string Form = "\"0000-00-00T00:00:00Z\"";
        date = default;
        if (_end - _position < Form.Length) return false;
        for (int i = 0; i < Form.Length; i++)
        {
            char c = _text[_position + i];
            if (Form[i] == '0' ? c is < '0' or > '9' : c != Form[i]) return false;
        }

        int year = (Digits(1) * 100) + Digits(3);
        (int month, int day, int hour, int minute, int second) = (Digits(6), Digits(9), Digits(12), Digits(15), Digits(18));
        bool isDate = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour <= 23 && minute <= 59 && second <= 59;
        if (!isDate) return false;
        date = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        _position += Form.Length;
        return true;

        int Digits(int at) => ((_text[_position + at] - '0') * 10) + _text[_position + at + 1] - '0';
    }

    /// <summary>Where the text of a string is; the text itself if it has escapes.</summary>
    private string? Quoted(out int start, out int length)
    {
        Space();
        if (Current != '"') throw Error($"'{Name}' must be a string");
        start = ++_position;
        while (true)
        {
            char c = Current;
            if (c == '"') break;
            length = 0;
            if (c == '\\') return Unescaped(start);
            if (c < ' ') throw Error("the string does not end, or has a control character");
            _position++;
        }

        length = _position++ - start;
        return null;
    }

    private string Unescaped(int start)
    {
        var text = new StringBuilder();
        while (true)
        {
            char c = Current;
            if (c < ' ') throw Error("the string does not end, or has a control character");
            if (c is not ('"' or '\\'))
            {
                _position++;
                continue;
            }

            text.Append(_text, start, _position++ - start);
            if (c == '"') return text.ToString();
            text.Append(Escape());
            start = _position;
        }
    }

    /// <summary>The character that an escape stands for, from behind its backslash on.</summary>
    private char Escape()
    {
        char kind = Current;
        _position++;
        switch (kind)
        {
            case '"' or '\\' or '/':
                return kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _position + 4 <= _end && Unit(new string(_text, _position, 4)) is { } unit:
                _position += 4;
                return unit;
            default:
                throw Error("JSON has no such escape");
        }
    }

    private static char? Unit(string digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) ? (char)unit : null;
}
