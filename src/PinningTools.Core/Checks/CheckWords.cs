using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The sentences of changes: what happened, and what a person should make of it.</summary>
internal static class CheckWords
{
    internal static string FirstSeen(CheckResult result, CheckRunFacts run)
    {
        string when = run.LastFinished is { } last
            ? $"It is new in the list since {CheckDate.Minute(last)}"
            : "It is in the first run of this check";
        return result.Leaf is null ? $"{when}; it could not be judged yet: {FirstLine(result)}"
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
        return $"It could not be judged in {Count(next.FailedRuns, "run", "runs")} in a row: {FirstLine(result)}{seen}";
    }

    internal static string Renewed(CheckLeaf old, CheckLeaf now, DateTime today)
    {
        string left = old.NotAfter is not { } end ? ""
            : end < today ? "; the old one had expired"
            : $"; the old one had {Count((int)Math.Floor((end - today).TotalDays), "day", "days")} left";
        string until = now.NotAfter is { } next ? $", good until {UtcDate.Day(next)}" : "";
        return $"The same key has a new certificate{until}{left}.";
    }

    internal static string IssuerChanged(CheckPath from, CheckPath to) =>
        $"The same key has a certificate of another issuer: '{Name(to.Issuer)}' in place of '{Name(from.Issuer)}'.";

    internal static string PathChanged(CheckPath from, CheckPath to, bool isAnchor) => isAnchor
        ? $"The same key has a path to another trust anchor: '{Name(to.Anchor)}' in place of '{Name(from.Anchor)}'."
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
        PinSetPin? entry = SpkiPin.TryParse(pin, out SpkiPin value) ? result.Endpoint?.Policy.EntryOf(value) : null;
        string note = entry?.Note is { Length: > 0 } text ? $" '{Name(text)}'" : "";
        return $"The spare{note} is in service now: promote it (Update-PinSet -Promote), and add the pin of a new one.";
    }

    internal static string SpareGone(bool isUsed, bool isPolicy) => isUsed
        ? "The last spare is in service now, and there is no other one: make a new one before the next rotation."
        : isPolicy ? "The pin of the last spare was taken out of the policy: add the pin of a new one."
        : "No spare counts any more, without a change of the key or of the policy: a pin has passed its end date, or its "
            + "key came into the chain.";

    internal static string PolicyChanged(int added, int removed, bool isPinned) => !isPinned
        ? "It has no pins any more."
        : added == 0 && removed == 0 ? "The pins that judge it are others."
        : $"The pins that judge it changed: {Count(added, "was", "were")} added, {removed} removed.";

    internal static string PinFollowedKey(CheckLeaf leaf) =>
        $"The pin followed the key: the key was seen on {UtcDate.Day(leaf.Since)}, when no pin matched it, and was pinned "
            + "after that. Somebody must have confirmed it over another channel; if nobody did, what was pinned may be "
            + "an impostor's.";

    internal static string Recovered(CheckRecord before) => before.FailedRuns > 0
        ? $"It is as it should be again, after {Count(before.FailedRuns, "run", "runs")} in which it could not be judged."
        : $"It is as it should be again; it was {before.Level} since {CheckDate.Minute(before.Since)}.";

    internal static string Removed(CheckRecord record) => record.Seen is { } seen
        ? $"It is not in the list any more; it was last seen at {CheckDate.Minute(seen)}, with the level {record.Level}."
        : "It is not in the list any more; it had never been reached.";

    internal static string MissedRuns(int missed, DateTime last, TimeSpan usual) =>
        $"{Count(missed, "run is", "runs are")} missing: the last one began at {CheckDate.Minute(last)}, and there is "
            + $"usually one every {Span(usual)}. See why the scheduler did not start it.";

    private static string Span(TimeSpan span) => span.TotalHours >= 48
        ? Count((int)Math.Round(span.TotalDays), "day", "days")
        : span.TotalMinutes >= 120 ? Count((int)Math.Round(span.TotalHours), "hour", "hours")
        : Count(Math.Max(1, (int)Math.Round(span.TotalMinutes)), "minute", "minutes");

    private static string Count(int count, string one, string several) =>
        FormattableString.Invariant($"{count} {(count == 1 ? one : several)}");

    private static string Name(string? text) => DisplayText.Clean(text ?? "unknown");
}
