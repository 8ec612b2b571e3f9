using System;
using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// Writes JSON Lines member by member, without a tree of values: a state has hundreds of thousands of lines. Members
/// that are null, empty or zero are omitted.
/// </summary>
/// <param name="text">Takes the lines.</param>
internal sealed class JsonLine(CharBuffer text)
{
    private bool _isFirst = true;

    internal JsonLine Begin()
    {
        text.Append('{');
        _isFirst = true;
        return this;
    }

    internal JsonLine Text(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) return this;
        Name(name);
        Quote(value!);
        return this;
    }

    internal JsonLine Date(string name, DateTime? value) =>
        value is { } date && date != default ? Stamp(name, UtcDate.Truncate(date)) : this;

    private JsonLine Stamp(string name, DateTime date)
    {
        Name(name);
        text.Append('"');
        Digits(date.Year / 100);
        Digits(date.Year % 100, '-');
        Digits(date.Month, '-');
        Digits(date.Day, 'T');
        Digits(date.Hour, ':');
        Digits(date.Minute, ':');
        Digits(date.Second, 'Z');
        text.Append('"');
        return this;
    }

    private void Digits(int number, char? sign = null)
    {
        text.Append((char)('0' + (number / 10)));
        text.Append((char)('0' + (number % 10)));
        if (sign is { } following) text.Append(following);
    }

    internal JsonLine Number(string name, long value)
    {
        if (value == 0) return this;
        Name(name);
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    internal JsonLine Flag(string name, bool value)
    {
        Name(name);
        text.Append(value ? "true" : "false");
        return this;
    }

    internal JsonLine FlagIfSet(string name, bool value) => value ? Flag(name, true) : this;

    internal JsonLine Texts(string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0) return this;
        OpenList(name);
        for (int i = 0; i < values.Count; i++) Item(values[i]);
        CloseList();
        return this;
    }

    /// <summary>Writes a nested object by a function; omits it if the function writes nothing.</summary>
    internal JsonLine Object(string name, Action<JsonLine> write)
    {
        int length = text.Length;
        bool wasFirst = _isFirst;
        Open(name);
        write(this);
        if (!_isFirst) return Close();
        text.Truncate(length);
        _isFirst = wasFirst;
        return this;
    }

    /// <summary>Begins a nested object; its members follow until <see cref="Close"/>.</summary>
    internal JsonLine Open(string name)
    {
        Name(name);
        text.Append('{');
        _isFirst = true;
        return this;
    }

    internal JsonLine Close()
    {
        text.Append('}');
        _isFirst = false;
        return this;
    }

    /// <summary>Begins a list; its items come until <see cref="CloseList"/>.</summary>
    internal void OpenList(string name)
    {
        Name(name);
        text.Append('[');
        _isFirst = true;
    }

    internal void CloseList()
    {
        text.Append(']');
        _isFirst = false;
    }

    /// <summary>Writes an item of a list: a string or null.</summary>
    internal void Item(string? value)
    {
        BeginItem();
        if (value is null) text.Append("null");
        else Quote(value);
    }

    /// <summary>Writes true as an item of a list.</summary>
    internal void ItemTrue()
    {
        BeginItem();
        text.Append("true");
    }

    internal void End() => text.Append('}');

    private void BeginItem()
    {
        if (!_isFirst) text.Append(',');
        _isFirst = false;
    }

    private void Name(string name)
    {
        BeginItem();
        text.Append('"');
        text.Append(name);
        text.Append('"');
        text.Append(':');
    }

    private void Quote(string value)
    {
        text.Append('"');
        int start = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c is >= ' ' and < '\x7F' and not ('"' or '\\')) continue;
            if (c >= 0xA1 && IsPlain(value, ref i)) continue;
            text.Append(value, start, i - start);
            start = i + 1;
            text.Append('\\');
            text.Append(c is '"' or '\\' ? c.ToString() : "u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        text.Append(value, start, value.Length - start);
        text.Append('"');
    }

    /// <summary>Whether a character is visible and does not reorder the line (bidirectional controls).</summary>
    private static bool IsPlain(string value, ref int i)
    {
        if (char.IsSurrogatePair(value, i))
        {
            i++;
            return true;
        }

        return char.GetUnicodeCategory(value[i]) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned);
    }
}
