using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The results in one report: one run, or several runs of several checks.</summary>
internal sealed class PinReport
{
    private readonly List<string> _warnings = [];

    internal PinReport(IReadOnlyList<PinCheckSummary> runs, PinReportOptions options)
    {
        Runs = runs;
        Options = options;
        Whole = runs.Count == 1 ? runs[0] : Together(runs);
    }

    internal IReadOnlyList<PinCheckSummary> Runs { get; }

    internal PinReportOptions Options { get; }

    /// <summary>The run; for several runs, their sums and all their contents.</summary>
    internal PinCheckSummary Whole { get; }

    /// <summary>Warnings about what the report does not show.</summary>
    internal IReadOnlyList<string> Warnings => _warnings;

    internal string Title => Runs.Count == 1
        ? $"pin check {EscapedText.Line(Whole.Name)}".TrimEnd()
        : $"{Runs.Count} pin checks";

    internal string Sentence => EscapedText.Line(PinCheckSentence.Of(Whole));

    internal void Warn(string text) => _warnings.Add(text);

    /// <summary>The newest run of each check, for readers that hold only one state of an endpoint.</summary>
    internal IReadOnlyList<PinCheckSummary> NewestRuns()
    {
        PinCheckSummary[] newest =
        [
            .. Runs.GroupBy(run => (run.Name, run.Shard, Places: string.Join(",", run.VantagePoint)))
                .Select(group => group.OrderBy(run => run.Finished).Last()),
        ];
        if (newest.Length < Runs.Count)
            Warn($"{Runs.Count - newest.Length} older results of the same checks were left out.");
        return newest;
    }

    private static PinCheckSummary Together(IReadOnlyList<PinCheckSummary> runs) => new()
    {
        Level = runs.Select(run => run.Level).Aggregate(PinCheckLevel.Worst),
        ExitCode = ReportWords.WorstExitCode(runs.Select(run => run.ExitCode)),
        Name = string.Join(", ", runs.Select(run => run.Name).Distinct()),
        RunId = runs[0].RunId,
        Checked = runs.Sum(run => run.Checked),
        Ok = runs.Sum(run => run.Ok),
        Warning = runs.Sum(run => run.Warning),
        Critical = runs.Sum(run => run.Critical),
        Unknown = runs.Sum(run => run.Unknown),
        NotChecked = runs.Sum(run => run.NotChecked),
        Skipped = runs.Sum(run => run.Skipped),
        FailedOn = [.. runs.SelectMany(run => run.FailedOn).Distinct()],
        Started = runs.Min(run => run.Started),
        Finished = runs.Max(run => run.Finished),
        Elapsed = runs.Aggregate(System.TimeSpan.Zero, (sum, run) => sum + run.Elapsed),
        IsComplete = runs.All(run => run.IsComplete),
        MissedRuns = runs.Sum(run => run.MissedRuns),
        VantagePoint = [.. runs.SelectMany(run => run.VantagePoint).Distinct()],
        MissingVantagePoint = [.. runs.SelectMany(run => run.MissingVantagePoint).Distinct()],
        Changes = [.. runs.SelectMany(run => run.Changes)],
        Unexpected = runs.Sum(run => run.Unexpected),
        Recovered = [.. runs.SelectMany(run => run.Recovered)],
        Alerts = [.. runs.SelectMany(run => run.Alerts)],
        NextExpiry = runs.Min(run => run.NextExpiry),
        Keys = [.. runs.SelectMany(run => run.Keys)],
        Details = [.. runs.SelectMany(run => run.Details)],
    };
}
