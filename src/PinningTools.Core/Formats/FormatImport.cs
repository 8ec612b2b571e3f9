using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Collects what is read from a text: each pin set is checked when it is added, with its position.</summary>
internal sealed class FormatImport(FormatText text, string format)
{
    /// <summary>
    /// For one text. Formats let many hosts share a list, so a small text can describe very many pins.
    /// </summary>
    internal const int MaxPins = 1_000_000;

    /// <summary>No one reads more than this, and a text can cause millions.</summary>
    internal const int MaxLosses = 1000;

    private readonly List<PinSet> _sets = [];
    private readonly HashSet<string> _patterns = [];
    private readonly List<string> _losses = [];
    private readonly HashSet<string> _said = [];
    private int _pins;
    private PinningException? _first;

    internal FormatText Text { get; } = text;

    /// <summary>The hosts that were given for a text whose format does not name hosts.</summary>
    /// <exception cref="PinningException">No hosts were given.</exception>
    internal HostPattern GivenHosts => Text.Hosts
        ?? throw new PinningException(Faults.HostsMissing(Text.Source, format));

    /// <summary>The same, extended to all subdomains if the text says so.</summary>
    internal HostPattern GivenHostsAnd(bool below)
    {
        HostPattern hosts = GivenHosts;
        return below && hosts.Kind == HostPatternKind.Exact && !hosts.Host.IsAddress
            ? new HostPattern(HostPatternKind.AnyDepth, hosts.Host, hosts.Port) : hosts;
    }

    /// <summary>Records what a pin set cannot express; each sentence is recorded once.</summary>
    internal void Lose(string sentence)
    {
        if (_losses.Count > MaxLosses || !_said.Add(sentence)) return;
        _losses.Add(_losses.Count < MaxLosses ? sentence : "There are more losses than are listed here.");
    }

    /// <summary>
    /// Omits an item that the format's own readers also ignore. If nothing else is left, it is an error.
    /// </summary>
    internal void LeaveOut(PinningException why, string? sentence = null)
    {
        _first ??= why;
        Lose(sentence ?? $"{why.Fault.Message} It is omitted.");
    }

    /// <summary>Records several losses.</summary>
    internal void LoseAll(IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences) Lose(sentence);
    }

    /// <exception cref="PinningException">The set must not be used, is given twice, or is one too many.</exception>
    internal void Add(TextPlace place, PinSet set)
    {
        if (!_patterns.Add(set.Pattern)) throw Text.Error(place, Faults.PinSetTwice(set.Pattern));
        PinSetPin[] pins = [.. set.Entries.GroupBy(pin => (pin.Value, pin.Bad)).Select(Join)];
        Count(place, pins.Length);
        set = pins.Length == set.Entries.Count ? set : set.WithPins(pins);
        if (PinSetRules.Find(set) is { } fault) throw Text.Error(place, fault);
        _sets.Add(set);
    }

    /// <summary>A pin that the text gives for several places matches in each of them.</summary>
    private static PinSetPin Join(IEnumerable<PinSetPin> same)
    {
        PinSetPin first = same.First();
        return first.RoleEnforced && same.Any(pin => pin.MatchesAt(0) != first.MatchesAt(0))
            ? first with { RoleEnforced = false }
            : first;
    }

    /// <summary>Counts pins before they are stored.</summary>
    /// <exception cref="PinningException">They are too many.</exception>
    internal void Count(TextPlace place, int pins)
    {
        _pins += pins;
        if (_pins > MaxPins) throw Text.Error(place, $"the hosts have more than {MaxPins} pins in total");
    }

    /// <summary>Reports hosts that are unpinned in the source but that one of the imported sets covers.</summary>
    internal void LoseUnpinned(IEnumerable<HostPattern> unpinned)
    {
        foreach (HostPattern hosts in unpinned)
        {
            string? covering = HostPattern.Candidates(hosts.Host).FirstOrDefault(_patterns.Contains);
            if (covering is not null) Lose($"'{hosts}' is not pinned in the source, but the imported set '{covering}' "
                + "covers it.");
        }
    }

    /// <exception cref="PinningException">There was nothing in the text.</exception>
    internal FormatReading ToReading() =>
        _sets.Count > 0 ? new FormatReading(_sets, _losses)
            : throw _first ?? new PinningException(Faults.NoPins(Text.Source, format, _losses));
}
