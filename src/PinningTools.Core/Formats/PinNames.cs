using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Names for pins and lists, as the formats need that list pins by name: a pin's note where it can be a name and is the
/// only one, else one made of the pin.
/// </summary>
internal sealed class PinNames
{
    private const int MaxName = 100;

    private readonly Dictionary<SpkiPin, string> _names = [];

    internal PinNames(IReadOnlyList<PinSet> sets)
    {
        var taken = new HashSet<string>();
        foreach (PinSetPin pin in sets.SelectMany(set => set.Entries))
        {
            if (_names.ContainsKey(pin.Value)) continue;
            string name = IsName(pin.Note) && pin.Note![0] is >= 'A' and <= 'Z' && !pin.Note.StartsWith("Pin", System.StringComparison.Ordinal) && taken.Add(pin.Note) ? pin.Note : Made(pin.Value);
            _names.Add(pin.Value, name);
        }
    }

    internal IEnumerable<KeyValuePair<SpkiPin, string>> All => _names;

    internal string Of(PinSetPin pin) => _names[pin.Value];

    /// <summary>The pins whose note is not their name, and so is lost.</summary>
    internal IReadOnlyList<PinSetPin> Losers(PinSet set) => [.. set.Entries.Where(pin => pin.Note is not null && pin.Note != Of(pin))];

    /// <summary>What a name says of a pin: nothing, where it was made of the pin.</summary>
    internal static string? Note(string name, SpkiPin pin) => name == Made(pin) ? null : name;

    /// <summary>A name for the list of a pattern, different for different patterns.</summary>
    internal static string OfList(HostPattern hosts, int number) =>
        "list" + number.ToString(System.Globalization.CultureInfo.InvariantCulture) + "_" + new string([.. hosts.Host.Value.Select(c => IsNamePart(c) ? c : '_')]);

    internal static bool IsName(string? text) => text is { Length: > 0 and <= MaxName } && text.All(IsNamePart) && !(text[0] is >= '0' and <= '9');

    private static bool IsNamePart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static string Made(SpkiPin pin) => "Pin_" + pin.ToHexString();
}
