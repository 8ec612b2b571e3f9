using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Gathers what is read of a text: each pin set is checked as it comes, with the place where it stands.
/// </summary>
internal sealed class FormatImport(FormatText text, string format)
{
    /// <summary>In one text. Formats let many hosts share a list, so a small text can ask for a lot.</summary>
    internal const int MaxPins = 1_000_000;

    /// <summary>Nobody reads more, and a text can ask for millions.</summary>
    internal const int MaxLosses = 1000;

    private readonly List<PinSet> _sets = [];
    private readonly HashSet<string> _patterns = [];
    private readonly List<string> _losses = [];
    private readonly HashSet<string> _said = [];
    private int _pins;
    private PinningException? _first;

    internal FormatText Text { get; } = text;

    /// <summary>The hosts that were given with a text whose format names none.</summary>
    /// <exception cref="PinningException">Nobody gave them.</exception>
    internal HostPattern GivenHosts => Text.Hosts
        ?? throw new PinningException(Faults.HostsMissing(Text.Source, format));

    /// <summary>The same, widened to everything below where the text says so.</summary>
    internal HostPattern GivenHostsAnd(bool below)
    {
        HostPattern hosts = GivenHosts;
        return below && hosts.Kind == HostPatternKind.Exact && !hosts.Host.IsAddress
            ? new HostPattern(HostPatternKind.AnyDepth, hosts.Host, hosts.Port) : hosts;
    }

    /// <summary>Notes what a pin set cannot express; the same sentence once.</summary>
    internal void Lose(string sentence)
    {
        if (_losses.Count > MaxLosses || !_said.Add(sentence)) return;
        _losses.Add(_losses.Count < MaxLosses ? sentence : "More is lost than is said here.");
    }

    /// <summary>
    /// Leaves out what is of no use to the format's own readers either. Where nothing is left beside it, it is an
    /// error.
    /// </summary>
    internal void LeaveOut(PinningException why, string? sentence = null)
    {
        _first ??= why;
        Lose(sentence ?? $"{why.Fault.Message} It is left out.");
    }

    /// <summary>Notes several things.</summary>
    internal void LoseAll(IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences) Lose(sentence);
    }

    /// <exception cref="PinningException">The set must not be used, stands twice, or is one too many.</exception>
    internal void Add(TextPlace place, PinSet set)
    {
        if (!_patterns.Add(set.Pattern)) throw Text.Error(place, Faults.PinSetTwice(set.Pattern));
        PinSetPin[] pins = [.. set.Entries.GroupBy(pin => (pin.Value, pin.Bad)).Select(Join)];
        Count(place, pins.Length);
        set = pins.Length == set.Entries.Count ? set : set.WithPins(pins);
        if (PinSetRules.Find(set) is { } fault) throw Text.Error(place, fault);
        _sets.Add(set);
    }

    /// <summary>A pin that stands there for several places matches in each of them.</summary>
    private static PinSetPin Join(IEnumerable<PinSetPin> same)
    {
        PinSetPin first = same.First();
        return first.RoleEnforced && same.Any(pin => pin.MatchesAt(0) != first.MatchesAt(0))
            ? first with { RoleEnforced = false }
            : first;
    }

    /// <summary>Counts pins that are about to be held.</summary>
    /// <exception cref="PinningException">They are too many.</exception>
    internal void Count(TextPlace place, int pins)
    {
        _pins += pins;
        if (_pins > MaxPins) throw Text.Error(place, $"the hosts have more than {MaxPins} pins together");
    }

    /// <summary>Says which hosts a format leaves unpinned that one of the sets covers here.</summary>
    internal void LoseUnpinned(IEnumerable<HostPattern> unpinned)
    {
        foreach (HostPattern hosts in unpinned)
        {
            string? covering = HostPattern.Candidates(hosts.Host).FirstOrDefault(_patterns.Contains);
            if (covering is not null) Lose($"'{hosts}' is not pinned there, but here '{covering}' covers it.");
        }
    }

    /// <exception cref="PinningException">There was nothing in the text.</exception>
    internal FormatReading ToReading() =>
        _sets.Count > 0 ? new FormatReading(_sets, _losses)
            : throw _first ?? new PinningException(Faults.NoPins(Text.Source, format, _losses));
}
