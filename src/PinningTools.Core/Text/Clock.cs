using System;

namespace PinningTools.Internal;

/// <summary>The clock. No other code reads the system's time; the build prevents it.</summary>
internal static class Clock
{
    /// <summary>In UTC.</summary>
    internal static DateTime Now => DateTime.UtcNow;

    /// <summary>Whole days until a date; negative once it has passed.</summary>
    internal static int? DaysUntil(DateTime? end) =>
        end is { } date ? (int)Math.Floor((date - Now).TotalDays) : null;
}
