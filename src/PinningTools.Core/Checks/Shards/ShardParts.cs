using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The parts of one run, with what they have in common and what they found.</summary>
internal sealed class ShardParts
{
    private readonly PinCheckSummary[] _runs;
    private readonly ShardSet _set;

    /// <param name="runs">At least one result with a Shard; each may itself be merged.</param>
    /// <exception cref="PinningException">They are not parts of one run.</exception>
    internal ShardParts(PinCheckSummary[] runs)
    {
        _runs = runs;
        Require("with -WarningDays", run => run.WarningDays?.ToString(CultureInfo.InvariantCulture) ?? "not given");
        Require("with -CriticalDays", run => run.CriticalDays?.ToString(CultureInfo.InvariantCulture) ?? "not given");
        Require("of the list", run => run.ListId);
        ShardSet[] sets = [.. runs.Select(run => ShardSet.Parse(run.Shard!))];
        Require("a part of", run => ShardSet.Parse(run.Shard!).Count + " parts");
        _set = ShardSet.Of(sets, sets[0].Count);
        var results = new List<CheckResult>();
        foreach (int number in _set.Numbers)
        {
            (PinCheckSummary Run, PinCheckDetail[] Details)[] given =
            [
                .. runs.Where((_, i) => sets[i].Has(number)).Select(run => (run, run.Details.Where(one => NumberOf(one) == number).ToArray())),
            ];
            string[] first = [.. given[0].Details.Select(Text)];
            if (given.Any(other => !other.Details.Select(Text).SequenceEqual(first)))
                throw new PinningException(Faults.MergeTwice(new CheckShard(number, _set.Count).ToString()));
            results.AddRange(given[0].Details.GroupBy(one => one.Row)
                .Select(row => CheckSeen.Read([.. row], $"part {number}/{_set.Count}")));
        }

        for (int i = 0; i < runs.Length; i++)
            if (runs[i].Details.FirstOrDefault(one => !sets[i].Has(NumberOf(one))) is { } other)
                throw new PinningException(Faults.MergeNotOfPart(ReportWords.Label(other), runs[i].Shard!));
        Results = [.. results.OrderBy(result => result.Row.Number)];
    }

    internal IReadOnlyList<CheckResult> Results { get; }

    internal string Name => _runs[0].Name;

    /// <summary>The id of the run of the first part, whatever was merged before.</summary>
    internal string RunId => _runs.OrderBy(run => ShardSet.Parse(run.Shard!).Numbers.First()).ThenBy(run => run.RunId, StringComparer.Ordinal).First().RunId;

    internal DateTime Started => _runs.Min(run => run.Started);

    internal DateTime Finished => _runs.Max(run => run.Finished);

    internal TimeSpan Elapsed => _runs.Max(run => run.Elapsed);

    internal DateTime? At => _runs[0].At;

    internal int? WarningDays => _runs[0].WarningDays;

    internal int? CriticalDays => _runs[0].CriticalDays;

    internal string ListId => _runs[0].ListId;

    internal int Skipped => _runs.Max(run => run.Skipped);

    internal string Shard => _set.ToString();

    internal string[] Missing => _set.Missing;

    /// <summary>The levels that made the exit code of a part other than 0: others do not occur, or are not to fail.</summary>
    internal string[] FailedOn
    {
        get
        {
            // A merge that lacks parts fails on Unknown for what it lacks, which is no level of its endpoints.
            IEnumerable<string> Of(PinCheckSummary run) =>
                run.MissingShard.Length > 0 && run.Unknown == 0 ? run.FailedOn.Where(one => one != PinCheckLevel.Unknown) : run.FailedOn;
            return [.. _runs.SelectMany(Of).Distinct()];
        }
    }

    internal string[] VantagePoint => [.. _runs.SelectMany(run => run.VantagePoint).Distinct().OrderBy(one => one, StringComparer.Ordinal)];

    /// <summary>The list, if all machines call it the same.</summary>
    internal string? Path => _runs.Select(run => run.Path).Distinct().Count() == 1 ? _runs[0].Path : null;

    /// <summary>The detail as the whole run has it.</summary>
    internal static string Text(PinCheckDetail one) => JsonWriter.WriteCompact(PinCheckJson.ToValue(one with { Seen = "" }));

    private int NumberOf(PinCheckDetail one) => CheckShard.NumberOf(CheckShard.KeyOf(one.Key, one.Row), _set.Count);

    private void Require(string what, Func<PinCheckSummary, string> member)
    {
        string[] two = [.. _runs.Select(member).Distinct().OrderBy(one => one, StringComparer.Ordinal).Take(2)];
        if (two.Length > 1) throw new PinningException(Faults.MergeOther(what, two[0], two[1]));
    }
}
