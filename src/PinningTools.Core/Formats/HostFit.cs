using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Gives each set the pattern that it gets in a format that does not support every kind of pattern. A pattern that does
/// not fit becomes wider, so that no host is checked less than before; if it then equals the pattern of a set that fits
/// better, it is omitted. Both are reported.
/// </summary>
internal static class HostFit
{
    internal static IReadOnlyList<(PinSet Given, PinSet Fitted)> Fit(
        IReadOnlyList<PinSet> sets, SetParts parts, string format, List<string> losses)
    {
        var places = new Dictionary<string, string>();
        var fitted = new PinSet?[sets.Count];
        IEnumerable<int> order = Enumerable.Range(0, sets.Count)
            .OrderBy(i => Widen(sets[i].Hosts, parts) is { } wide && wide.Text == sets[i].Pattern ? 0 : 1)
            .ThenByDescending(i => sets[i].Hosts.Kind);
        foreach (int i in order)
        {
            PinSet set = sets[i];
            if (Widen(set.Hosts, parts) is not { } hosts)
            {
                losses.Add($"'{set.Pattern}' is omitted: {format} has no such hosts.");
                continue;
            }

            string place = (parts & SetParts.HostOnce) != 0 ? hosts.Host.Value + ":" + hosts.Port : hosts.Text;
            if (places.TryGetValue(place, out string? other))
            {
                losses.Add($"'{set.Pattern}' is omitted: in {format} it would replace '{other}'.");
                continue;
            }

            places.Add(place, set.Pattern);
            if (hosts.Kind != set.Hosts.Kind)
                losses.Add(
                    $"'{set.Pattern}' becomes '{hosts.Text}' in {format}, which has no pattern for one label: it also "
                        + "applies to deeper names and to the name itself.");
            fitted[i] = set with { Hosts = hosts };
        }

        return [.. sets.Zip(fitted, (given, set) => (Given: given, Fitted: set!))
            .Where(pair => pair.Fitted is not null)];
    }

    /// <summary>The narrowest pattern of the format that covers all of the given hosts, or null.</summary>
    private static HostPattern? Widen(HostPattern hosts, SetParts parts)
    {
        if (hosts.Host.IsAddress && (parts & SetParts.Addresses) == 0) return null;
        HostPatternKind kind = hosts.Kind == HostPatternKind.OneLabel && (parts & SetParts.OneLabel) == 0
            ? HostPatternKind.AnyDepth
            : hosts.Kind;
        if (kind == HostPatternKind.AnyDepth && (parts & SetParts.AnyDepth) == 0) return null;
        return new HostPattern(kind, hosts.Host, (parts & SetParts.Port) == 0 ? null : hosts.Port);
    }
}
