using System;
using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>Reads the known members of an object in a foreign format, each with its type and its position.</summary>
internal sealed class FormatMembers
{
    private readonly FormatText _text;
    private readonly JsonValue _value;
    private readonly StringComparison _comparison;
    private readonly HashSet<string> _taken;

    /// <param name="text">The text that contains the object.</param>
    /// <param name="value">The object.</param>
    /// <param name="what">The name of the object in messages.</param>
    /// <param name="ignoreCase">Whether the format's own readers ignore the case of names.</param>
    /// <exception cref="PinningException">The value is not an object.</exception>
    internal FormatMembers(FormatText text, JsonValue value, string what, bool ignoreCase = false)
    {
        _text = text;
        _value = value.Kind == JsonKind.Object ? value
            : throw text.Error(TextPlace.Of(value), $"{what} must be an object");
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        _taken = new(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }

    internal TextPlace Place => TextPlace.Of(_value);

    internal TextPlace PlaceOf(string name) => TextPlace.Of(Find(name) ?? _value);

    internal string? Text(string name) => Take(name, JsonKind.String, "a string")?.Text;

    internal bool? Flag(string name) =>
        Take(name, JsonKind.Boolean, "true or false") is { } value ? value.Text == "true" : null;

    internal IReadOnlyList<JsonValue>? List(string name) => Take(name, JsonKind.Array, "a list")?.Items;

    internal JsonValue? Object(string name) => Take(name, JsonKind.Object, "an object");

    internal long? Whole(string name)
    {
        if (Take(name, JsonKind.Number, "a whole number") is not { } value) return null;
        return long.TryParse(
            value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw _text.Error(TextPlace.Of(value), $"'{name}' must be a whole number");
    }

    /// <summary>A day, as yyyy-MM-dd.</summary>
    internal DateTime? Day(string name)
    {
        if (Text(name) is not { } day) return null;
        return FormatDate.TryParseDay(day, out DateTime date) ? date
            : throw _text.Error(PlaceOf(name), $"'{name}' must be a date such as 2027-01-31");
    }

    /// <summary>The texts of a list, with their places.</summary>
    internal IEnumerable<(string Value, TextPlace Place)> Texts(string name)
    {
        foreach (JsonValue item in List(name) ?? [])
        {
            if (item.Kind != JsonKind.String) throw _text.Error(TextPlace.Of(item), $"'{name}' must contain only "
                + "strings");
            yield return (item.Text, TextPlace.Of(item));
        }
    }

    /// <summary>The names of the members that were not read.</summary>
    internal IEnumerable<string> Rest()
    {
        foreach (KeyValuePair<string, JsonValue> member in _value.Members)
            if (!_taken.Contains(member.Key)) yield return member.Key;
    }

    private JsonValue? Take(string name, JsonKind kind, string what)
    {
        _taken.Add(name);
        JsonValue? value = Find(name);
        if (value is null || value.Kind == JsonKind.Null) return null;
        return value.Kind == kind ? value : throw _text.Error(TextPlace.Of(value), $"'{name}' must be {what}");
    }

    private JsonValue? Find(string name)
    {
        foreach (KeyValuePair<string, JsonValue> member in _value.Members)
            if (string.Equals(member.Key, name, _comparison)) return member.Value;
        return null;
    }
}
