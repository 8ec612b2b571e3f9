using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Joins the summaries of one check from several machines. Each endpoint has one detail: the worst, with the views of all
/// machines and the sentence about them. The result does not depend on the order, and joining in steps gives the same as
/// joining at once: what a join adds is made of the views alone, and made again by the next join.
/// </summary>
internal static class PlaceJoin
{
    /// <param name="runs">At least one summary; each may itself be joined.</param>
    internal static PinCheckSummary Join(IReadOnlyList<PinCheckSummary> runs)
    {
        PinCheckSummary[] all = [.. runs.Select(PlaceIntake.Take)];
        PinCheckSummary first = all.OrderBy(run => run.Started).ThenBy(run => run.RunId, StringComparer.Ordinal).First();
        DateTime finished = all.Max(run => run.Finished);
        PinCheckDetail[] details = Details(all);
        PinCheckChange[] differ = [.. details.Select(one => Change(first, one, finished)).OfType<PinCheckChange>()];
        ILookup<string, PinCheckChange> found = differ.ToLookup(one => one.Key);
        details = [.. details.Select(one => one with { Changes = [.. one.Changes, .. found[one.Key].Take(1)] })];
        PinCheckChange[] changes = [.. ChangesOf(all), .. differ];
        HashSet<string> bad = [.. details.Where(one => one.Level != PinCheckLevel.Ok).Select(one => one.Key)];
        int Count(string level) => details.Count(one => one.Level == level);
        string[] missing = [.. all.SelectMany(run => run.MissingVantagePoint).Distinct().OrderBy(one => one, StringComparer.Ordinal)];
        string level = PinCheckLevel.WorstFirst.FirstOrDefault(one => Count(one) > 0) ?? PinCheckLevel.Unknown;
        return first with
        {
            Level = missing.Length > 0 ? PinCheckLevel.Worst(level, PinCheckLevel.Unknown) : level,
            ExitCode = ReportWords.WorstExitCode(all.Select(run => run.ExitCode)),
            Checked = details.Length,
            Ok = Count(PinCheckLevel.Ok),
            Warning = Count(PinCheckLevel.Warning),
            Critical = Count(PinCheckLevel.Critical),
            Unknown = Count(PinCheckLevel.Unknown),
            NotChecked = details.Count(one => one.Verdict == ReportWords.NotChecked),
            Skipped = all.Max(run => run.Skipped),
            FailedOn = [.. PinCheckLevel.WorstFirst.Append("Change").Where(one => all.Any(run => run.FailedOn.Contains(one)))],
            Path = Same(all, run => run.Path),
            StateFile = Same(all, run => run.StateFile),
            Shard = Same(all, run => run.Shard),
            Finished = finished,
            Elapsed = all.Max(run => run.Elapsed),
            IsComplete = all.All(run => run.IsComplete),
            IsFirstRun = all.All(run => run.IsFirstRun),
            Previous = all.Min(run => run.Previous),
            MissedRuns = all.Max(run => run.MissedRuns),
            VantagePoint = [.. all.SelectMany(run => run.VantagePoint).Distinct().OrderBy(one => one, StringComparer.Ordinal)],
            MissingVantagePoint = missing,
            Changes = changes,
            Unexpected = changes.Count(one => !one.Expected),
            Recovered = [.. all.SelectMany(run => run.Recovered).Distinct().Where(key => !bad.Contains(key))
                .OrderBy(key => key, StringComparer.Ordinal)],
            Alerts = PlaceAlerts.Join(all, details, first.Started),
            NextExpiry = all.Min(run => run.NextExpiry),
            Keys = KeysOf(details),
            Details = details,
        };
    }

    /// <summary>In the order of the rows, and for equal rows of the keys.</summary>
    private static PinCheckDetail[] Details(PinCheckSummary[] all)
    {
        PinCheckDetail[] given = [.. all.SelectMany(run => run.Details)];
        IEnumerable<PinCheckDetail> named = given.Where(one => one.Key.Length > 0)
            .GroupBy(one => one.Key, StringComparer.Ordinal).Select(key => Detail([.. key]));
        // The same row that cannot be read is one row, from wherever it was read.
        IEnumerable<PinCheckDetail> unnamed = given.Where(one => one.Key.Length == 0)
            .GroupBy(one => (one.Row, one.HostName, one.Message)).Select(row => row.First());
        return [.. named.Concat(unnamed).OrderBy(one => one.Row ?? int.MaxValue).ThenBy(one => one.Key, StringComparer.Ordinal)];
    }

