using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The options of a merge.</summary>
internal sealed record MergeOptions
{
    /// <summary>The path of the state; null to compare with nothing.</summary>
    internal string? State { get; init; }

    internal TimeSpan LockTimeout { get; init; }

    internal int UnreachableRuns { get; init; } = 2;

    internal int KeepDays { get; init; } = 400;

    /// <summary>The levels, and Change, that make the exit code other than 0; null for those of the parts.</summary>
    internal IReadOnlyList<string>? FailOn { get; init; }

    /// <summary>Receives warnings.</summary>
    internal Action<string> Warn { get; init; } = _ => { };
}
