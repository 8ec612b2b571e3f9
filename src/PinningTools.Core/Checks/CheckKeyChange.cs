using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A new key: whether it was expected, and the reason.</summary>
/// <param name="IsExpected">Whether the key was pinned before the last run, itself or through an authority.</param>
/// <param name="Why">The reason, with further facts for or against the key.</param>
internal sealed record CheckKeyChange(bool IsExpected, string Why)
{
    internal static CheckKeyChange Of(CheckResult result, CheckRecord before, CheckRecord next, DateTime now)
    {
        string pin = next.Leaf!.Pin;
        bool isCovered = CheckComparer.CoveredByAuthority(result, before);
        bool isPinned = before.Policy?.Has(pin) == true;
        // A key that is pinned for another place in the chain, or vetoed, does not match and was not expected either.
        bool isExpected = (isPinned || isCovered) && result.Main.Verdict != nameof(Verdict.VetoedPin);
        string first = isPinned ? Pinned(result, pin)
            : isCovered ? $"The new key is covered by the pin {result.Main.MatchedPin} of its "
                + $"{result.Main.MatchedRole.ToLowerInvariant()} certificate, which was already pinned in the last run."
            : next.Policy?.Has(pin) == true
                ? "The pin of the new key was added to the policy since the last run. Whether that was before or after "
                    + "the key changed is not known."
                : "The new key is not pinned, and was not pinned in the last run.";
        List<string> parts = [first, .. Notes(before, next, isExpected, now)];
        if (!isExpected && result.Transparency.Length > 0) parts.Add(result.Transparency);
        return new CheckKeyChange(isExpected, string.Join(" ", parts));
    }

    private static string Pinned(CheckResult result, string pin)
    {
        PinSetPin? entry = SpkiPin.TryParse(pin, out SpkiPin value) ? result.EntryOf(value) : null;
        string note = entry?.Note is { Length: > 0 } text ? $" '{DisplayText.Clean(text)}'" : "";
        string since = entry?.Added is { } added ? $" since {UtcDate.Day(added)}" : " since before the last run";
        string what = entry?.Role == PinRole.Backup ? "is the spare" : "matches the pin";
        return entry is null
            ? "The new key was already pinned before the last run."
            : $"The new key {what}{note} that this set has held{since}.";
    }

    /// <summary>
    /// Rules of thumb from Certificate Patrol: was the old certificate near its end, and is the authority the same?
    /// </summary>
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
            yield return $"The trust anchor changed too: it is now '{DisplayText.Clean(to.Anchor ?? "unknown")}'.";
    }

    private static string Days(int days) => days == 1 ? "1 day" : FormattableString.Invariant($"{days} days");
}
