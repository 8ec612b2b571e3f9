using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A page for a ticket, a pull request or the summary of a CI job: the sentence, what to do, what changed. Each run
/// takes at most sixty lines; what is left out is counted.
/// </summary>
internal sealed class MarkdownReport : IPinReportFormat
{
    internal const int MostLines = 60;
    private const int MostAlerts = 4;
    private const int MostProblems = 10;
    private const int MostChanges = 6;
    private const int MostEndpoints = 5;

    public string Name => "Markdown";

    public IReadOnlyList<string> Extensions { get; } = [".md"];

    public bool IsByLine => false;

    public string Write(PinReport report) =>
        string.Join("\n", report.Runs.Select(run => string.Join("\n", Lines(run)) + "\n"));

    private static IEnumerable<string> Lines(PinCheckSummary run)
    {
        yield return $"## Pin check {MarkdownText.Code(run.Name)}: {MarkdownText.Sentence(run.Level)}";
        yield return "";
        yield return $"**{MarkdownText.Sentence(PinCheckSentence.Of(run))}** "
            + $"({MarkdownText.Sentence(ReportWords.Run(run))})";
        foreach (string line in ToDo(run)) yield return line;
        foreach (string line in Problems(run)) yield return line;
        foreach (string line in Changes(run)) yield return line;
    }

    private static IEnumerable<string> ToDo(PinCheckSummary run)
    {
        PinCheckAlert[] alerts = ReportWords.ToDo(run);
        if (alerts.Length == 0) yield break;
        yield return "";
        yield return "### To do";
        foreach (PinCheckAlert alert in alerts.Take(MostAlerts))
        {
            string owner = alert.Owner.Length > 0 ? $", {MarkdownText.Code(alert.Owner)}" : "";
            string names = string.Join(", ", alert.Endpoints.Take(MostEndpoints).Select(MarkdownText.Code));
            int more = System.Math.Max(alert.EndpointCount, alert.Endpoints.Length)
                - System.Math.Min(alert.Endpoints.Length, MostEndpoints);
            string reason = MarkdownText.Sentence(ReportWords.Plain(alert.Reason));
            yield return $"- **{MarkdownText.Sentence(alert.Level)}, {reason}**: {names}"
                + (more > 0 ? $" and {more} more" : "") + $"{owner}. {MarkdownText.Sentence(alert.Why)}";
            if (alert.Fix.Length == 0) continue;
            foreach (string line in MarkdownText.Block(alert.Fix).Split('\n')) yield return "  " + line;
        }

        if (alerts.Length > MostAlerts) yield return $"- and {alerts.Length - MostAlerts} more";
    }

    private static IEnumerable<string> Problems(PinCheckSummary run)
    {
        PinCheckDetail[] problems =
            [.. ReportWords.WorstFirst(run.Details.Where(one => one.Level != PinCheckLevel.Ok))];
        if (problems.Length == 0) yield break;
        yield return "";
        yield return "| Level | Endpoint | Found | Days left | Owner |";
        yield return "|---|---|---|---|---|";
        foreach (PinCheckDetail one in problems.Take(MostProblems))
            yield return $"| {MarkdownText.Sentence(one.Level)} | {MarkdownText.Code(ReportWords.Label(one))} "
                + $"| {MarkdownText.Sentence(ReportWords.Found(one))} | {Days(one.DaysLeft)} "
                + $"| {MarkdownText.Code(one.Owner)} |";
        if (problems.Length > MostProblems) yield return $"| | and {problems.Length - MostProblems} more | | | |";
    }

    private static string Days(int? days) => days?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<string> Changes(PinCheckSummary run)
    {
        PinCheckChange[] changes = ReportWords.Changes(run);
        if (changes.Length == 0) yield break;
        yield return "";
        yield return "### Since the last run";
        foreach (PinCheckChange one in changes.Take(MostChanges))
        {
            string key = one.Key.Length > 0 ? MarkdownText.Code(one.Key) + ": " : "";
            yield return $"- {key}{MarkdownText.Sentence(ReportWords.Plain(one.Kind))}, "
                + $"{(one.Expected ? "expected" : "**not expected**")}. {MarkdownText.Sentence(one.Why)}";
        }

        if (changes.Length > MostChanges) yield return $"- and {changes.Length - MostChanges} more";
    }
}
