using System;

namespace PinningTools.Internal;

/// <summary>A run after it was compared with the one before.</summary>
internal sealed record CheckOutcome
{
    internal required string RunId { get; init; }

    internal DateTime Finished { get; init; }

    /// <summary>How many rows were meant.</summary>
    internal int Rows { get; init; }

    internal int NotChecked { get; init; }

    internal int MissedRuns { get; init; }

    internal required PinCheckDetail[] Details { get; init; }

    internal PinCheckChange[] Changes { get; init; } = [];

    internal required PinCheckAlert[] Alerts { get; init; }

    /// <summary>What is known now; null for a check without a memory.</summary>
    internal CheckState? Next { get; init; }
}
