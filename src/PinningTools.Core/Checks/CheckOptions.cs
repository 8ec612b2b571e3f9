using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>What one run of a check is asked for.</summary>
internal sealed record CheckOptions
{
    /// <summary>The rows of the list.</summary>
    internal required IReadOnlyList<ListRow> Rows { get; init; }

    /// <summary>The list or the pin store; null for rows from the pipeline.</summary>
    internal string? Source { get; init; }

    /// <summary>The file of the list, where it is one.</summary>
    internal string? ListFile { get; init; }

    /// <summary>Where files that rows name are looked for.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>The name of the check; null for the list's.</summary>
    internal string? Name { get; init; }

    /// <summary>Whether a tag is one of those asked for; null for any row.</summary>
    internal Func<string, bool>? IsWanted { get; init; }

    /// <summary>The tags that were asked for, for messages.</summary>
    internal string Tags { get; init; } = "";

    /// <summary>Judges the rows without pins; null where each must have its own.</summary>
    internal IPolicySource? Policies { get; init; }

    /// <summary>The pin store, for what is to be pasted; null for the default one and for none.</summary>
    internal string? Store { get; init; }

    internal int? WarningDays { get; init; }

    internal int? CriticalDays { get; init; }

    /// <summary>The levels, and Change, by which the exit code is not 0.</summary>
    internal IReadOnlyList<string> FailOn { get; init; } = ["Warning", "Critical", "Unknown"];

    internal int ThrottleLimit { get; init; } = 32;

    internal TimeSpan? MaxRuntime { get; init; }

    internal bool IsSlim { get; init; }

    internal CheckOrder Order { get; init; } = new();

    /// <summary>The file of the state; null for a check without a memory.</summary>
    internal string? State { get; init; }

    internal TimeSpan LockTimeout { get; init; }

    internal int UnreachableRuns { get; init; } = 2;

    internal int KeepDays { get; init; } = 400;

    /// <summary>Takes what should be known although the check goes on.</summary>
    internal Action<string> Warn { get; init; } = _ => { };

    /// <summary>Takes each endpoint that is done: how many there are, its result and its verdicts.</summary>
    internal Action<int, CheckResult, IReadOnlyList<PinVerdict>> Progress { get; init; } = (_, _, _) => { };

    /// <summary>The clock.</summary>
    internal Func<DateTime> Clock { get; init; } = () => UtcDate.Now;
}
