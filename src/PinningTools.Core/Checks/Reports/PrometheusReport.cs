using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Metrics for the textfile collector of node_exporter or windows_exporter. Facts are written at every level; a fact
/// that is not known has no series. Issuers, subjects and serial numbers are not labels: they change with each
/// renewal, and every value creates another series.
/// </summary>
internal sealed class PrometheusReport : IPinReportFormat
{
    private const string Seconds = "_timestamp_seconds";

    public string Name => "Prometheus";

    public IReadOnlyList<string> Extensions { get; } = [".prom"];

    public bool IsByLine => false;

    public string Write(PinReport report)
    {
        IReadOnlyList<PinCheckSummary> runs = report.NewestRuns();
        var endpoints = new List<PrometheusEndpoint>();
        foreach (PinCheckSummary run in runs) endpoints.AddRange(Endpoints(run, Labels(run, runs)));

        PrometheusFamily[] ofEndpoints = OfEndpoints(endpoints);
        int count = ofEndpoints.Sum(family => family.Count);
        if (count > report.Options.MaxSeries)
        {
            endpoints.RemoveAll(one => one.IsOk);
            ofEndpoints = OfEndpoints(endpoints);
            report.Warn(
                $"The metrics would have {count.ToString(CultureInfo.InvariantCulture)} series of endpoints, more than "
                    + $"{report.Options.MaxSeries.ToString(CultureInfo.InvariantCulture)}. Only endpoints that are not "
                    + "Ok have series of their own; -MaxSeries sets the limit.");
        }

        var text = new StringBuilder();
        foreach (PrometheusFamily family in OfRuns(report, runs).Concat(ofEndpoints)) family.AppendTo(text);
        return text.Append("# EOF\n").ToString();
    }

    /// <summary>
    /// The labels of a check, with what distinguishes two runs of the same check that are written to one file.
    /// </summary>
    private static string Labels(PinCheckSummary run, IReadOnlyList<PinCheckSummary> runs)
    {
        string labels = PrometheusFamily.Label("check", run.Name);
        if (run.Shard is { } shard) labels += "," + PrometheusFamily.Label("shard", shard);
        if (runs.Count(one => one.Name == run.Name && one.Shard == run.Shard) > 1)
            labels += "," + PrometheusFamily.Label("vantage_point", string.Join(",", run.VantagePoint));
        return labels;
    }

    private static IEnumerable<PrometheusEndpoint> Endpoints(PinCheckSummary run, string labels) => run.Details
        .GroupBy(ReportWords.Label)
        .Select(group => new PrometheusEndpoint(labels, group.Key, [.. group]));

    private static PrometheusFamily[] OfRuns(PinReport report, IReadOnlyList<PinCheckSummary> runs)
    {
        string build = PrometheusFamily.Label("version", report.Options.Version);
        if (report.Options.Engine.Length > 0)
            build += "," + PrometheusFamily.Label("powershell", report.Options.Engine);
        PrometheusFamily info = new PrometheusFamily(
            "pincheck_build_info", "The software that wrote this file. Always 1.")
            .Add(build, 1);
        var last = new PrometheusFamily(
            "pincheck_last_complete_run" + Seconds, "When the last run that checked every endpoint ended.", true);
        var complete = new PrometheusFamily("pincheck_run_complete", "1 if the last run checked every endpoint.");
        var duration = new PrometheusFamily("pincheck_run_duration_seconds", "The duration of the last run.", true);
        var missed = new PrometheusFamily("pincheck_missed_runs", "The number of runs missing before the last run.");
        var places = new PrometheusFamily(
            "pincheck_vantage_points_missing", "The number of machines without an answer. Absent for a check from one machine.");
        var levels = new PrometheusFamily("pincheck_endpoints", "The number of endpoints in the last run, by level.");
        var changes = new PrometheusFamily("pincheck_changes", "The number of changes found by the last run.");
        foreach (PinCheckSummary run in runs)
        {
            string labels = Labels(run, runs);
            last.Add(labels, run.IsComplete ? run.Finished : run.Previous);
            complete.Add(labels, run.IsComplete);
            duration.Add(labels, run.Elapsed.TotalSeconds);
            missed.Add(labels, run.MissedRuns);
            if (run.VantagePoint.Length + run.MissingVantagePoint.Length > 1) places.Add(labels, run.MissingVantagePoint.Length);
            levels.Add(labels + ",level=\"ok\"", run.Ok);
            levels.Add(labels + ",level=\"warning\"", run.Warning);
            levels.Add(labels + ",level=\"critical\"", run.Critical);
            levels.Add(labels + ",level=\"unknown\"", run.Unknown);
            foreach (var kind in run.Changes.GroupBy(one => (one.Kind, one.Expected)).OrderBy(one => one.Key))
                changes.Add(
                    $"{labels},{PrometheusFamily.Label("kind", kind.Key.Kind)},expected=\""
                        + (kind.Key.Expected ? "true\"" : "false\""), kind.Count());
        }

        return [info, last, complete, duration, missed, places, levels, changes];
    }

