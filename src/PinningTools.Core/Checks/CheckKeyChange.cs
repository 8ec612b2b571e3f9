using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A new key: whether it was to be expected, and the reason in words.</summary>
/// <param name="IsExpected">Whether the key was pinned before the last run, itself or by an authority.</param>
/// <param name="Why">The reason, and what else speaks for or against it.</param>
internal sealed record CheckKeyChange(bool IsExpected, string Why)
{
    internal static CheckKeyChange Of(CheckResult result, CheckRecord before, CheckRecord next, DateTime now)
    {
        string pin = next.Leaf!.Pin;
        bool isCovered = CheckComparer.CoveredByAuthority(result, before);
        bool isPinned = before.Policy?.Has(pin) == true;
        // One that is pinned for another place, or vetoed, does not match and was not expected either.
        bool isExpected = (isPinned || isCovered) && result.Main.Verdict != nameof(Verdict.VetoedPin);
        string first = isPinned ? Pinned(result, pin)
            : isCovered ? $"The new key is vouched for by the pin {result.Main.MatchedPin} of its "
                + $"{result.Main.MatchedRole.ToLowerInvariant()} certificate, which was pinned before."
            : next.Policy?.Has(pin) == true
                ? "The pin of the new key came into the policy since the last run: whether before the key or after it "
                    + "is not known."
                : "The new key was never pinned.";
        List<string> parts = [first, .. Notes(before, next, isExpected, now)];
        if (!isExpected && result.Transparency.Length > 0) parts.Add(result.Transparency);
        return new CheckKeyChange(isExpected, string.Join(" ", parts));
    }

    private static string Pinned(CheckResult result, string pin)
    {
        PinSetPin? entry = SpkiPin.TryParse(pin, out SpkiPin value) ? result.Endpoint?.Policy.EntryOf(value) : null;
        string note = entry?.Note is { Length: > 0 } text ? $" '{DisplayText.Clean(text)}'" : "";
        string since = entry?.Added is { } added ? $" since {UtcDate.Day(added)}" : " since before the last run";
        string what = entry?.Role == PinRole.Backup ? "the spare" : "a pin";
        return entry is null
            ? "The new key is one that was pinned before the last run."
            : $"The new key is {what}{note} that this set has held{since}.";
    }

    /// <summary>Certificate Patrol's rules of thumb: was the old one near its end, is it the same authority?</summary>
    private static IEnumerable<string> Notes(CheckRecord before, CheckRecord next, bool isExpected, DateTime now)
    {
        if (before.Leaf is { NotAfter: { } end } old)
        {
            int days = (int)Math.Floor((end - now).TotalDays);
            bool isEarly = old.NotBefore is { } start && (end - now).Ticks > (end - start).Ticks / 3;
            if (days < 0) yield return "The old certificate had expired.";
            else if (isEarly && !isExpected)
                yield return $"More than a third of the old certificate's lifetime was left ({Days(days)}).";
            else yield return $"The old certificate had {Days(days)} left.";
        }

        if (before.Path is not { } from || next.Path is not { } to || from.Issuer == to.Issuer) yield break;
        yield return $"The issuer changed too, from '{DisplayText.Clean(from.Issuer)}' to '{DisplayText.Clean(to.Issuer)}'.";
        if (from.Pins.Length > 0 && to.Pins.Length > 0 && from.Pins.Last() != to.Pins.Last())
            yield return $"So did the trust anchor: it is '{DisplayText.Clean(to.Anchor ?? "unknown")}' now.";
    }

    private static string Days(int days) => days == 1 ? "1 day" : FormattableString.Invariant($"{days} days");
}
