#if NET
using System;
using System.Globalization;

namespace PinningTools.Internal;

/// <summary>
/// The usual dates of JSON, as PowerShell's reader makes them: 2020-01-02T03:04:05, with up to seven digits after the
/// second, and with Z or an offset such as +02:00, or neither. All others are left to that reader.
/// </summary>
internal static class JsonDates
{
    private const string Form = "dddd-dd-ddTdd:dd:dd";
    private const int MaxFraction = 7;
    private const int MaxOffsetHours = 14;

    /// <summary>Whether PowerShell's reader could take the text for a date; that is more than it does.</summary>
    internal static bool IsPossible(string text) => text.Length > 8
        && ((text[0] == '/' && text[1] == 'D') || (text.Length > 10 && text[10] == 'T' && char.IsDigit(text[0])));

    /// <summary>The date; of one with an offset, the local time.</summary>
    internal static bool TryRead(string text, out DateTime date)
    {
        date = default;
        if (!HasForm(text, 0, Form)) return false;
        int year = Number(text, 0, 4), month = Number(text, 5, 2), day = Number(text, 8, 2);
        int hour = Number(text, 11, 2), minute = Number(text, 14, 2), second = Number(text, 17, 2);
        bool isValid = year > 0 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60;
        int at = Form.Length;
        if (!isValid || !TryReadFraction(text, ref at, out long ticks)) return false;
        var read = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        return TryApplyZone(text, at, read.AddTicks(ticks), out date);
    }

    private static bool TryReadFraction(string text, ref int at, out long ticks)
    {
        ticks = 0;
        if (at == text.Length || text[at] != '.') return true;
        int first = ++at;
        for (int digits = 0; digits < MaxFraction; digits++)
        {
            bool isDigit = at < text.Length && char.IsAsciiDigit(text[at]);
            ticks = (ticks * 10) + (isDigit ? text[at++] - '0' : 0);
        }

        return at > first;
    }

    private static bool TryApplyZone(string text, int at, DateTime read, out DateTime date)
    {
        date = read;
        if (at == text.Length) return true;
        if (at + 1 == text.Length && text[at] == 'Z')
        {
            date = DateTime.SpecifyKind(read, DateTimeKind.Utc);
            return true;
        }

        if (at + 6 != text.Length || text[at] is not ('+' or '-') || !HasForm(text, at + 1, "dd:dd")) return false;
        int hours = Number(text, at + 1, 2), minutes = Number(text, at + 4, 2);
        if (hours > MaxOffsetHours || minutes > 59) return false;
        long offset = new TimeSpan(hours, minutes, 0).Ticks;
        long ticks = read.Ticks + (text[at] == '-' ? offset : -offset);
        // At the ends of time PowerShell's reader decides.
        if (ticks < TimeSpan.TicksPerDay || ticks > DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay) return false;
        date = new DateTime(ticks, DateTimeKind.Utc).ToLocalTime();
        return true;
    }

    private static bool HasForm(string text, int at, string form)
    {
        if (text.Length < at + form.Length) return false;
        for (int i = 0; i < form.Length; i++)
            if (form[i] == 'd' ? !char.IsAsciiDigit(text[at + i]) : text[at + i] != form[i]) return false;
        return true;
    }

    private static int Number(string text, int at, int length) =>
        int.Parse(text.AsSpan(at, length), NumberStyles.None, CultureInfo.InvariantCulture);
}
#endif
