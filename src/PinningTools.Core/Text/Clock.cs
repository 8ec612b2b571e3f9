using System;

namespace PinningTools.Internal;

/// <summary>The clock. No other code reads the system's time: the build refuses it by src/BannedSymbols.txt.</summary>
internal static class Clock
{
#pragma warning disable RS0030 // The one place.
    /// <summary>In UTC.</summary>
    internal static DateTime Now => DateTime.UtcNow;
#pragma warning restore RS0030

    /// <summary>Whole days until a date; negative once it has passed.</summary>
    internal static int? DaysUntil(DateTime? end) =>
        end is { } date ? (int)Math.Floor((date - Now).TotalDays) : null;
}
