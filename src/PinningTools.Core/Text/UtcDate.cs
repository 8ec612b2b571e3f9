using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>Dates as files carry them: in UTC, to the second, and without a time where it is midnight.</summary>
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

    /// <summary>The day alone; a question mark where there is no date.</summary>
    internal static string Day(DateTime? date) => date?.ToString(s_forms[0], CultureInfo.InvariantCulture) ?? "?";

    /// <summary>In UTC, to the second. A time of no kind is taken as UTC, for that is how files mean it.</summary>
    internal static DateTime Truncate(DateTime date)
    {
        DateTime utc = date.Kind == DateTimeKind.Local
            ? date.ToUniversalTime()
            : DateTime.SpecifyKind(date, DateTimeKind.Utc);
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }
}
