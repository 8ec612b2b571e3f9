// The room Checks: repeated checks of many endpoints, with a state that is kept between runs.
// - A run is a function of the list, the policy and the last state. It never writes the policy.
// - A row that cannot be used is a result with the reason; the other rows are still checked.
// - Changes are found by comparing two states. An incomplete run says so, keeps the records of the endpoints that it did
//   not check, and reports nothing as removed.
// - The state is read and written under its lock and replaced as a whole. A cancelled run saves nothing.
// - A check at another time (-At) is compared with nothing, and nothing is saved.

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
        CheckColumns.Check(options.Rows, options.Source, options.Warn);
        CheckRow[] rows = ReadRows();
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
        var endpoints = new List<CheckEndpoint>();
        var results = new List<CheckResult>();
        Plan(rows, file is not null, endpoints, results);
        var maker = new CheckResultMaker(
            new CheckExpiry(options.WarningDays, options.CriticalDays), options.IsSlim, _vantagePoint);
        results.AddRange(await new CheckAsker(options, maker).AskAsync(endpoints, file?.Last, cancel).ConfigureAwait(false));
        results.Sort((left, right) => left.Row.Number.CompareTo(right.Row.Number));
        var memory = new CheckMemory(options, file, _name, _vantagePoint, _started);
        CheckOutcome outcome = memory.Compare(results, isFiltered: options.IsWanted is not null);
        PinCheckSummary summary = Sum(outcome, file);
        memory.Save(outcome);
        return summary with { Elapsed = _watch.Elapsed };
    }

    /// <summary>
    /// Sorts rows into endpoints to check and results of rows that cannot be checked. Two rows for one endpoint would
    /// share one record.
    /// </summary>
    private void Plan(CheckRow[] rows, bool hasMemory, List<CheckEndpoint> endpoints, List<CheckResult> results)
    {
        var anchors = new CheckAnchors();
        var seen = new Dictionary<string, int>();
        foreach (CheckRow row in rows)
        {
            try
            {
                if (row.HostName.Length > 0)
                    row.Key = CheckKey.Of(row, CheckEndpoint.Locate(row, options.Order.EhloName).AsPortSpeaks());
                if (row.Problems.Count > 0)
                {
                    results.Add(CheckResultMaker.Fail(row, string.Join(" ", row.Problems)));
                    continue;
                }

                CheckEndpoint endpoint = CheckEndpoint.From(row, options.Order, anchors, () => options.Policies!);
                if (!hasMemory || !seen.TryGetValue(row.Key, out int other))
                {
                    seen[row.Key] = row.Number;
                    endpoints.Add(endpoint);
                    continue;
                }

                string key = row.Key;
                row.Key = "";
                results.Add(CheckResultMaker.Fail(row, $"This is the same endpoint as row {other}, '{key}'. With -State, "
                    + "an endpoint can have only one row."));
            }
            catch (PinningException error)
            {
                IEnumerable<string> all = row.Problems.Count > 0 ? row.Problems : [error.Fault.Message];
                results.Add(CheckResultMaker.Fail(row, string.Join(" ", all)));
            }
        }
    }

    private PinCheckSummary Sum(CheckOutcome outcome, CheckStateFile? file)
    {
        PinCheckDetail[] details = outcome.Details;
        int Count(string level) => details.Count(one => one.Level == level);
        // A run without any host is Unknown, not Ok.
        string level = PinCheckLevel.WorstFirst.FirstOrDefault(one => Count(one) > 0) ?? PinCheckLevel.Unknown;
        int unexpected = outcome.Changes.Count(change => !change.Expected);
        string[] failed = [.. PinCheckLevel.WorstFirst.Where(one => Count(one) > 0 && options.FailOn.Contains(one))];
        bool failsOnChange = unexpected > 0 && options.FailOn.Contains("Change");
        var summary = new PinCheckSummary
        {
            Level = level,
            ExitCode = failed.Length > 0 ? PinCheckLevel.ExitCode(failed[0]) : failsOnChange ? 1 : 0,
            Name = _name,
            RunId = outcome.RunId,
            Checked = details.Length,
            Ok = Count(PinCheckLevel.Ok),
            Warning = Count(PinCheckLevel.Warning),
            Critical = Count(PinCheckLevel.Critical),
            Unknown = Count(PinCheckLevel.Unknown),
            NotChecked = outcome.NotChecked,
            Skipped = options.Rows.Count - outcome.Rows,
            WarningDays = options.WarningDays,
            CriticalDays = options.CriticalDays,
            FailedOn = failsOnChange ? [.. failed, "Change"] : failed,
            Path = options.Source,
            StateFile = options.State,
            Started = _started,
            Finished = outcome.Finished,
            Elapsed = _watch.Elapsed,
            At = options.Order.At,
            IsComplete = outcome.NotChecked == 0,
            IsFirstRun = file is not null && file.Last is null,
            Previous = file?.Last?.LastComplete,
            MissedRuns = outcome.MissedRuns,
            VantagePoint = [_vantagePoint],
            Changes = outcome.Changes,
            Unexpected = unexpected,
            Recovered = [.. outcome.Changes.Where(one => one.Kind == "Recovered").Select(one => one.Key)],
            Alerts = outcome.Alerts,
            NextExpiry = details.Where(one => one.ChainNotAfter > (options.Order.At ?? _started)).Min(one => one.ChainNotAfter),
            Details = details,
        };
        // With -Slim they are made when they are read: they name each endpoint a second time.
        return options.IsSlim ? summary : summary with { Keys = summary.Keys };
    }
}
