using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Rules about patterns: too wide, or taking hosts from each other.</summary>
internal static class PatternRules
{
    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter) =>
        [.. PublicSuffix(set), .. Consent(set), .. Shadowed(set, linter)];

    private static IEnumerable<PinSetFinding> PublicSuffix(PinSet set)
    {
        if (set.Hosts.Kind == HostPatternKind.Exact || !PublicSuffixes.Contains(set.Hosts.Host.Value)) yield break;
        yield return new("PublicSuffixWildcard", FindingSeverity.Error, set,
            $"'{set.Hosts.Host}' is a public suffix: the names below it belong to different people.",
            "Name the registered domain.");
    }

    /// <summary>The consent is for one appliance that its owner knows, not for whatever answers below a name.</summary>
    private static IEnumerable<PinSetFinding> Consent(PinSet set)
    {
        if (!set.AllowInspected || set.Hosts.Kind == HostPatternKind.Exact) yield break;
        yield return new("InspectedWildcard", FindingSeverity.Warning, set,
            "Every host of the pattern passes if only an inspection can read it (AllowInspected).",
            "Allow it in a set for the one host that needs it.");
    }

    /// <summary>The narrower set applies alone: its hosts get nothing from the wider set.</summary>
    private static IEnumerable<PinSetFinding> Shadowed(PinSet set, PinLinter linter)
    {
        if (NextWider(set.Hosts, linter.Store) is not { } wider) yield break;
        if (wider.Mode == PinSetMode.Enforce && set.Mode == PinSetMode.ReportOnly)
            yield return new("ShadowedEnforcement", FindingSeverity.Warning, set,
                $"The set is report-only and takes its hosts from '{wider.Pattern}', which enforces its pins.",
                "Enforce the set too, or remove it.");
        var own = new HashSet<SpkiPin>(set.Entries.Where(pin => !pin.Bad).Select(pin => pin.Value));
        if (wider.Entries.Any(pin => !pin.Bad && !own.Contains(pin.Value)))
            yield return new("ShadowedPattern", FindingSeverity.Information, set,
                $"The pins of '{wider.Pattern}' no longer apply to the hosts of this set: only the most specific set "
                    + "applies.",
                "Copy the pins that these hosts also need.");
        var vetoed = new HashSet<SpkiPin>(set.Entries.Where(pin => pin.Bad).Select(pin => pin.Value));
        foreach (PinSetPin veto in wider.Entries.Where(pin => pin.Bad && !vetoed.Contains(pin.Value)))
            yield return new("ShadowedVeto", FindingSeverity.Warning, set,
                $"'{wider.Pattern}' vetoes {veto}, but this set takes its hosts from that set and does not veto the "
                    + "key.",
                "Veto the key in this set too.") { Pin = veto.Pin };
    }

    /// <summary>The set that would apply to the hosts of a pattern if the pattern's own set did not exist.</summary>
    private static PinSet? NextWider(HostPattern hosts, PinStore store)
    {
        // One name below a wildcard represents all of them.
        string name = hosts.Kind == HostPatternKind.Exact ? hosts.Host.Bracketed : "a." + hosts.Host.Value;
        if (!HostName.TryParse(name, out HostName? host, out _)) return null;
        return HostPattern.Candidates(host)
            .SelectMany(text => hosts.Port is { } port ? [HostPattern.WithPort(text, port), text] : new[] { text })
            .Select(HostPattern.Parse)
            .Where(candidate => candidate.Text != hosts.Text && candidate.Covers(hosts))
            .Select(store.Get)
            .FirstOrDefault(set => set is not null);
    }
}
