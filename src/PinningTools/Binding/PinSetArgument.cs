using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Reads a pin set back from its properties, as Import-Clixml, ConvertFrom-Json and jobs leave them: they become the
/// JSON they would be in a store, and are read with all its checks.
/// </summary>
internal static class PinSetArgument
{
    private const string Source = "-PinSet";

    /// <summary>What remoting adds to an object, and what is no member of the file.</summary>
    private static readonly string[] s_foreign =
        ["PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId", nameof(PinSet.Unknown)];

    /// <exception cref="PinningException">The object is no pin set.</exception>
    internal static PinSet Read(object? value) =>
        PlainValue.OrProperties(value) switch
        {
            PinSet set => set,
            IDictionary or PSObject => PinSetJson.Read(Convert(value), Source, anyCase: true),
            _ => throw new PinningException(Faults.NotAPinSet(value?.ToString() ?? "")),
        };

    private static JsonValue Convert(object? value)
    {
        object? plain = PlainValue.OrProperties(value);
        return plain switch
        {
            null => JsonValue.Null,
            bool flag => JsonValue.From(flag),
            DateTime date => JsonValue.From(UtcDate.Format(date)),
            string text => JsonValue.From(text),
            IDictionary table =>
                Object(table.Keys.Cast<object>().Select(key => (key.ToString() ?? "", (object?)table[key]))),
            IEnumerable list => JsonValue.Array([.. list.Cast<object?>().Select(Convert)]),
            PSObject custom => Object(custom.Properties.Select(property => (property.Name, (object?)property.Value))),
            _ => JsonValue.From(plain.ToString() ?? ""),
        };
    }

    /// <summary>
    /// What is null was not given. Names have no case in PowerShell; unknown ones begin as members do.
    /// </summary>
    private static JsonValue Object(IEnumerable<(string Name, object? Value)> properties) => JsonValue.Object(
    [
        .. properties
            .Where(property => property.Name.Length > 0 && property.Value is not null)
            .Where(property => !s_foreign.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
            .Select(property => new KeyValuePair<string, JsonValue>(
                char.ToLowerInvariant(property.Name[0]) + property.Name.Substring(1), Convert(property.Value))),
    ]);
}
