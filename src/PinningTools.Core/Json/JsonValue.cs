using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// A JSON value with its position. Numbers keep their text, so that unknown members are written back unchanged.
/// </summary>
internal sealed class JsonValue
{
    private JsonValue(
        JsonKind kind, string text,
        IReadOnlyList<JsonValue> items, IReadOnlyList<KeyValuePair<string, JsonValue>> members)
    {
        Kind = kind;
        Text = text;
        Items = items;
        Members = members;
    }

    internal JsonKind Kind { get; }

    /// <summary>A string's characters, a number's digits, true or false.</summary>
    internal string Text { get; }

    /// <summary>The items of an array; empty for anything else.</summary>
    internal IReadOnlyList<JsonValue> Items { get; }

    /// <summary>The members of an object in their order; empty for anything else.</summary>
    internal IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; }

    /// <summary>Counted from 1; 0 for a value that was not read.</summary>
    internal int Line { get; private set; }

    /// <summary>Counted from 1, in UTF-16 units; 0 for a value that was not read.</summary>
    internal int Column { get; private set; }

    /// <summary>Whether the writer keeps the value on one line.</summary>
    internal bool IsOneLine { get; private set; }

    internal static JsonValue Null { get; } = new(JsonKind.Null, "null", [], []);

    internal static JsonValue From(string text) => new(JsonKind.String, text, [], []);

    internal static JsonValue From(bool value) => new(JsonKind.Boolean, value ? "true" : "false", [], []);

    internal static JsonValue From(long value) => Number(value.ToString(CultureInfo.InvariantCulture));

    internal static JsonValue Number(string digits) => new(JsonKind.Number, digits, [], []);

    internal static JsonValue Array(IReadOnlyList<JsonValue> items) => new(JsonKind.Array, "", items, []);

    internal static JsonValue Object(IReadOnlyList<KeyValuePair<string, JsonValue>> members) =>
        new(JsonKind.Object, "", [], members);

    internal JsonValue At(int line, int column) =>
        new(Kind, Text, Items, Members) { Line = line, Column = column, IsOneLine = IsOneLine };

    internal JsonValue InOneLine() => new(Kind, Text, Items, Members) { Line = Line, Column = Column, IsOneLine = true };

    /// <summary>The member with exactly that name, or null.</summary>
    internal JsonValue? Find(string name)
    {
        foreach (KeyValuePair<string, JsonValue> member in Members)
            if (member.Key == name) return member.Value;
        return null;
    }
}

/// <summary>The kinds of JSON values (RFC 8259 section 3), with true and false as one.</summary>
internal enum JsonKind
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// <summary>Builds JSON objects.</summary>
internal static class JsonObject
{
    /// <summary>An object of the members that have a value.</summary>
    internal static JsonValue From(params (string Key, JsonValue? Value)[] members)
    {
        var given = new List<KeyValuePair<string, JsonValue>>();
        foreach ((string key, JsonValue? value) in members)
            if (value is not null) given.Add(new(key, value));
        return JsonValue.Object(given);
    }
}
