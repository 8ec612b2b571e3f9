using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>Dates as they are written in files: in UTC, to the second, and without a time if it is midnight.</summary>
internal static class UtcDate
{
    private static readonly string[] s_forms =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    internal static DateTime Now => Truncate(Clock.Now);

    internal static bool TryParse(string text, out DateTime date)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        bool read = DateTime.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, Utc, out date);
        date = Truncate(date);
        return read;
    }

    internal static string Format(DateTime date)
    {
        DateTime utc = Truncate(date);
        return utc.ToString(utc.TimeOfDay == TimeSpan.Zero ? s_forms[0] : s_forms[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Only the day; a question mark if there is no date.</summary>
    internal static string Day(DateTime? date) => date?.ToString(s_forms[0], CultureInfo.InvariantCulture) ?? "?";

    /// <summary>
    /// In UTC, to the second. A time of unspecified kind is treated as UTC, because that is its meaning in files.
    /// </summary>
    internal static DateTime Truncate(DateTime date)
    {
        DateTime utc = date.Kind == DateTimeKind.Local
            ? date.ToUniversalTime()
            : DateTime.SpecifyKind(date, DateTimeKind.Utc);
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
