using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The sentences of changes: what happened, and what to do about it.</summary>
internal static class CheckWords
{
    internal static string FirstSeen(CheckResult result, CheckRunFacts run)
    {
        string when = run.LastFinished is { } last
            ? $"The endpoint is new since the run of {CheckDate.Minute(last)}"
            : "The endpoint is part of the first run of this check";
        return result.Leaf is null ? $"{when}; it could not be checked yet: {FirstLine(result)}"
            : $"{when}; it shows the key {result.Leaf.Pin}, and the verdict is {result.Main.Verdict}.";
    }

    internal static string FirstLine(CheckResult result)
    {
        PinCheckDetail worst = result.Details.OrderBy(one => PinCheckLevel.Rank(one.Level)).First();
        return DisplayText.Clean(worst.Message.Split('\n')[0]);
    }

    internal static string Unreachable(CheckResult result, CheckRecord next)
    {
        string seen = next.Seen is { } last ? $" It was last seen at {CheckDate.Minute(last)}." : "";
        return $"The endpoint could not be checked in {Count(next.FailedRuns, "run", "runs")} in a row: "
            + $"{FirstLine(result)}{seen}";
    }

    internal static string Renewed(CheckLeaf old, CheckLeaf now, DateTime today)
    {
        string left = old.NotAfter is not { } end ? ""
            : end < today ? "; the old one had expired"
            : $"; the old one had {Count((int)Math.Floor((end - today).TotalDays), "day", "days")} left";
        string until = now.NotAfter is { } next ? $", valid until {UtcDate.Day(next)}" : "";
        return $"The same key has a new certificate{until}{left}.";
    }

    internal static string IssuerChanged(CheckPath from, CheckPath to) =>
        $"The same key has a certificate of another issuer: '{Name(to.Issuer)}' instead of '{Name(from.Issuer)}'.";

    internal static string PathChanged(CheckPath from, CheckPath to, bool isAnchor) => isAnchor
        ? $"The same key has a path to another trust anchor: '{Name(to.Anchor)}' instead of '{Name(from.Anchor)}'."
        : "The same key has another path to the same trust anchor: an intermediate certificate was replaced.";

    internal static string AddressesDiffer(CheckResult result, CheckRecord before)
    {
        IEnumerable<string> lines = result.Details.Where(one => one.LeafPin.Length > 0).Select(one =>
            $"{one.Address} shows {one.LeafPin} ({(one.Verdict == nameof(Verdict.Match) ? "a pin matches" : one.Verdict)}"
            + $"{(one.LeafPin == before.Leaf?.Pin ? ", as before" : "")})");
        return $"The addresses of the host show different keys: {string.Join("; ", lines.Take(8))}.";
    }

    internal static string SpareUsed(CheckResult result, string pin)
    {
        PinSetPin? entry = SpkiPin.TryParse(pin, out SpkiPin value) ? result.EntryOf(value) : null;
        string note = entry?.Note is { Length: > 0 } text ? $" '{Name(text)}'" : "";
        return $"The spare{note} is in service now: promote it (Update-PinSet -Promote), and add the pin of a new spare.";
    }

    internal static string SpareGone(bool isUsed, bool isPolicy) => isUsed
        ? "The last spare is in service now, and no other spare is left: create one before the next rotation."
        : isPolicy ? "The pin of the last spare was removed from the policy: add the pin of a new spare."
        : "No spare is left, although neither the key nor the policy changed: a pin has passed its end date, or its "
            + "key is now part of the chain.";

    internal static string PolicyChanged(int added, int removed, bool isPinned) => !isPinned
        ? "The endpoint no longer has any pins."
        : added == 0 && removed == 0 ? "The pin set of the endpoint changed, but its pins did not."
        : $"The pins of the endpoint changed: {Count(added, "was", "were")} added, "
            + $"{Count(removed, "was", "were")} removed.";

    internal static string PinFollowedKey(CheckLeaf leaf) =>
        $"The pin followed the key: the key was seen on {UtcDate.Day(leaf.Since)}, when no pin matched it, and was pinned "
            + "afterwards. Make sure that the key was confirmed over another channel: if it was not, the pinned key may "
            + "be an attacker's.";

    internal static string Recovered(CheckRecord before) => before.FailedRuns > 0
        ? $"The endpoint is Ok again, after {Count(before.FailedRuns, "run", "runs")} in which it could not be checked."
        : $"The endpoint is Ok again; its level had been {before.Level} since {CheckDate.Minute(before.Since)}.";

    internal static string Removed(CheckRecord record) => record.Seen is { } seen
        ? $"The endpoint is no longer in the list; it was last seen at {CheckDate.Minute(seen)}, with the level "
            + $"{record.Level}."
        : "The endpoint is no longer in the list; it had never been reached.";

    internal static string MissedRuns(int missed, DateTime last, TimeSpan usual) =>
        $"{Count(missed, "run is", "runs are")} missing: the last run began at {CheckDate.Minute(last)}, and the usual "
            + $"interval is {Span(usual)}. Find out why the scheduler did not start the check.";

    private static string Span(TimeSpan span) => span.TotalHours >= 48
        ? Count((int)Math.Round(span.TotalDays), "day", "days")
        : span.TotalMinutes >= 120 ? Count((int)Math.Round(span.TotalHours), "hour", "hours")
        : Count(Math.Max(1, (int)Math.Round(span.TotalMinutes)), "minute", "minutes");

    private static string Count(int count, string one, string several) =>
        FormattableString.Invariant($"{count} {(count == 1 ? one : several)}");

    private static string Name(string? text) => DisplayText.Clean(text ?? "unknown");
}
