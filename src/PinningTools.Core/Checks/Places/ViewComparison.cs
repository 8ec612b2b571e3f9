using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Compares what several machines saw of one endpoint. Pins decide, and how many machines saw something only explains:
/// an interceptor on the path of nine branches is still an interceptor. The result depends on the set of views and not
/// on their order. A view never makes an endpoint better than another view found it.
/// </summary>
internal static class ViewComparison
{
    /// <summary>More views of one endpoint are not compared.</summary>
    internal const int MaxViews = 512;

    /// <summary>The machine gave no answer.</summary>
    internal const string Missing = "Missing";

    /// <summary>The machine gave an answer that cannot be used.</summary>
    internal const string NotUsable = "NotUsable";

    private static readonly HashSet<string> s_wrong =
    [
        nameof(Verdict.PinMismatch), nameof(Verdict.NotProven), nameof(Verdict.UntrustedChain), nameof(Verdict.NameMismatch),
        nameof(Verdict.CertificateExpired), nameof(Verdict.VetoedPin), nameof(Verdict.PinSetExpired),
    ];

    internal static bool IsMatch(PinCheckView view) =>
        view.Verdict == nameof(Verdict.Match) && SpkiPin.TryParse(view.LeafPin, out _);

    /// <summary>Whether the verdict is known to be wrong, unlike one that only says that nothing could be seen.</summary>
    internal static bool IsWrong(PinCheckView view) => s_wrong.Contains(view.Verdict);

    /// <summary>The lowest level that a verdict allows, whatever level the machine reported.</summary>
    internal static string Least(string verdict) => verdict == nameof(Verdict.Match) ? PinCheckLevel.Ok
        : s_wrong.Contains(verdict) ? PinCheckLevel.Critical : PinCheckLevel.Unknown;

    /// <summary>The views in their order, each once.</summary>
    internal static PinCheckView[] Sort(IEnumerable<PinCheckView> views) =>
    [
        .. views.Distinct()
            .OrderBy(one => one.VantagePoint, StringComparer.Ordinal)
            .ThenBy(one => one.Address, StringComparer.Ordinal)
            .ThenBy(one => one.LeafPin, StringComparer.Ordinal)
            .ThenBy(one => one.Verdict, StringComparer.Ordinal)
            .ThenBy(one => one.Anchor, StringComparer.Ordinal)
            .Take(MaxViews),
    ];

    internal static ViewFinding Compare(IEnumerable<PinCheckView> given)
    {
        PinCheckView[] views = Sort(given);
        PinCheckView[] matches = [.. views.Where(IsMatch)];
        PinCheckView[] wrong = [.. views.Where(IsWrong)];
        ViewFinding finding = Compare(matches, wrong);
        string[] unseen = PlacesOf(views.Where(one => !IsMatch(one) && !IsWrong(one) && one.Verdict is not (Missing or NotUsable)))
            .ToArray();
        // If no machine saw a key, the message of the verdict says enough.
        return unseen.Length == 0 || matches.Length + wrong.Length == 0 ? finding
            : finding with { Text = ViewWords.Join(finding.Text, ViewWords.NotSeen(views, unseen)) };
    }

    private static ViewFinding Compare(PinCheckView[] matches, PinCheckView[] wrong)
    {
        if (PlacesOf(matches.Concat(wrong)).Take(2).Count() < 2) return new(ViewOutcome.Agree, "", []);
        if (matches.Length == 0) return new(ViewOutcome.NoMatch, ViewWords.NoMatch(wrong), []);
        HashSet<string> good = [.. matches.Select(one => one.LeafPin)];
        PinCheckView[] others = [.. wrong.Where(one => !good.Contains(one.LeafPin))];
        if (others.Length > 0)
        {
            return DoPlacesDiffer(matches, others)
                ? new(ViewOutcome.Differ, ViewWords.Differ(matches, others), others)
                : new(ViewOutcome.ByAddress, ViewWords.ByAddress(others), []);
        }

        if (wrong.Length > 0) return new(ViewOutcome.OtherVerdict, ViewWords.OtherVerdict(wrong), []);
        return good.Count == 1 ? new(ViewOutcome.Agree, "", [])
            : new(ViewOutcome.DifferentKeys, ViewWords.DifferentKeys(matches), []);
    }

    /// <summary>
    /// Whether machines differ, and not only the addresses of the host: one machine saw nothing but matches, or saw a
    /// match at an address at which another did not.
    /// </summary>
    private static bool DoPlacesDiffer(PinCheckView[] matches, PinCheckView[] others)
    {
        HashSet<string> bad = [.. PlacesOf(others)];
        return PlacesOf(matches).Any(place => !bad.Contains(place))
            || others.Any(one => matches.Any(match => IsSameAddress(one, match) && match.VantagePoint != one.VantagePoint));
    }

    internal static bool IsSameAddress(PinCheckView one, PinCheckView other) =>
        one.Address is { Length: > 0 } address && address == other.Address;

    internal static IEnumerable<string> PlacesOf(IEnumerable<PinCheckView> views) =>
        views.Select(one => one.VantagePoint).Distinct();
}
