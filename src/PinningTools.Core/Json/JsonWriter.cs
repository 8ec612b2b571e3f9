using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Writes JSON that people read and compare: two spaces per level, LF, one member per line, and one line for values
/// that are marked so. Equal values always give equal text.
/// </summary>
internal sealed class JsonWriter
{
    private readonly StringBuilder _text = new();

    private JsonWriter()
    {
    }

    /// <summary>On several lines, with a line end at the end.</summary>
    internal static string Write(JsonValue value)
    {
        var writer = new JsonWriter();
        writer.Append(value, 0, value.IsOneLine);
        return writer._text.Append('\n').ToString();
    }

    /// <summary>On one line.</summary>
    internal static string WriteCompact(JsonValue value)
    {
        var writer = new JsonWriter();
        writer.Append(value, 0, true);
        return writer._text.ToString();
    }

    private void Append(JsonValue value, int level, bool oneLine)
    {
        switch (value.Kind)
        {
            case JsonKind.String:
                AppendString(value.Text);
                break;
            case JsonKind.Array:
                AppendList('[', ']', value.Items, level, oneLine, AppendItem);
                break;
            case JsonKind.Object:
                AppendList('{', '}', value.Members, level, oneLine, AppendMember);
                break;
            default:
                _text.Append(value.Text);
                break;
        }
    }

    private delegate void AppendPart<T>(T part, int level, bool oneLine);

    private void AppendList<T>(
        char open, char close, IReadOnlyList<T> parts, int level, bool oneLine, AppendPart<T> append)
    {
        _text.Append(open);
        for (int i = 0; i < parts.Count; i++)
        {
            if (i > 0) _text.Append(oneLine ? ", " : ",");
            if (!oneLine) NewLine(level + 1);
            append(parts[i], level + 1, oneLine);
        }

        if (!oneLine && parts.Count > 0) NewLine(level);
        _text.Append(close);
    }

    private void AppendItem(JsonValue item, int level, bool oneLine) => Append(item, level, oneLine || item.IsOneLine);

    private void AppendMember(KeyValuePair<string, JsonValue> member, int level, bool oneLine)
    {
        AppendString(member.Key);
        _text.Append(": ");
        Append(member.Value, level, oneLine || member.Value.IsOneLine);
    }

    private void NewLine(int level) => _text.Append('\n').Append(' ', 2 * level);

    private void AppendString(string value)
    {
        _text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                _text.Append(c).Append(value[++i]);
            else if (c is '"' or '\\') _text.Append('\\').Append(c);
            else if (c == '\n') _text.Append("\\n");
            else if (c == '\r') _text.Append("\\r");
            else if (c == '\t') _text.Append("\\t");
            else if (IsTreacherous(c))
                _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else _text.Append(c);
        }

        _text.Append('"');
    }

    /// <summary>
    /// Characters that are invisible or change the reading order of a line (bidirectional controls), and code points
    /// that are never characters, which other readers of the text refuse.
    /// </summary>
    private static bool IsTreacherous(char c) =>
        c is >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE' ||
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
