// The merge of results: parts of one run become the whole run, and results of several machines are compared.
// - Parts belong together if they are of one check, one list, the same options and one day. Anything else is refused, with
//   the reason.
// - A part that is given twice counts once; two runs of one part are refused.
// - The order does not matter, and merging in steps gives the same as merging at once: a merge is made of the details alone.
// - A merge is made as a run is made, by the same comparison and the same sums, so that it equals the run of the whole list.
// - Parts that are missing are named, and the merge is not complete: what a state knows of their endpoints is kept.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Merges results. See the head of this file for the rules.</summary>
/// <param name="options">The options.</param>
internal sealed class CheckMerge(MergeOptions options)
{
    /// <summary>From the first start to the last end of one run: no night is longer, and no two nights are nearer.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(20);

    /// <exception cref="PinningException">The results do not belong together, or the state cannot be used.</exception>
    internal async Task<PinCheckSummary> RunAsync(IReadOnlyList<PinCheckSummary> given, CancellationToken cancel)
    {
        if (given.Count == 0) throw new PinningException(Faults.ReportEmpty("Merge-PinCheck"));
        // The same saved run, also once as JSON and once as a page, is one run.
        PinCheckSummary[] runs = [.. given.GroupBy(Text).Select(same => same.First()).OrderBy(Text, StringComparer.Ordinal)];
        Require(runs, "of the check", run => $"'{run.Name}'");
        Require(runs, "judged as of", run => run.At is { } at ? CheckDate.Format(at) : "the time of the run");
        if (runs.Max(run => run.Finished) - runs.Min(run => run.Started) > s_longest)
            throw new PinningException(Faults.MergeApart(runs.Min(run => run.Started), runs.Max(run => run.Finished)));
        PinCheckSummary[] parts = [.. runs.Where(run => run.Shard is not null)];
        List<PinCheckSummary> wholes = [.. runs.Where(run => run.Shard is null)];
        if (parts.Length > 0 && !wholes.Any(whole => parts.All(part => IsPartOf(part, whole))))
        {
            if (wholes.Count > 0) throw new PinningException(Faults.MergePartAndWhole(parts[0].Shard!, wholes[0].RunId));
            return await JoinAsync(new ShardParts(parts), cancel).ConfigureAwait(false);
        }

        if (options.State is not null) throw new PinningException(Faults.MergeStateNeedsShards(options.State));
        return wholes.Count == 1 ? wholes[0] : ComparePlaces(wholes);
    }

    /// <summary>Results of the whole list from several machines.</summary>
    private static PinCheckSummary ComparePlaces(List<PinCheckSummary> wholes)
    {
        string? twice = wholes.SelectMany(run => run.VantagePoint.Distinct()).GroupBy(place => place)
            .Where(place => place.Count() > 1).Select(place => place.Key).FirstOrDefault();
        if (twice is not null || wholes.Any(run => run.VantagePoint.Length == 0))
            throw new PinningException(Faults.MergeTwoRuns(twice ?? "an unknown machine"));
        return PlaceJoin.Join(wholes);
    }

    private async Task<PinCheckSummary> JoinAsync(ShardParts parts, CancellationToken cancel)
    {
        if (options.State is null) return Join(parts, null);
        using CheckStateFile file = await CheckStateFile
            .OpenAsync(new CheckFiles(options.State), options.LockTimeout, cancel).ConfigureAwait(false);
        if (file.Last is { } last)
        {
            if (last.Name != parts.Name) throw new PinningException(Faults.PinCheckStateOfOther(options.State, last.Name, parts.Name));
            if (parts.Started < last.Finished) throw new PinningException(Faults.MergeLate(options.State, last.Finished, parts.Started));
        }

        return Join(parts, file);
    }

    private PinCheckSummary Join(ShardParts parts, CheckStateFile? file)
    {
        bool isPartial = parts.Missing.Length > 0;
        string place = parts.VantagePoint.Length == 1 ? parts.VantagePoint[0] : Environment.MachineName;
        var memory = new CheckMemory(
            new CheckOptions
            {
                Rows = [],
                State = options.State,
                UnreachableRuns = options.UnreachableRuns,
                KeepDays = options.KeepDays,
                Warn = options.Warn,
                // The merge may be made later: what was found was found by the parts.
                Clock = () => parts.Finished,
            },
            file, parts.Name, place, parts.Started, parts.RunId);
        CheckOutcome outcome = memory.Compare(parts.Results, isFiltered: false, isPartial: isPartial);
        PinCheckSummary summary = new CheckSum
        {
            Name = parts.Name,
            Started = parts.Started,
            Path = parts.Path,
            StateFile = options.State,
            IsFirstRun = file is not null && file.Last is null,
            Previous = file?.Last?.LastComplete,
            At = parts.At,
            WarningDays = parts.WarningDays,
            CriticalDays = parts.CriticalDays,
            FailOn = options.FailOn ?? parts.FailedOn,
            Skipped = parts.Skipped,
            VantagePoint = parts.VantagePoint,
        }.Make(isPartial ? outcome : outcome with { Details = [.. outcome.Details.Select(one => one with { Seen = "" })] })
            with { Elapsed = parts.Elapsed };
        if (isPartial) summary = WithMissing(summary, parts);
        memory.Save(outcome);
        return summary;
    }

    /// <summary>What is missing is unknown, and unknown is never fine.</summary>
    private PinCheckSummary WithMissing(PinCheckSummary summary, ShardParts parts)
    {
        bool fails = options.FailOn?.Contains(PinCheckLevel.Unknown) != false;
        return summary with
        {
            Shard = parts.Shard,
            ListId = parts.ListId,
            MissingShard = parts.Missing,
            IsComplete = false,
            Level = PinCheckLevel.Worst(summary.Checked == 0 ? PinCheckLevel.Unknown : summary.Level, PinCheckLevel.Unknown),
            ExitCode = fails ? ReportWords.WorstExitCode([summary.ExitCode, 3]) : summary.ExitCode,
            FailedOn = !fails ? summary.FailedOn
                : [.. PinCheckLevel.WorstFirst.Append("Change").Where(one => one == PinCheckLevel.Unknown || summary.FailedOn.Contains(one))],
        };
    }

    private static void Require(PinCheckSummary[] runs, string what, Func<PinCheckSummary, string> member)
    {
        string[] two = [.. runs.Select(member).Distinct().Take(2)];
        if (two.Length > 1) throw new PinningException(Faults.MergeOther(what, two[0], two[1]));
    }

    /// <summary>Whether every detail of a part is one of the whole, as it is after the merge.</summary>
    private static bool IsPartOf(PinCheckSummary part, PinCheckSummary whole)
    {
        HashSet<string> all = [.. whole.Details.Select(ShardParts.Text)];
        return part.Name == whole.Name && part.Details.All(one => all.Contains(ShardParts.Text(one)));
    }

    private static string Text(PinCheckSummary run) => (run with { Keys = [] }).ToJson();
}
