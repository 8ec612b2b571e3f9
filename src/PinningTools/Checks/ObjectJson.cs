using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Turns an object that came from a job, another session or ConvertFrom-Json into JSON. Its members become members
/// again, regardless of the types that they have lost.
/// </summary>
internal static class ObjectJson
{
    private const int MaxDepth = 16;

    internal static JsonValue From(object? given) => From(given, 0);

    private static JsonValue From(object? given, int depth)
    {
        object? one = given is PSObject { BaseObject: not PSCustomObject } wrapped && !IsDeserialized(wrapped)
            ? wrapped.BaseObject : given;
        switch (one)
        {
            case null:
                return JsonValue.Null;
            case string text:
                return JsonValue.From(text);
            case bool flag:
                return JsonValue.From(flag);
            case DateTime date:
                return JsonValue.From(CheckDate.Format(date));
            case TimeSpan span:
                return JsonValue.Number(span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
            case int or long or short or byte or uint or ulong:
                return JsonValue.Number(Text(one)!);
            case double or float or decimal:
                return JsonValue.Number(Convert.ToDouble(one, CultureInfo.InvariantCulture)
                    .ToString("0.###", CultureInfo.InvariantCulture));
            default:
                return depth < MaxDepth ? FromParts(one, depth + 1) : JsonValue.Null;
        }
    }

    private static JsonValue FromParts(object one, int depth)
    {
        object inner = PlainValue.Of(one)!;
        if (inner is IDictionary pairs)
            return Members(pairs.Keys.Cast<object>().Select(key => (Text(key) ?? "", (object?)pairs[key])), depth);
        if (inner is IEnumerable items)
            return JsonValue.Array([.. items.Cast<object?>().Select(item => From(item, depth))]);
        return Members(PSObject.AsPSObject(one).Properties
            .Where(property => property is PSNoteProperty or PSProperty)
            // The whole verdict is not part of the JSON of a summary.
            .Where(property => property.Name != nameof(IPinCheckResult.Result) && property.IsGettable)
            .Select(property => (property.Name, (object?)property.Value)), depth);
    }

    private static string? Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static JsonValue Members(IEnumerable<(string Name, object? Value)> members, int depth) => JsonValue.Object(
        [.. members.Select(member => new KeyValuePair<string, JsonValue>(member.Name, From(member.Value, depth)))]);

    /// <summary>Reads the members of the original object, but none of the object that it wraps.</summary>
    private static bool IsDeserialized(PSObject one) =>
        one.TypeNames.Any(name => name.StartsWith("Deserialized.PinningTools.", StringComparison.Ordinal));
}
