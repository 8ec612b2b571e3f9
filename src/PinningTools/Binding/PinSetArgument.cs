using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools;

/// <summary>
/// The forms of a pin set that people have: the object of New-PinSet and Import-PinSet, and its properties, as returned
/// by Import-Clixml, ConvertFrom-Json and jobs, or a hashtable of them. They are converted to the JSON of a store and
/// read with all its checks.
/// </summary>
[TypeConverter(typeof(PinSetArgumentConverter))]
public sealed class PinSetArgument
{
    private const string Source = "-PinSet";

    /// <summary>Properties that remoting adds, and properties that are not members of the file.</summary>
    private static readonly string[] s_foreign =
        ["PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId", nameof(PinSet.Unknown)];

    private PinSetArgument(PinSet set)
    {
        Set = set;
    }

    /// <summary>The pin set.</summary>
    internal PinSet Set { get; }

    /// <summary>The pattern of the set.</summary>
    public override string ToString() => Set.Pattern;

    /// <exception cref="PinningException">The object is not a pin set.</exception>
    internal static PinSetArgument From(object? value) =>
        PlainValue.Of(value) as PinSetArgument ?? new PinSetArgument(Read(value));

    /// <summary>The sets of a parameter.</summary>
    internal static PinSet[] Sets(PinSetArgument[] given) => [.. given.Select(one => one.Set)];

    private static PinSet Read(object? value) =>
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
    /// A null value was not given. Names are case-insensitive in PowerShell; unknown names get the case of members.
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
