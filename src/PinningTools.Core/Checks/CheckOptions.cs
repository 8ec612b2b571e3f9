using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>The options of one run of a check.</summary>
internal sealed record CheckOptions
{
    /// <summary>The rows of the list.</summary>
    internal required IReadOnlyList<ListRow> Rows { get; init; }

    /// <summary>Is called when the rows were interpreted: those of a long list are no longer needed then.</summary>
    internal Action GiveUpRows { get; init; } = () => { };

    /// <summary>The list or the pin store; null for rows from the pipeline.</summary>
    internal string? Source { get; init; }

    /// <summary>The path of the list, if it is a file.</summary>
    internal string? ListFile { get; init; }

    /// <summary>The folder for files that rows name.</summary>
    internal string Folder { get; init; } = "";

    /// <summary>The name of the check; null to use that of the list.</summary>
    internal string? Name { get; init; }

    /// <summary>Selects rows by tag; null for all rows.</summary>
    internal Func<string, bool>? IsWanted { get; init; }

    /// <summary>The tags that were selected, for messages.</summary>
    internal string Tags { get; init; } = "";

    /// <summary>The policies for rows without pins; null if each row must have pins.</summary>
    internal IPolicySource? Policies { get; init; }

    /// <summary>The pin store for commands to paste; null for the default store or none.</summary>
    internal string? Store { get; init; }

    internal int? WarningDays { get; init; }

    internal int? CriticalDays { get; init; }

    /// <summary>The levels, and Change, that make the exit code other than 0.</summary>
    internal IReadOnlyList<string> FailOn { get; init; } = ["Warning", "Critical", "Unknown"];

    internal int ThrottleLimit { get; init; } = 32;

    internal TimeSpan? MaxRuntime { get; init; }

    internal bool IsSlim { get; init; }

    /// <summary>The part of the list to check; null for all of it.</summary>
    internal CheckShard? Shard { get; init; }

    internal CheckOrder Order { get; init; } = new();

    /// <summary>The path of the state; null for a check without a state.</summary>
    internal string? State { get; init; }

    internal TimeSpan LockTimeout { get; init; }

    internal int UnreachableRuns { get; init; } = 2;

    internal int KeepDays { get; init; } = 400;

    /// <summary>The other machines that check the list as well.</summary>
    internal IReadOnlyList<IPlace> Places { get; init; } = [];

    /// <summary>Whether this machine checks the list; used with other machines only.</summary>
    internal bool IncludesLocal { get; init; } = true;

    /// <summary>Receives each endpoint that another machine has checked: the level.</summary>
    internal Action<string> PlaceProgress { get; init; } = _ => { };

    /// <summary>Receives warnings.</summary>
    internal Action<string> Warn { get; init; } = _ => { };

    /// <summary>
    /// Receives each endpoint that is finished: the number of endpoints, the result and the verdicts.
    /// </summary>
    internal Action<int, CheckResult, IReadOnlyList<PinVerdict>> Progress { get; init; } = (_, _, _) => { };

    /// <summary>The clock.</summary>
    internal Func<DateTime> Clock { get; init; } = () => UtcDate.Now;
}
