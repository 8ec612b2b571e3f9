using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// OkHttp joins the pins of every pattern that a host matches; a store uses only the most specific pattern. A pattern
/// therefore gets the pins of all wider patterns, and if two patterns overlap only in part, the host that they share
/// gets a set of its own.
/// </summary>
internal sealed class OkHttpUnion
{
    private readonly Dictionary<string, Call> _calls = [];
    private readonly List<Call> _order = [];

    /// <summary>Takes the pins of a call; a further call for the same pattern adds to them.</summary>
    internal void Add(TextPlace place, HostPattern hosts, IReadOnlyList<PinSetPin> pins)
    {
        if (!_calls.TryGetValue(hosts.Text, out Call? call))
        {
            call = new Call(hosts, place);
            _calls.Add(hosts.Text, call);
            _order.Add(call);
        }

        call.Pins.AddRange(pins);
    }

    /// <exception cref="PinningException">The sets must not be used, or are too large.</exception>
    internal void AddTo(FormatImport import)
    {
        foreach (Call call in _order.Concat(Shared()).ToList())
        {
            var pins = new List<PinSetPin>();
            var seen = new HashSet<SpkiPin>();
            foreach (string pattern in Wider(call.Hosts))
            {
                if (!_calls.TryGetValue(pattern, out Call? other)) continue;
                pins.AddRange(other.Pins.Where(pin => seen.Add(pin.Value)));
                if (pins.Count > FormatImport.MaxPins) import.Count(call.Place, pins.Count);
            }

            import.Add(call.Place, new PinSet(call.Hosts) { Pins = [.. pins] });
        }
    }

    /// <summary>Reports where OkHttp would accept more than the sets do.</summary>
    internal static IEnumerable<string> Widened(IReadOnlyList<PinSet> sets)
    {
        var known = sets.ToDictionary(set => set.Pattern);
        foreach (PinSet set in sets)
        {
            var own = new HashSet<SpkiPin>(set.Entries.Select(pin => pin.Value));
            foreach (string pattern in Wider(set.Hosts))
            {
                if (pattern != set.Pattern && known.TryGetValue(pattern, out PinSet? other)
                    && !other.Entries.All(pin => own.Contains(pin.Value)))
                    yield return $"OkHttp joins the pins of all patterns that match: the hosts of '{set.Pattern}' also "
                        + $"accept the pins of '{pattern}'.";
            }

            if (ParentOf(set.Hosts) is { } parent
                && known.ContainsKey(parent) && !known.ContainsKey(set.Hosts.Host.Value))
                yield return $"OkHttp joins the pins of all patterns that match: '{set.Hosts.Host}' accepts the pins "
                    + $"of '{parent}' and of '{set.Pattern}'.";
        }
    }

    /// <summary>The hosts that <c>*.a</c> and <c>**.b.a</c> share: b.a alone.</summary>
    private IEnumerable<Call> Shared() =>
        from call in _order
        where ParentOf(call.Hosts) is { } parent
            && _calls.ContainsKey(parent) && !_calls.ContainsKey(call.Hosts.Host.Value)
        select new Call(new HostPattern(HostPatternKind.Exact, call.Hosts.Host, null), call.Place);

    /// <summary>For <c>**.b.a</c> the pattern <c>*.a</c>; null for all else.</summary>
    private static string? ParentOf(HostPattern hosts)
    {
        string name = hosts.Host.Value;
        int dot = name.IndexOf('.');
        return hosts.Kind == HostPatternKind.AnyDepth && dot > 0 ? "*." + name.Substring(dot + 1) : null;
    }

    /// <summary>The pattern and all that hold every host of it, from the narrowest.</summary>
    private static IEnumerable<string> Wider(HostPattern hosts)
    {
        if (hosts.Kind == HostPatternKind.OneLabel) yield return hosts.Text;
        bool exact = hosts.Kind == HostPatternKind.Exact;
        foreach (string pattern in HostPattern.Candidates(hosts.Host))
            if (exact || pattern.StartsWith("**", System.StringComparison.Ordinal)) yield return pattern;
    }

    private sealed class Call(HostPattern hosts, TextPlace place)
    {
        internal HostPattern Hosts { get; } = hosts;

        internal TextPlace Place { get; } = place;

        internal List<PinSetPin> Pins { get; } = [];
    }
}
