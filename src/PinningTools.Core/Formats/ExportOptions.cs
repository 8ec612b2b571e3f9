using System;

namespace PinningTools.Internal;

/// <summary>The values of an export that are not in a pin set.</summary>
internal sealed record ExportOptions
{
    /// <summary>The maximum in browsers that still support HPKP (RFC 7469 section 4.1).</summary>
    internal const int UsualMaxAgeDays = 60;

    /// <summary>When the list was made, in UTC.</summary>
    internal DateTime Now { get; init; } = UtcDate.Now;

    /// <summary>How long clients remember the pins after each visit, for a format that has this value.</summary>
    internal TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(UsualMaxAgeDays);

    /// <summary>
    /// Until when a published store may be used; null if it is not published, or if the date does not change.
    /// </summary>
    internal DateTime? ValidUntil { get; init; }
}
