using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Reads Apple's property lists in XML, or an excerpt of keys and values, into values with places. The document type
/// declaration that every such file has is skipped.
/// </summary>
internal static class Plist
{
    private const string Type = "<!DOCTYPE";

    /// <exception cref="PinningException">The text is not a property list.</exception>
    internal static JsonValue Read(FormatText text)
    {
        if (text.Content.StartsWith("bplist", StringComparison.Ordinal))
            throw text.Error(TextPlace.At(0),
                "a binary property list is not supported; convert it with 'plutil -convert xml1'");
        var bare = new FormatText(text.Source, WithoutType(text));
        IReadOnlyList<XmlPart> parts = XmlPart.Read(bare);
        if (parts.Count == 1 && parts[0].Name == "plist") parts = parts[0].Parts;
        return parts.Count == 1 && parts[0].Name == "dict"
            ? ReadDictionary(text, parts[0].Parts, parts[0].Place)
            : ReadDictionary(text, parts, TextPlace.At(1, 1));
    }

    /// <summary>
    /// Replaces it with spaces, so that lines and columns do not change; one with its own declarations is kept and then
    /// refused.
    /// </summary>
    private static string WithoutType(FormatText text)
    {
        string content = text.Content;
        int start = content.IndexOf(Type, StringComparison.Ordinal);
        int end = start < 0 ? -1 : content.IndexOf('>', start);
        bool first = end >= 0 && content.LastIndexOf("<plist", start, StringComparison.Ordinal) < 0;
        if (!first || content.IndexOf('[', start, end - start) >= 0) return content;
        return content.Substring(0, start)
            + Blank(content.Substring(start, end + 1 - start)) + content.Substring(end + 1);
    }

    private static string Blank(string part)
    {
        char[] blank = part.ToCharArray();
        for (int i = 0; i < blank.Length; i++)
            if (blank[i] is not ('\n' or '\r')) blank[i] = ' ';
        return new string(blank);
    }

    private static JsonValue ReadDictionary(FormatText text, IReadOnlyList<XmlPart> parts, TextPlace place)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        var names = new HashSet<string>();
        for (int i = 0; i < parts.Count; i += 2)
        {
            if (parts[i].Name != "key") throw text.Error(parts[i].Place, "expected a <key> element");
            if (i + 1 == parts.Count) throw text.Error(parts[i].Place, $"the key '{parts[i].Text}' has no value");
            if (!names.Add(parts[i].Text)) throw text.Error(parts[i].Place, $"duplicate key '{parts[i].Text}'");
            members.Add(new(parts[i].Text, ReadValue(text, parts[i + 1])));
        }

        return JsonValue.Object(members).At(place.Line, place.Column);
    }

    private static JsonValue ReadValue(FormatText text, XmlPart part)
    {
        if (part.Name == "dict") return ReadDictionary(text, part.Parts, part.Place);
        JsonValue value = part.Name switch
        {
            "array" => JsonValue.Array(ReadItems(text, part.Parts)),
            "string" or "data" or "date" => JsonValue.From(part.Text),
            "integer" or "real" => JsonValue.Number(part.Text),
            "true" => JsonValue.From(true),
            "false" => JsonValue.From(false),
            _ => throw text.Error(part.Place, $"<{part.Name}> is not a value of a property list"),
        };
        return value.At(part.Place.Line, part.Place.Column);
    }

    private static List<JsonValue> ReadItems(FormatText text, IReadOnlyList<XmlPart> parts)
    {
        var items = new List<JsonValue>();
        foreach (XmlPart part in parts) items.Add(ReadValue(text, part));
        return items;
    }
}
