using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>Dates as other programs' formats write them, in UTC.</summary>
internal static class FormatDate
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly DateTime s_epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static bool TryParseDay(string text, out DateTime date) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out date);

    /// <summary>From seconds since 1970; null for what is not a date.</summary>
    internal static DateTime? FromUnix(long seconds) =>
        seconds >= 0 && seconds <= (DateTime.MaxValue.Ticks - s_epoch.Ticks) / TimeSpan.TicksPerSecond
            ? s_epoch.AddSeconds(seconds)
            : null;

    internal static long ToUnix(DateTime date) => (date.Ticks - s_epoch.Ticks) / TimeSpan.TicksPerSecond;
}
