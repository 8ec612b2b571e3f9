// The room Checks: repeated checks of many endpoints, with a state that is kept between runs.
// - A run is a function of the list, the policy and the last state. It never writes the policy.
// - A row that cannot be used is a result with the reason; the other rows are still checked.
// - Changes are found by comparing two states. An incomplete run says so, keeps the records of the endpoints that it did
//   not check, and reports nothing as removed.
// - The state is read and written under its lock and replaced as a whole. A cancelled run saves nothing.
// - A check at another time (-At) is compared with nothing, and nothing is saved.
// - A part of a list (-Shard) has no state: what it found goes on in the merge of all parts.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// One run of a check: rows become endpoints, endpoints become results, results are compared with the last run, and
/// all of it becomes a summary and the next state. See the head of this file for the rules.
/// </summary>
/// <param name="options">The options of the run.</param>
internal sealed class CheckRun(CheckOptions options)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DateTime _started = options.Clock();
    private int _given;
    private readonly string _vantagePoint = Environment.MachineName;
    private readonly string _name = options.Name is { } given ? CheckName.Require(given) : CheckName.Of(options.Source);

    /// <exception cref="PinningException">
    /// There is nothing to check, or the state cannot be used. Nothing was checked, or nothing was saved.
    /// </exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing was saved.</exception>
    internal async Task<PinCheckSummary> RunAsync(CancellationToken cancel)
    {
        if (options.Rows.Count == 0)
            throw new PinningException(Faults.PinCheckListEmpty(
                options.Source, options.Source is null ? ": no rows came" : $" in '{options.Source}'"));
        if (options is { Shard: not null, State: not null }) throw new PinningException(Faults.PinCheckShardState());
        if (options is { Shard: not null, Places.Count: > 0 }) throw new PinningException(Faults.PinCheckShardSession());
        CheckColumns.Check(options.Rows, options.Source, options.Warn);
        _given = options.Rows.Count;
        CheckRow[] rows = ReadRows();
        options.GiveUpRows();
        // A check at another time (-At) is compared with nothing, and nothing is saved.
        if (options.State is null || options.Order.At is not null)
            return await RunAsync(rows, null, cancel).ConfigureAwait(false);
        if (options.ListFile is not null) CheckRights.RequireList(options.ListFile);
        using CheckStateFile file = await CheckStateFile
            .OpenAsync(new CheckFiles(options.State), options.LockTimeout, cancel).ConfigureAwait(false);
        file.RequireClock(_started);
        if (file.Last is { } last && last.Name != _name)
            throw new PinningException(Faults.PinCheckStateOfOther(options.State, last.Name, _name));
        return await RunAsync(rows, file, cancel).ConfigureAwait(false);
    }

    private CheckRow[] ReadRows()
    {
        var reader = new CheckRowReader(options.Folder, options.Policies is not null, options.IsWanted);
        CheckRow[] rows = [.. options.Rows.Select((row, i) => reader.Read(row, i + 1)).OfType<CheckRow>()];
        if (rows.Length > 0) return rows;
        string why = options.IsWanted is null ? "every row is switched off" : $"no row has the tag {options.Tags}";
        throw new PinningException(Faults.PinCheckNoRowLeft(options.Source, why));
    }

    private async Task<PinCheckSummary> RunAsync(CheckRow[] rows, CheckStateFile? file, CancellationToken cancel)
    {
        var plan = new CheckPlan(rows, options.Order, () => options.Policies!, file is not null || options.Places.Count > 0, options.Shard);
        var maker = new CheckResultMaker(
            new CheckExpiry(options.WarningDays, options.CriticalDays), options.IsSlim, _vantagePoint,
            isCompared: file is not null || options.Shard is not null || options.Places.Count > 0);
        var asker = new CheckAsker(options, maker);
        var sweep = options.Places.Count > 0 ? new PlaceSweep(options, asker, _vantagePoint) : null;
        List<CheckResult> results =
        [
            .. plan.Failed,
            .. sweep is null
                ? await asker.AskAsync(plan.Endpoints, file?.Last, cancel, plan.Endpoints.Clear).ConfigureAwait(false)
                : await sweep.AskAsync(plan.Endpoints, file?.Last, cancel).ConfigureAwait(false),
        ];
        results.Sort((left, right) => left.Row.Number.CompareTo(right.Row.Number));
        var memory = new CheckMemory(options, file, _name, _vantagePoint, _started);
        CheckOutcome outcome = memory.Compare(results, options.IsWanted is not null, sweep?.Missing ?? []);
        var sum = new CheckSum
        {
            Name = _name,
            Started = _started,
            Path = options.Source,
            StateFile = options.State,
            IsFirstRun = file is not null && file.Last is null,
            Previous = file?.Last?.LastComplete,
            At = options.Order.At,
            WarningDays = options.WarningDays,
            CriticalDays = options.CriticalDays,
            FailOn = options.FailOn,
            Skipped = _given - rows.Length,
            VantagePoint = sweep is null ? [_vantagePoint] : [.. sweep.Names],
            MissingVantagePoint = [.. (sweep?.Missing ?? []).Select(one => $"{one.Key}: {one.Value}")],
            IsSlim = options.IsSlim,
        };
        PinCheckSummary summary = sum.Make(options.Shard is null ? outcome : WithSeen(outcome, results));
        if (options.Shard is { } shard) summary = OfShard(summary, shard, rows);
        memory.Save(outcome);
        return summary with { Elapsed = _watch.Elapsed };
    }

    /// <summary>The details, each first one of an endpoint with what a merge has to know.</summary>
    private static CheckOutcome WithSeen(CheckOutcome outcome, List<CheckResult> results)
    {
        var details = new List<PinCheckDetail>(outcome.Details);
        int next = 0;
        foreach (CheckResult result in results)
        {
            details[next] = (details[next] with { Seen = CheckSeen.Of(result) }).PackLike(details[next]);
            next += result.Details.Count;
        }

        return outcome with { Details = [.. details] };
    }

    /// <summary>A part without endpoints is as it should be: a short list has fewer endpoints than parts.</summary>
    private static PinCheckSummary OfShard(PinCheckSummary summary, CheckShard shard, CheckRow[] rows) => summary with
    {
        Shard = shard.ToString(),
        ListId = CheckId.Of(16, [.. rows.SelectMany(row => row.Pins.Select(pin => pin.ToString()).Prepend(CheckShard.KeyOf(row.Key, row.Number)))]),
        Level = summary.Checked == 0 ? PinCheckLevel.Ok : summary.Level,
    };
}
