using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// Dates of a check: always with the time, because programs compare them, and in the calendar of ISO 8601, regardless of
/// the culture.
/// </summary>
internal static class CheckDate
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] s_offsets = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    internal static string Format(DateTime date) =>
        UtcDate.Truncate(date).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>For a sentence: to the minute.</summary>
    internal static string Minute(DateTime date) =>
        UtcDate.Truncate(date).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>As written here, and with an offset as ConvertTo-Json writes a local time.</summary>
    internal static bool TryParse(string text, out DateTime date)
    {
        if (UtcDate.TryParse(text, out date)) return true;
        const DateTimeStyles Utc = DateTimeStyles.AdjustToUniversal;
        bool isRead = DateTime.TryParseExact(text, s_offsets, CultureInfo.InvariantCulture, Utc, out date);
        date = UtcDate.Truncate(date);
        return isRead;
    }
}
