using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The members of the objects in the JSON of a summary.</summary>
internal static partial class PinCheckJson
{
    /// <summary>An object's members by name, each with its type; what is null is as good as absent.</summary>
    private sealed class Members
    {
        private readonly string _source;
        private readonly JsonValue _value;
        private readonly Dictionary<string, JsonValue> _members;

        internal Members(string source, JsonValue value)
        {
            _source = source;
            _value = value;
            if (value.Kind != JsonKind.Object) throw Unexpected("an object was expected");
            _members = value.Members.ToDictionary(member => member.Key, member => member.Value);
        }

        internal PinningException Unexpected(string what, JsonValue? at = null) =>
            new(Faults.PinCheckSummaryUnreadable(_source, (at ?? _value).Line, (at ?? _value).Column, what));

        internal string? TextOrNull(string name) => Find(name, JsonKind.String, "a string")?.Text;

        internal string Text(string name) => TextOrNull(name) ?? "";

        internal bool Flag(string name, bool missing = false) =>
            Find(name, JsonKind.Boolean, "true or false") is { } value ? value.Text == "true" : missing;

        internal long? Whole(string name)
        {
            if (Find(name, JsonKind.Number, "a number") is not { } value) return null;
            return long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                ? number
                : throw Unexpected($"'{name}' must be a whole number", value);
        }

        internal int? Int(string name) => Whole(name) switch
        {
            null => null,
            >= int.MinValue and <= int.MaxValue and { } number => (int)number,
            _ => throw Unexpected($"'{name}' is too large", _members[name]),
        };

        internal double? Real(string name) =>
            Find(name, JsonKind.Number, "a number") is { } value ? Parse(value) : null;

        /// <summary>Seconds; ConvertTo-Json writes an object.</summary>
        internal TimeSpan Span(string name)
        {
            if (!_members.TryGetValue(name, out JsonValue? value)) return TimeSpan.Zero;
            JsonValue? seconds = value.Kind == JsonKind.Object ? value.Find("TotalSeconds") : value;
            double number = seconds is { Kind: JsonKind.Number } ? Parse(seconds) : 0;
            return number is >= 0 and < 1e9 ? TimeSpan.FromSeconds(number)
                : throw Unexpected($"'{name}' must be a number of seconds", value);
        }

        internal DateTime? Date(string name)
        {
            if (Find(name, JsonKind.String, "a date") is not { } value) return null;
            return CheckDate.TryParse(value.Text, out DateTime date) ? date
                : throw Unexpected($"'{name}' must be a date such as 2027-01-31T12:00:00Z", value);
        }

        internal string[] Texts(string name) => [.. Items(name).Select(item =>
            item.Kind == JsonKind.String ? item.Text : throw Unexpected($"'{name}' must have strings only", item))];

        internal T[] List<T>(string name, Func<Members, T> read) =>
            [.. Items(name).Select(item => read(new Members(_source, item)))];

        internal T? Object<T>(string name, Func<Members, T> read)
            where T : class =>
            Find(name, JsonKind.Object, "an object") is { } value ? read(new Members(_source, value)) : null;

        internal OrderedDictionary Columns(string name)
        {
            var columns = new OrderedDictionary();
            foreach (KeyValuePair<string, JsonValue> column in Find(name, JsonKind.Object, "an object")?.Members ?? [])
                columns[column.Key] = Cell(column.Value);
            return columns;
        }

        private static object? Cell(JsonValue value) => value.Kind switch
        {
            JsonKind.Null => null,
            JsonKind.Boolean => value.Text == "true",
            JsonKind.Array => value.Items.Select(Cell).ToArray(),
            JsonKind.Object => JsonWriter.WriteCompact(value),
            JsonKind.Number when long.TryParse(value.Text, out long number) => number,
            _ => value.Text,
        };

        private static double Parse(JsonValue value) =>
            double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);

        private IReadOnlyList<JsonValue> Items(string name) => Find(name, JsonKind.Array, "a list")?.Items ?? [];

        private JsonValue? Find(string name, JsonKind kind, string what)
        {
            if (!_members.TryGetValue(name, out JsonValue? value) || value.Kind == JsonKind.Null) return null;
            return value.Kind == kind ? value : throw Unexpected($"'{name}' must be {what}", value);
        }
    }
}