    private static PrometheusFamily[] OfEndpoints(List<PrometheusEndpoint> endpoints)
    {
        var up = new PrometheusFamily("pincheck_endpoint_up", "1 if a TLS handshake was completed.");
        var level = new PrometheusFamily(
            "pincheck_endpoint_level", "0 ok, 1 warning, 2 critical, 3 unknown.");
        var matched = new PrometheusFamily(
            "pincheck_endpoint_pin_matched",
            "1 if a pin matched the validated chain. Absent if pins were not compared.");
        var info = new PrometheusFamily("pincheck_endpoint_info", "The verdict and further facts. Always 1.");
        var spare = new PrometheusFamily("pincheck_endpoint_spare_pins", "The number of pins whose keys are not in use.");
        var failed = new PrometheusFamily(
            "pincheck_endpoint_failed_runs", "The number of consecutive runs in which it could not be checked.");
        var since = new PrometheusFamily(
            "pincheck_endpoint_key_since" + Seconds, "When the endpoint first showed this key.", true);
        var differ = new PrometheusFamily(
            "pincheck_endpoint_views_differ", "1 if the pins matched from one machine and not from another.");
        var notBefore = new PrometheusFamily(
            "pincheck_certificate_not_before" + Seconds, "When the leaf became valid.", true);
        var notAfter = new PrometheusFamily(
            "pincheck_certificate_not_after" + Seconds, "Expiry of the leaf, and the earliest on the validated path.",
            true);
        var expires = new PrometheusFamily(
            "pincheck_pin_set_expires" + Seconds, "When the pin set of the endpoint expires.", true);
        var sets = new HashSet<string>();
        foreach (PrometheusEndpoint one in endpoints)
        {
            if (one.IsUp is { } isUp) up.Add(one.Labels, isUp);
            level.Add(one.Labels, PinCheckLevel.ExitCode(one.Worst.Level));
            if (one.IsMatched is { } isMatched) matched.Add(one.Labels, isMatched);
            info.Add(
                $"{one.Labels},{PrometheusFamily.Label("verdict", one.Worst.Verdict)},"
                    + $"{PrometheusFamily.Label("leaf_pin", one.Worst.LeafPin)},"
                    + $"{PrometheusFamily.Label("matched_role", one.Worst.MatchedRole)},"
                    + PrometheusFamily.Label("owner", one.Worst.Owner), 1);
            if (one.SparePins is { } pins) spare.Add(one.Labels, pins);
            failed.Add(one.Labels, one.FailedRuns);
            since.Add(one.Labels, one.Worst.KeySince);
            if (one.DoViewsDiffer is { } doDiffer) differ.Add(one.Labels, doDiffer);
            notBefore.Add(one.Labels + ",part=\"leaf\"", one.LeafNotBefore);
            notAfter.Add(one.Labels + ",part=\"leaf\"", one.LeafNotAfter);
            notAfter.Add(one.Labels + ",part=\"path\"", one.PathNotAfter);
            foreach ((string pattern, System.DateTime date) in one.PinSets)
            {
                // The pattern is a label of the check, not of each of its endpoints.
                string labels = one.CheckLabels + "," + PrometheusFamily.Label("pattern", pattern);
                if (sets.Add(labels)) expires.Add(labels, date);
            }
        }

        return [up, level, matched, info, spare, failed, since, differ, notBefore, notAfter, expires];
    }
}
