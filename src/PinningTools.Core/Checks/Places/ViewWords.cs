using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The sentences about what several machines saw. Names of machines and certificates are foreign text.</summary>
internal static class ViewWords
{
    private const int MostPlaces = 4;
    private const int MaxName = 64;
    private const int MaxAnchor = 160;

    internal static string Join(string first, string second) => first.Length == 0 ? second : first + " " + second;

    internal static string DifferentKeys(PinCheckView[] matches) =>
        "A pin matches from everywhere, but the keys differ, as they do with a content delivery network, two kinds of keys, "
            + $"or DNS by region: {List(matches.GroupBy(one => one.LeafPin), key => $"{Names(key)} {Sees(key)} {key.Key}", "; ")}.";

    internal static string OtherVerdict(PinCheckView[] wrong) =>
        $"{List(wrong.GroupBy(one => one.Verdict), verdict => $"{Names(verdict)} {Sees(verdict)} the same key as the others, "
            + $"but the verdict there is {Verdict(verdict.Key)}", "; ")}: compare the clock and the trusted roots of the machines.";

    internal static string ByAddress(PinCheckView[] others) =>
        $"The machines agree at each address: {List(others.Where(one => one.Address is not null).GroupBy(one => one.Address),
            address => $"{Address(address.Key)} shows {address.First().LeafPin}", "; ")}, which no pin matches, from wherever it was "
            + "checked. A server behind this name was not updated, or it was taken over.";

    internal static string NoMatch(PinCheckView[] wrong)
    {
        string[] keys = [.. wrong.Select(one => one.LeafPin).Distinct()];
        if (keys.Length == 1 && wrong.Any(one => one.Verdict == nameof(PinningTools.Verdict.PinMismatch)))
            return $"The same key is seen from everywhere ({Names(wrong)}): a rotation nobody told the policy about, or a "
                + "taken-over server or DNS.";
        if (keys.Length == 1) return $"The same key is seen from everywhere ({Names(wrong)}).";
        string text = "No pin matches from anywhere, and the machines see different keys: "
            + List(wrong.GroupBy(one => one.LeafPin), key => $"{Names(key)} {Sees(key)} {Pin(key.Key)}", "; ") + ".";
        PinCheckView? one = wrong.FirstOrDefault(view => wrong.Any(other => other.LeafPin != view.LeafPin
            && other.VantagePoint != view.VantagePoint && ViewComparison.IsSameAddress(view, other)));
        return one is null ? text
            : $"{text} They differ at {Address(one.Address)}: somebody is between this address and one of them.";
    }

    internal static string Differ(PinCheckView[] matches, PinCheckView[] others)
    {
        string[] bad = [.. ViewComparison.PlacesOf(others)];
        string text = $"A pin matches from {Names(matches.Where(one => !bad.Contains(one.VantagePoint)).DefaultIfEmpty(matches[0]))}, "
            + $"but not from {Names(others)}.";
        // A key at an address at which another machine sees the pinned key says the most.
        foreach (string place in bad.Take(MostPlaces))
            text += " " + Where(matches, others.Where(one => one.VantagePoint == place)
                .OrderBy(one => SameAddress(matches, one) is null).First());
        if (bad.Length > MostPlaces) text += FormattableString.Invariant($" So do {bad.Length - MostPlaces} more.");
        return text;
    }

    /// <summary>Who is in between, as far as one view of a wrong key tells.</summary>
    private static string Where(PinCheckView[] matches, PinCheckView one)
    {
        string place = Name(one.VantagePoint);
        PinCheckView? same = SameAddress(matches, one);
        bool isOwn = one.Anchor is { Length: > 0 } && matches.All(match => match.Anchor != one.Anchor);
        string text = isOwn
            ? $"TLS inspection at {place}: the chain ends in '{Cut(one.Anchor!, MaxAnchor)}', which no machine with a matching pin sees."
            : "";
        if (same is not null)
            return Join(text, $"Somebody is between {place} and {Address(one.Address)}: at this address, {place} sees the key "
                + $"{Pin(one.LeafPin)}, and {Name(same.VantagePoint)} sees the pinned key {same.LeafPin}.");
        PinCheckView match = matches.FirstOrDefault(view => view.Address is not null) ?? matches[0];
        if (one.Address is null || match.Address is null)
            return Join(text, $"{place} sees the key {Pin(one.LeafPin)}.");
        return Join(text, $"{place} sees the key {Pin(one.LeafPin)} at {Address(one.Address)}, and "
            + $"{Name(match.VantagePoint)} sees the pinned key {match.LeafPin} at {Address(match.Address)}: the path differs, or "
            + "another server answers there.");
    }

    private static PinCheckView? SameAddress(PinCheckView[] matches, PinCheckView one) => Array.Find(
        matches, match => ViewComparison.IsSameAddress(one, match) && match.VantagePoint != one.VantagePoint);

    internal static string NotSeen(PinCheckView[] views, string[] places)
    {
        HashSet<string> seen = [.. ViewComparison.PlacesOf(
            views.Where(one => ViewComparison.IsMatch(one) || ViewComparison.IsWrong(one)))];
        string[] never = [.. places.Where(place => !seen.Contains(place))];
        if (never.Length == 0) return "";
        return "It could not be seen from " + List(
            never, place => $"{Name(place)} ({Verdict(views.First(one => one.VantagePoint == place).Verdict)})", ", ") + ".";
    }

    /// <summary>The name of a machine in quotation marks.</summary>
    internal static string Name(string place) => $"'{Cut(place, MaxName)}'";

    private static string Names(IEnumerable<PinCheckView> views) => List(ViewComparison.PlacesOf(views), Name, ", ");

    private static string Sees(IEnumerable<PinCheckView> views) =>
        ViewComparison.PlacesOf(views).Take(2).Count() == 1 ? "sees" : "see";

    private static string Pin(string pin) => pin.Length == 0 ? "(unknown)" : Cut(pin, MaxName);

    private static string Verdict(string verdict) => verdict.Length == 0 ? "no verdict" : Cut(verdict, MaxName);

    private static string Address(string? address) => Cut(address ?? "unknown", MaxName);

    // What is far too long is cut before it is cleaned.
    private static string Cut(string text, int most) =>
        EscapedText.Cut(DisplayText.Clean(EscapedText.Cut(text, 4 * most)), most);

    private static string List<T>(IEnumerable<T> items, Func<T, string> write, string divider)
    {
        T[] all = [.. items];
        string text = string.Join(divider, all.Take(MostPlaces).Select(write));
        return all.Length > MostPlaces ? FormattableString.Invariant($"{text} and {all.Length - MostPlaces} more") : text;
    }
}
