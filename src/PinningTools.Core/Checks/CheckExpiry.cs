using System;
using System.Collections.Generic;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// When an expiry is near. If no days were given, the limit depends on the lifetime of each certificate: a warning
/// begins at 14 days or a third of the lifetime, whichever is shorter, and critical at 3 days or a tenth. Some
/// certificates live for one day only: a limit of 14 days would always apply to them.
/// </summary>
/// <param name="WarningDays">The number of whole days at which the warning begins; null for the limit above.</param>
/// <param name="CriticalDays">
/// The number of whole days at which the level is critical; null for the limit above.
/// </param>
internal sealed record CheckExpiry(int? WarningDays, int? CriticalDays)
{
    private static readonly TimeSpan s_warning = TimeSpan.FromDays(14);
    private static readonly TimeSpan s_critical = TimeSpan.FromDays(3);

    /// <summary>The level of a path in use and the sentence about it; null if no certificate expires soon.</summary>
    /// <param name="path">Its certificates.</param>
    /// <param name="now">The time of the check.</param>
    /// <param name="isPinOnly">Whether only the key is trusted, so that an expiry does no harm.</param>
    internal (string Level, string Message)? Worst(IReadOnlyList<PinRecord> path, DateTime now, bool isPinOnly)
    {
        string level = PinCheckLevel.Ok;
        PinRecord? first = null;
        foreach (PinRecord one in path)
        {
            if (one.NotAfter is not { } end) continue;
            string own = LevelOf(one.NotBefore, end, now);
            if (isPinOnly && own == PinCheckLevel.Critical) own = PinCheckLevel.Warning;
            bool counts = PinCheckLevel.IsWorse(own, level) || (own == level && own != PinCheckLevel.Ok && end < first?.NotAfter);
            if (!counts) continue;
            level = own;
            first = one;
        }

        return first is null ? null : (level, Describe(first, now));
    }

    internal string LevelOf(DateTime? start, DateTime end, DateTime now)
    {
        TimeSpan left = end - now;
        TimeSpan life = start is { } from && from < end ? end - from : TimeSpan.MaxValue;
        if (IsNear(CriticalDays, left, s_critical, life, 10)) return PinCheckLevel.Critical;
        return IsNear(WarningDays, left, s_warning, life, 3) ? PinCheckLevel.Warning : PinCheckLevel.Ok;
    }

    private static bool IsNear(int? days, TimeSpan left, TimeSpan most, TimeSpan life, int part) => days is { } given
        ? Math.Floor(left.TotalDays) < given
        : left < most && left.Ticks < life.Ticks / part;

    private static string Describe(PinRecord one, DateTime now)
    {
        string what = one.Role is CertificateRole.Intermediate or CertificateRole.Root
            ? $"The {one.Role.ToString().ToLowerInvariant()} certificate '{one.Subject}' of the path"
            : "The certificate";
        TimeSpan left = one.NotAfter!.Value - now;
        if (left < TimeSpan.Zero) return $"{what} expired on {UtcDate.Day(one.NotAfter)}.";
        int days = (int)Math.Floor(left.TotalDays);
        if (days > 1) return FormattableString.Invariant($"{what} expires in {days} days.");
        int hours = (int)Math.Floor(left.TotalHours);
        return days == 1 && hours >= 36 ? $"{what} expires in 1 day."
            : $"{what} expires in {hours.ToString(CultureInfo.InvariantCulture)} {(hours == 1 ? "hour" : "hours")}.";
    }
}
