using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Rules about dates: in the past, too near, too far away, too long ago.</summary>
internal static class DateRules
{
    /// <summary>A date further away than this is probably a mistake.</summary>
    private const int FarYears = 5;

    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter) =>
    [
        .. SetExpiry(set, linter),
        .. set.Entries.SelectMany(pin => PinDates(set, pin, linter)),
        .. ReportOnly(set, linter),
    ];

    private static IEnumerable<PinSetFinding> SetExpiry(PinSet set, PinLinter linter)
    {
        if (set.Expires is not { } expires) yield break;
        string date = UtcDate.Format(expires);
        if (expires <= linter.Now)
            yield return new("PinSetExpired", FindingSeverity.Error, set,
                $"It expired on {date}; OnExpired is {set.OnExpired}.",
                "Confirm the pins, then extend the set: Update-PinSet -Expires.");
        else if (expires <= linter.Now.AddDays(linter.LeadDays))
            yield return new("PinSetExpiresSoon", FindingSeverity.Warning, set,
                $"It expires on {date}; OnExpired is {set.OnExpired}.",
                "Confirm the pins, then extend the set: Update-PinSet -Expires.");
        else if (expires > linter.Now.AddYears(FarYears)) yield return FarOff(set, date, "its end");
    }

    private static IEnumerable<PinSetFinding> PinDates(PinSet set, PinSetPin pin, PinLinter linter)
    {
        if (pin.NotAfter is { } end && !pin.Bad)
        {
            string date = UtcDate.Format(end);
            if (end <= linter.Now)
                yield return new("PinOutdated", FindingSeverity.Warning, set, $"{pin} has not been accepted since "
                    + $"{date}.",
                    "Remove it, or give it a new date.") { Pin = pin.Pin };
            else if (end <= linter.Now.AddDays(linter.LeadDays))
                yield return PinExpiresSoon(set, pin, $"it is no longer accepted after {date}");
            else if (end > linter.Now.AddYears(FarYears)) yield return FarOff(set, date, $"the end of {pin}");
        }

        if (!pin.Bad && pin.Role == PinRole.Leaf
            && pin.Certificate is { } text && Base64Certificate.Parse(text).NotAfter is { } certificateEnd
            && certificateEnd <= linter.Now.AddDays(linter.LeadDays))
            yield return LeafExpiresSoon(set, pin.Value, certificateEnd);
        if ((pin.Added ?? pin.LastSeen) > linter.Now.AddDays(1) || pin.LastSeen > linter.Now.AddDays(1))
            yield return new("DateInFuture", FindingSeverity.Warning, set, $"{pin} has a date in the future for when "
                + "it was added or last seen.",
                "Check the clock of the machine that wrote it.") { Pin = pin.Pin };
    }

    private static IEnumerable<PinSetFinding> ReportOnly(PinSet set, PinLinter linter)
    {
        if (set.Mode != PinSetMode.ReportOnly || set.Added > linter.Now.AddDays(-linter.LeadDays)) yield break;
        string since = set.Added is { } added ? "since " + UtcDate.Format(added) : "since an unknown date";
        yield return new("ReportOnlyForLong", FindingSeverity.Warning, set,
            $"The set has been report-only {since}: it protects no one.",
            "Read the reports, then enforce the set: Update-PinSet -Mode Enforce.");
    }

    internal static PinSetFinding LeafExpiresSoon(PinSet set, SpkiPin pin, DateTime end) => new(
        "LeafExpiresSoon", FindingSeverity.Warning, set,
        $"The leaf certificate of {pin} expires on {UtcDate.Format(end)}: a renewal with a new key locks clients out.",
        "Renew with the same key, or publish the new key's pin first.") { Pin = pin.ToString() };

    private static PinSetFinding PinExpiresSoon(PinSet set, PinSetPin pin, string when) => new(
        "PinExpiresSoon", FindingSeverity.Warning, set, $"{pin} is close to its end date: {when}.",
        "Publish the pin of the next key.") { Pin = pin.Pin };

    private static PinSetFinding FarOff(PinSet set, string date, string what) => new(
        "DateFarOff", FindingSeverity.Warning, set,
            $"{date} as {what} is more than {FarYears} years in the future: no one will remember it.",
        "Give a date on which someone will review it.");
}
