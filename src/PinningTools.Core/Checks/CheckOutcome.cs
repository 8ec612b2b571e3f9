using System;

namespace PinningTools.Internal;

/// <summary>A run after the comparison with the run before.</summary>
internal sealed record CheckOutcome
{
    internal required string RunId { get; init; }

    internal DateTime Finished { get; init; }

    /// <summary>The number of selected rows.</summary>
    internal int Rows { get; init; }

    internal int NotChecked { get; init; }

    internal int MissedRuns { get; init; }

    internal required PinCheckDetail[] Details { get; init; }

    internal PinCheckChange[] Changes { get; init; } = [];

    internal required PinCheckAlert[] Alerts { get; init; }

    /// <summary>The next state; null for a check without a state.</summary>
    internal CheckState? Next { get; init; }
}
