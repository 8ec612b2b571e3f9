using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Reads a list in JSON: an array of objects, or one object. Comments and trailing commas are allowed.
/// </summary>
internal static class JsonList
{
    /// <exception cref="PinningException">The text is not JSON.</exception>
    internal static List<ListRow> Read(string text, string source)
    {
        JsonValue value = JsonReader.Parse(JsonComments.Remove(text), source);
        return value.Kind == JsonKind.Array ? [.. value.Items.Select(ToRow)] : [ToRow(value)];
    }

    internal static ListRow ToRow(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => ListRow.Null,
        JsonKind.Object => new ListRow([.. value.Members.Select(member =>
            new ListCell(member.Key, [.. Texts(member.Value)], ToObject(member.Value)))]),
        // The item is not a row, but it must not get lost.
        _ => new ListRow([CsvList.Cell("Value", value.Text)]) { IsObject = true },
    };

    private static IEnumerable<string> Texts(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items.SelectMany(Texts),
        JsonKind.Null => [],
        JsonKind.Object => [JsonWriter.WriteCompact(value)],
        JsonKind.Number => [Number(value.Text)],
        _ => value.Text.Trim() is { Length: > 0 } text ? [text] : [],
    };

    /// <summary>A program without integers may write a port as 443.0.</summary>
    private static string Number(string digits) =>
        double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && Math.Abs(number) < int.MaxValue && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : digits;

    private static object? ToObject(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => null,
        JsonKind.Boolean => value.Text == "true",
        JsonKind.Array => value.Items.Select(ToObject).ToArray(),
        JsonKind.Number when long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        JsonKind.Number => double.Parse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
        JsonKind.Object => ToDictionary(value),
        _ => value.Text,
    };

    private static OrderedDictionary ToDictionary(JsonValue value)
    {
        var members = new OrderedDictionary();
        foreach (KeyValuePair<string, JsonValue> member in value.Members) members[member.Key] = ToObject(member.Value);
        return members;
    }
}
