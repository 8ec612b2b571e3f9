using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Turns the results of a run into changes, alerts and the next state by comparing them with the last state. Without
/// a state, every problem is new.
/// </summary>
internal sealed class CheckMemory
{
    private readonly CheckOptions _options;
    private readonly CheckStateFile? _file;
    private readonly CheckState? _last;
    private readonly CheckRunFacts _run;
    private readonly DateTime _started;
    private readonly List<PinCheckChange> _changes = [];
    private readonly Dictionary<CheckPolicy, CheckPolicy> _policies = new(CheckPolicy.Comparer.Instance);
    private readonly Dictionary<string, CheckPath> _paths = [];
    private readonly Dictionary<string, CheckRecord> _records;
    private readonly CheckFix _fix;
    private CheckPath? _lastPath;
    private readonly Dictionary<string, string> _evidence = [];

    /// <param name="options">The options of the run.</param>
    /// <param name="file">The state file; null for a check without a state.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="vantagePoint">This machine.</param>
    /// <param name="started">When the run began.</param>
    /// <param name="runId">The id of the run; null for a new one.</param>
    internal CheckMemory(
        CheckOptions options, CheckStateFile? file, string name, string vantagePoint, DateTime started,
        string? runId = null)
    {
        _options = options;
        _file = file;
        _last = file?.Last;
        _started = started;
        _fix = new CheckFix(options.Store);
        _records = new(_last?.Records.Count ?? 0);
        _run = new CheckRunFacts
        {
            Name = name,
            RunId = runId ?? CheckId.NewRun(),
            VantagePoint = vantagePoint,
            Now = options.Clock(),
            UnreachableRuns = options.UnreachableRuns,
            LastRunId = _last?.RunId ?? "",
            LastFinished = _last?.Finished,
        };
    }

    /// <param name="results">What was found, in the order of the list.</param>
    /// <param name="isFiltered">
    /// Whether only a part of the list was selected, so that no endpoint counts as removed.
    /// </param>
    /// <param name="lost">The machines that gave no answer, with the reason.</param>
    /// <param name="isPartial">Whether results are missing.</param>
    internal CheckOutcome Compare(
        IReadOnlyList<CheckResult> results, bool isFiltered, IReadOnlyList<KeyValuePair<string, string>>? lost = null,
        bool isPartial = false)
    {
        var details = new List<PinCheckDetail>(results.Count);
        var alerts = new CheckAlerts(_run.Now, _file is null ? 0 : _options.UnreachableRuns, _last);
        int missed = CheckMissedRuns.Of(_last, _started);
        if (missed > 0)
        {
            _changes.Add(CheckMissedRuns.Change(_run, _last!, missed));
            alerts.AddMissed(_changes[0]);
        }

        foreach (KeyValuePair<string, string> place in lost ?? []) alerts.AddLost(place.Key, place.Value);
        var comparer = new CheckComparer(_run);
        foreach (CheckResult result in results) Take(result, comparer, alerts, details);
        KeepOthers(results, isFiltered || isPartial, alerts);
        int notChecked = results.Count(IsMissed);
        PinCheckAlert[] announced = alerts.Make();
        return new CheckOutcome
        {
            RunId = _run.RunId,
            Finished = _options.Clock(),
            Rows = results.Count,
            NotChecked = notChecked,
            MissedRuns = missed,
            Details = [.. details],
            Changes = [.. _changes],
            Alerts = announced,
            Next = _file is null ? null : Next(notChecked == 0 && !isPartial, alerts.Standing(announced)),
        };
    }

    /// <summary>Saves the outcome; does nothing for a check without a state.</summary>
    /// <exception cref="PinningException">The outcome cannot be written.</exception>
    internal void Save(CheckOutcome outcome)
    {
        if (_file is null) return;
        foreach (KeyValuePair<string, string> one in _evidence)
            CheckEvidence.Keep(_file.Files.Evidence, one.Key, one.Value);
        _file.Save(outcome.Next!, outcome.Changes, _options.KeepDays, _options.Warn);
    }

    /// <summary>Also if another machine ran out of time.</summary>
    private static bool IsMissed(CheckResult result) => result.Finding is null
        ? result.Asked is null && result.Main.Verdict == ReportWords.NotChecked
        : result.Main.Verdict == ReportWords.NotChecked || result.Details[0].Views.Any(view => view.Verdict == ReportWords.NotChecked);

    private void Take(CheckResult result, CheckComparer comparer, CheckAlerts alerts, List<PinCheckDetail> details)
    {
        CheckRecord? before = null;
        _last?.Records.TryGetValue(result.Key, out before);
        CheckRecord? record = before;
        PinCheckChange[] changes = [];
        if (_file is not null && result is { Asked: not null, Key.Length: > 0 })
        {
            CheckPolicy? policy = PolicyOf(result, before?.Policy);
            (record, changes) = comparer.Compare(result, before, policy);
            record = Share(record);
            _records[result.Key] = record;
            _changes.AddRange(changes);
            if (result.Evidence is var (hash, text)) _evidence[hash] = text;
        }
        else if (_file is not null && before is not null)
        {
            // The row cannot be read, or time ran out: the recorded facts stay.
            _records[result.Key] = before;
            alerts.Keep(before);
        }

        bool isExpected = changes.Any(one => one is { Kind: "KeyChanged", Expected: true });
        for (int i = 0; i < result.Details.Count; i++)
        {
            PinCheckDetail detail = Complete(result, i, record, changes, isExpected);
            alerts.Add(detail, result.Reasons[i], _file is null ? null : record);
            if (detail.Level == PinCheckLevel.Ok && i == 0)
                foreach (PinCheckChange change in changes) alerts.AddEvent(detail, change);
            details.Add(detail);
        }
    }

