using System.Collections.Generic;

namespace PinningTools.Internal;

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
