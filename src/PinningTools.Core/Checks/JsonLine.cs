using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Writes one line of JSON Lines member by member, without a tree of values: a state may have a hundred thousand
/// lines. Members that are null, empty or zero are omitted.
/// </summary>
internal sealed class JsonLine(StringBuilder text)
{
    private bool _isFirst = true;

    internal static JsonLine Begin(StringBuilder text)
    {
        text.Append('{');
        return new JsonLine(text);
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
        Digits(date.Year, 4).Append('-');
        Digits(date.Month, 2).Append('-');
        Digits(date.Day, 2).Append('T');
        Digits(date.Hour, 2).Append(':');
        Digits(date.Minute, 2).Append(':');
        Digits(date.Second, 2).Append("Z\"");
        return this;
    }

    private StringBuilder Digits(int number, int count)
    {
        for (int unit = count == 4 ? 1000 : 10; unit > 0; unit /= 10) text.Append((char)('0' + (number / unit % 10)));
        return text;
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
        Name(name);
        text.Append('[');
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Append(',');
            Quote(values[i]);
        }

        text.Append(']');
        return this;
    }

    /// <summary>Writes a nested object by a function; omits it if the function writes nothing.</summary>
    internal JsonLine Object(string name, Action<JsonLine> write)
    {
        int length = text.Length;
        bool wasFirst = _isFirst;
        Name(name);
        JsonLine inner = Begin(text);
        write(inner);
        if (!inner._isFirst)
        {
            inner.End();
            return this;
        }

        text.Length = length;
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

    /// <summary>A list whose items are written by a function.</summary>
    internal JsonLine List(string name, int count, Action<int> item)
    {
        Name(name);
        text.Append('[');
        for (int i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            item(i);
        }

        text.Append(']');
        return this;
    }

    /// <summary>An item of a list: a string, true, or null.</summary>
    internal void Item(object? value)
    {
        if (value is string item) Quote(item);
        else text.Append(value is null ? "null" : "true");
    }

    internal void End() => text.Append('}');

    private void Name(string name)
    {
        if (!_isFirst) text.Append(',');
        _isFirst = false;
        text.Append('"').Append(name).Append("\":");
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
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        text.Append(value, start, value.Length - start).Append('"');
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
