using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Makes the summary of a run, or of the parts of one, from what was found.</summary>
internal sealed record CheckSum
{
    internal required string Name { get; init; }

    internal DateTime Started { get; init; }

    internal string? Path { get; init; }

    internal string? StateFile { get; init; }

    internal bool IsFirstRun { get; init; }

    internal DateTime? Previous { get; init; }

    internal DateTime? At { get; init; }

    internal int? WarningDays { get; init; }

    internal int? CriticalDays { get; init; }

    /// <summary>The levels, and Change, that make the exit code other than 0.</summary>
    internal IReadOnlyList<string> FailOn { get; init; } = [];

    internal int Skipped { get; init; }

    internal string[] VantagePoint { get; init; } = [];

    /// <summary>The machines that gave no answer.</summary>
    internal string[] MissingVantagePoint { get; init; } = [];

    /// <summary>Whether the keys are made when they are read: they name each endpoint a second time.</summary>
    internal bool IsSlim { get; init; }

    internal PinCheckSummary Make(CheckOutcome outcome)
    {
        PinCheckDetail[] details = outcome.Details;
        int Count(string level) => details.Count(one => one.Level == level);
        // A run without any host is Unknown, not Ok.
        string level = PinCheckLevel.WorstFirst.FirstOrDefault(one => Count(one) > 0) ?? PinCheckLevel.Unknown;
        // A machine that gave no answer has seen nothing, and silence is not Ok.
        bool isLost = MissingVantagePoint.Length > 0;
        if (isLost) level = PinCheckLevel.Worst(level, PinCheckLevel.Unknown);
        int unexpected = outcome.Changes.Count(change => !change.Expected);
        string[] failed = [.. PinCheckLevel.WorstFirst
            .Where(one => (Count(one) > 0 || (isLost && one == PinCheckLevel.Unknown)) && FailOn.Contains(one))];
        bool failsOnChange = unexpected > 0 && FailOn.Contains("Change");
        var summary = new PinCheckSummary
        {
            Level = level,
            ExitCode = failed.Length > 0 ? PinCheckLevel.ExitCode(failed[0]) : failsOnChange ? 1 : 0,
            Name = Name,
            RunId = outcome.RunId,
            Checked = details.Length,
            Ok = Count(PinCheckLevel.Ok),
            Warning = Count(PinCheckLevel.Warning),
            Critical = Count(PinCheckLevel.Critical),
            Unknown = Count(PinCheckLevel.Unknown),
            NotChecked = outcome.NotChecked,
            Skipped = Skipped,
            WarningDays = WarningDays,
            CriticalDays = CriticalDays,
            FailedOn = failsOnChange ? [.. failed, "Change"] : failed,
            Path = Path,
            StateFile = StateFile,
            Started = Started,
            Finished = outcome.Finished,
            At = At,
            IsComplete = outcome.NotChecked == 0,
            IsFirstRun = IsFirstRun,
            Previous = Previous,
            MissedRuns = outcome.MissedRuns,
            VantagePoint = VantagePoint,
            MissingVantagePoint = MissingVantagePoint,
            Changes = outcome.Changes,
            Unexpected = unexpected,
            Recovered = [.. outcome.Changes.Where(one => one.Kind == "Recovered").Select(one => one.Key)],
            Alerts = outcome.Alerts,
            NextExpiry = details.Where(one => one.ChainNotAfter > (At ?? Started)).Min(one => one.ChainNotAfter),
            Details = details,
        };
        return IsSlim ? summary : summary with { Keys = summary.Keys };
    }
}
