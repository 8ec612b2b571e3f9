using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Takes the known members out of an object, each with its type, and keeps the others. A known name in another case is
/// refused, or accepted if names are case-insensitive: if it were skipped, it could be a veto or an expiry.
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>A longer string is not a name, note or address.</summary>
    private const int MaxText = 4096;

    private readonly string _source;
    private readonly JsonValue _value;
    private readonly bool _anyCase;
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="source">The name of the text in messages.</param>
    /// <param name="value">The object.</param>
    /// <param name="what">The name of the object in messages.</param>
    /// <param name="anyCase">Whether names are case-insensitive, as in PowerShell.</param>
    /// <exception cref="PinningException">The value is not an object.</exception>
    internal JsonMembers(string source, JsonValue value, string what, bool anyCase = false)
    {
        _source = source;
        _anyCase = anyCase;
        _value = value.Kind == JsonKind.Object ? value : throw Unexpected(source, value, $"{what} must be an object");
    }

    internal string? Text(string name, int maxLength = MaxText)
    {
        if (Take(name, JsonKind.String, "a string") is not { } value) return null;
        return value.Text.Length <= maxLength
            ? value.Text
            : throw Unexpected(value, $"'{name}' is longer than {maxLength} characters");
    }

    /// <summary>The member as it is.</summary>
    internal JsonValue? Value(string name)
    {
        _taken.Add(name);
        return Find(name);
    }

    internal bool Flag(string name) => Take(name, JsonKind.Boolean, "true or false") is { Text: "true" };

    internal long? Whole(string name)
    {
        if (Take(name, JsonKind.Number, "a whole number") is not { } value) return null;
        bool whole = long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        return whole ? number : throw Unexpected(value, $"'{name}' must be a whole number from 0 to {long.MaxValue}");
    }

    internal IReadOnlyList<JsonValue> List(string name) => Take(name, JsonKind.Array, "a list")?.Items ?? [];

    internal DateTime? Date(string name)
    {
        if (Take(name, JsonKind.String, "a date") is not { } value) return null;
        return UtcDate.TryParse(value.Text, out DateTime date) ? date
            : throw Unexpected(value, $"'{name}' must be a date such as 2027-01-31 or 2027-01-31T12:00:00Z");
    }

    internal T Choice<T>(string name)
        where T : struct, Enum
    {
        if (Take(name, JsonKind.String, "a string") is not { } value) return default;
        // TryParse would also accept numbers and lists.
        if (Enum.TryParse(value.Text, out T choice) && choice.ToString() == value.Text && char.IsLetter(value.Text[0]))
            return choice;
        Type type = typeof(T);
        throw Unexpected(value, $"'{name}' must be {string.Join(", ", Enum.GetNames(type))}; it is '{value.Text}'");
    }

    /// <summary>The members that were not read, as one line of JSON; null if there are none.</summary>
    internal string? Rest()
    {
        var rest = _value.Members.Where(member => !_taken.Contains(member.Key)).ToList();
        return rest.Count == 0 ? null : JsonWriter.WriteCompact(JsonValue.Object(rest));
    }

    /// <summary>A fault at the position of a member, or of the object if the member is missing.</summary>
    internal PinningException Unexpected(string name, string what) => Unexpected(_value.Find(name) ?? _value, what);

    /// <summary>Adds the position of a member's value to its fault.</summary>
    internal PinningException Wrap(string name, Fault fault)
    {
        JsonValue at = _value.Find(name) ?? _value;
        return new PinningException(Faults.At(_source, at.Line, at.Column, fault));
    }

    private JsonValue? Take(string name, JsonKind kind, string what)
    {
        _taken.Add(name);
        JsonValue? value = Find(name);
        return value is null || value.Kind == kind ? value : throw Unexpected(value, $"'{name}' must be {what}");
    }

    private JsonValue? Find(string name)
    {
        JsonValue? found = null;
        foreach (KeyValuePair<string, JsonValue> member in _value.Members)
        {
            if (!string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)) continue;
            if (!_anyCase && member.Key != name)
                throw Unexpected(member.Value, $"unknown member '{member.Key}'; did you mean '{name}'?");
            if (found is not null) throw Unexpected(member.Value, $"duplicate member '{name}'");
            found = member.Value;
        }

        return found;
    }

    private PinningException Unexpected(JsonValue at, string what) => Unexpected(_source, at, what);

    private static PinningException Unexpected(string source, JsonValue at, string what) =>
        new(Faults.JsonUnexpected(source, at.Line, at.Column, what));
}