    /// <summary>The detail with what the record adds to it.</summary>
    private PinCheckDetail Complete(
        CheckResult result, int i, CheckRecord? record, PinCheckChange[] changes, bool isExpected)
    {
        PinCheckDetail detail = result.Details[i];
        string? evidence = _file is not null && result.Evidence is var (hash, _) && detail.Level == PinCheckLevel.Critical
            ? CheckEvidence.PathOf(_file.Files.Evidence, hash) : null;
        bool isMain = ReferenceEquals(detail, result.Main);
        PinCheckDetail whole = detail with
        {
            Since = record is not null && result.Asked is not null ? record.Since : null,
            KeySince = isMain ? record?.Leaf?.Since : null,
            FailedRuns = record?.FailedRuns ?? 0,
            Changes = i == 0 ? changes : [],
            Evidence = evidence ?? "",
            // What was read has the line of the run that had the pin store.
            Fix = result.IsRead && evidence is null ? detail.Fix : _fix.Of(detail, result.Reasons[i], isExpected, evidence),
        };
        return whole.PackLike(detail);
    }

    /// <summary>The policy: one object for the same pins. Policies of the last run keep their strings.</summary>
    private CheckPolicy? PolicyOf(CheckResult result, CheckPolicy? before)
    {
        string[] pins = result.Endpoint?.KnownPins ?? result.Main.KnownPins;
        if (pins.Length == 0) return null;
        var policy = new CheckPolicy(pins);
        if (_policies.TryGetValue(policy, out CheckPolicy? known)) policy = known;
        else
        {
            if (policy.HasSamePins(before)) policy = new CheckPolicy(before!);
            _policies.Add(policy, policy);
        }

        for (int i = 0; i < result.InService.Count; i++) policy.See(result.InService[i], _run.Now);
        return policy;
    }

    /// <summary>One object for a path that thousands of endpoints share.</summary>
    private CheckRecord Share(CheckRecord record)
    {
        if (record.Path is not { } path || ReferenceEquals(path, _lastPath)) return record;
        _lastPath = path;
        if (_paths.TryGetValue(path.Id, out CheckPath? known))
            return ReferenceEquals(known, path) ? record : record with { Path = _lastPath = known };
        _paths.Add(path.Id, path);
        return record;
    }

    /// <summary>
    /// Handles endpoints of the last run that this run did not meet: they are removed if the whole list was read, and
    /// kept otherwise.
    /// </summary>
    private void KeepOthers(IReadOnlyList<CheckResult> results, bool isFiltered, CheckAlerts alerts)
    {
        if (_last is null) return;
        // A row whose host cannot be read may be any of the missing endpoints.
        bool isWhole = !isFiltered && results.All(result => result.Key.Length > 0);
        foreach (CheckRecord record in _last.Records.Values)
        {
            if (_records.ContainsKey(record.Key)) continue;
            if (isWhole)
            {
                _changes.Add(_run.Change(record.Key, "Removed", true, PinCheckLevel.Ok, CheckComparer.FactsOf(record), null,
                    CheckWords.Removed(record), record.Owner));
                continue;
            }

            _records.Add(record.Key, record);
            alerts.Keep(record);
        }
    }

    private CheckState Next(bool isComplete, List<PinCheckAlert> standing)
    {
        // Facts seen in this run carry its time, which the state stores only once.
        DateTime finished = _run.Now;
        AgeSights();
        // Endpoints that were not checked still refer to policies of the last run; others may hold the same with
        // newer dates.
        foreach (CheckRecord record in _records.Values.Where(IsStale).ToList())
            _records[record.Key] = record with { Policy = _policies[record.Policy!] };
        return new CheckState
        {
            Name = _run.Name,
            VantagePoint = _run.VantagePoint,
            RunId = _run.RunId,
            Started = _started,
            Finished = finished,
            IsComplete = isComplete,
            LastComplete = isComplete ? finished : _last?.LastComplete,
            Runs = [.. (_last?.Runs ?? []).Concat([_started]).OrderBy(run => run).Reverse().Take(CheckState.MaxRuns).Reverse()],
            Records = _records,
            Alerts = standing,
            Acknowledged = (_last?.Acknowledged ?? []).Where(one => one.Value.Until > finished)
                .ToDictionary(one => one.Key, one => one.Value),
        };
    }

    private bool IsStale(CheckRecord record) => record.Policy is { } policy
        && _policies.TryGetValue(policy, out CheckPolicy? known) && !ReferenceEquals(known, policy);

    /// <summary>
    /// Carries over from the last state when pins were seen that this run did not see, under any policy.
    /// </summary>
    private void AgeSights()
    {
        if (_last is null) return;
        Dictionary<string, DateTime> seen = CheckHistory.Sights(_last);
        foreach (CheckPolicy policy in _policies.Values)
            foreach (string pin in policy.Pins)
                if (seen.TryGetValue(pin, out DateTime when)) policy.See(pin, when);
    }
}