    private static PinCheckDetail Detail(PinCheckDetail[] same)
    {
        PinCheckDetail[] bare = [.. same.Select(Bare)];
        PinCheckView[] views = ViewComparison.Sort(bare.SelectMany(one => one.Views));
        PinCheckDetail worst = bare.OrderBy(one => PinCheckLevel.Rank(one.Level))
            .ThenBy(one => one.Verdict, StringComparer.Ordinal).ThenBy(one => one.LeafPin, StringComparer.Ordinal)
            .ThenBy(one => one.Address, StringComparer.Ordinal).ThenBy(one => one.Issuer, StringComparer.Ordinal)
            .ThenBy(one => one.Message, StringComparer.Ordinal).First();
        string text = ViewComparison.Compare(views).Text;
        return worst with
        {
            Row = bare.Min(one => one.Row),
            Views = views,
            Message = text.Length == 0 ? worst.Message : text + "\n" + worst.Message,
            FailedRuns = bare.Max(one => one.FailedRuns),
            Changes =
            [
                .. bare.SelectMany(one => one.Changes).GroupBy(Identity).Select(change => change.First())
                    .OrderBy(Identity, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The detail without what an earlier join added to it.</summary>
    private static PinCheckDetail Bare(PinCheckDetail one)
    {
        string text = ViewComparison.Compare(one.Views).Text;
        return one with
        {
            Message = text.Length > 0 && one.Message.StartsWith(text + "\n", StringComparison.Ordinal)
                ? one.Message.Substring(text.Length + 1) : one.Message,
            Changes = [.. one.Changes.Where(change => !IsOfJoin(change))],
        };
    }

    private static bool IsOfJoin(PinCheckChange change) =>
        change.Kind == ViewFinding.Kind && change.RunId.Length == 0;

    private static PinCheckChange? Change(PinCheckSummary run, PinCheckDetail one, DateTime at)
    {
        ViewFinding finding = ViewComparison.Compare(one.Views);
        if (one.Key.Length == 0 || finding.Outcome is not (ViewOutcome.Differ or ViewOutcome.DifferentKeys)) return null;
        string[] seen = [.. one.Views.Where(view => view.LeafPin.Length > 0).Select(ViewText)];
        return new PinCheckChange
        {
            Id = CheckId.Of(12, [ViewFinding.Kind, run.Name, one.Key, .. seen]),
            At = at,
            Name = run.Name,
            Key = one.Key,
            Kind = ViewFinding.Kind,
            Expected = !finding.Differs,
            Level = one.Level,
            New = new PinCheckFacts { Addresses = seen },
            Why = finding.Text,
            Owner = one.Owner,
        };
    }

    /// <summary>The machine, the address and the pin of a view.</summary>
    internal static string ViewText(PinCheckView view) => $"{view.VantagePoint} {view.Address} {view.LeafPin}";

    private static IEnumerable<PinCheckChange> ChangesOf(PinCheckSummary[] all) => all.SelectMany(run => run.Changes)
        .Where(change => !IsOfJoin(change)).GroupBy(Identity).Select(change => change.First())
        .OrderBy(Identity, StringComparer.Ordinal);

    /// <summary>Ids are hashes of what a machine saw: two machines may have seen the same.</summary>
    private static string Identity(PinCheckChange change) => string.Join(
        "\0", change.Key, change.Kind, change.Id, change.VantagePoint, change.RunId, change.Expected, change.Why);

    private static string? Same(PinCheckSummary[] all, Func<PinCheckSummary, string?> member) =>
        all.Select(member).Distinct().Take(2).Count() == 1 ? member(all[0]) : null;

    internal static PinCheckKey[] KeysOf(PinCheckDetail[] details) =>
    [
        .. details.Where(one => one.LeafPin.Length > 0).GroupBy(one => one.LeafPin).Select(key => new PinCheckKey
        {
            Pin = key.Key,
            NotAfter = key.Min(one => one.NotAfter),
            Endpoints = [.. key.Select(one => one.Key).Distinct()],
            Level = key.Select(one => one.Level).Aggregate(PinCheckLevel.Worst),
        }),
    ];
}
