using System;

namespace PinningTools.Internal;

/// <summary>What an export says that stands in no pin set.</summary>
internal sealed record ExportOptions
{
    /// <summary>What browsers that still read HPKP cap it at (RFC 7469 section 4.1).</summary>
    internal const int UsualMaxAgeDays = 60;

    /// <summary>When the list is made, in UTC.</summary>
    internal DateTime Now { get; init; } = UtcDate.Now;

    /// <summary>How long clients remember the pins after each visit, in a format that says so.</summary>
    internal TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(UsualMaxAgeDays);

    /// <summary>Until when a published store may be used; null where it is not one, or stays as it is.</summary>
    internal DateTime? ValidUntil { get; init; }
}
