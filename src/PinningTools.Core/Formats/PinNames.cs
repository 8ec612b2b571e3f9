using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Names for pins and lists, for formats that list pins by name: the note of the pin if it can be a name and is unique,
/// else a name made from the pin.
/// </summary>
internal sealed class PinNames
{
    private const int MaxName = 100;
    private const string MadePrefix = "Pin_";

    private readonly Dictionary<SpkiPin, string> _names = [];

    internal PinNames(IReadOnlyList<PinSet> sets)
    {
        var taken = new HashSet<string>();
        foreach (PinSetPin pin in sets.SelectMany(set => set.Entries))
        {
            if (_names.ContainsKey(pin.Value)) continue;
            bool named = CanName(pin.Note) && taken.Add(pin.Note!);
            _names.Add(pin.Value, named ? pin.Note! : Made(pin.Value));
        }
    }

    internal IEnumerable<KeyValuePair<SpkiPin, string>> All => _names;

    internal string Of(PinSetPin pin) => _names[pin.Value];

    /// <summary>
    /// Which notes of a set are not the names of their pins, and so are lost; null if there are none.
    /// </summary>
    internal string? Loss(PinSet set)
    {
        PinSetPin[] losers = [.. set.Entries.Where(pin => pin.Note is not null && pin.Note != Of(pin))];
        return losers.Length == 0
            ? null
            : $"the note of {losers[0].Pin}{(losers.Length > 1 ? " and others" : "")}, because it is not a name";
    }

    /// <summary>The note that a name stands for: none if the name was made from the pin.</summary>
    internal static string? Note(string name, SpkiPin pin) => name == Made(pin) ? null : name;

    /// <summary>A name for the list of a pattern, different for different patterns.</summary>
    internal static string OfList(HostPattern hosts, int number) =>
        $"list{number}_{new string([.. hosts.Host.Value.Select(c => IsNamePart(c) ? c : '_')])}";

    internal static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxName } && text.All(IsNamePart) && !(text[0] is >= '0' and <= '9');

    /// <summary>
    /// Chromium requires a capital letter first; names that begin like generated ones could be confused with them.
    /// </summary>
    private static bool CanName(string? note) =>
        IsName(note) && note![0] is >= 'A' and <= 'Z' && !note.StartsWith(MadePrefix, StringComparison.Ordinal);

    private static bool IsNamePart(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static string Made(SpkiPin pin) => MadePrefix + pin.ToHexString();
}
