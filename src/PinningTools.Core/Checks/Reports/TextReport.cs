using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Plain text for people: the body of a mail, a log, a terminal. No line contains control characters.
/// </summary>
internal sealed class TextReport : IPinReportFormat
{
    private const int MostAlerts = 20;
    private const int MostChanges = 40;
    private const int MostProblems = 60;
    private const int MostEndpoints = 8;

    public string Name => "Text";

    public IReadOnlyList<string> Extensions { get; } = [".txt"];

    public bool IsByLine => false;

    public string Write(PinReport report) =>
        string.Join("\n", report.Runs.Select(run => string.Join("\n", Lines(run)) + "\n"));

    private static IEnumerable<string> Lines(PinCheckSummary run)
    {
        yield return EscapedText.Line($"Pin check {run.Name}: {run.Level}".Replace(" :", ":"));
        yield return EscapedText.Line(PinCheckSentence.Of(run));
        yield return ReportWords.Run(run);
        foreach (string line in Part("To do", ReportWords.ToDo(run), MostAlerts, Alert)) yield return line;
        foreach (string line in Part("Since the last run", ReportWords.Changes(run), MostChanges, Change))
            yield return line;
        PinCheckDetail[] problems =
            [.. ReportWords.WorstFirst(run.Details.Where(one => one.Level != PinCheckLevel.Ok))];
        foreach (string line in Part("Endpoints that are not Ok", problems, MostProblems, Problem)) yield return line;
    }

    private static IEnumerable<string> Part<T>(
        string title, T[] items, int most, System.Func<T, IEnumerable<string>> write)
    {
        if (items.Length == 0) yield break;
        yield return "";
        yield return title;
        foreach (string line in items.Take(most).SelectMany(write)) yield return line;
        if (items.Length > most) yield return $"  and {items.Length - most} more";
    }

    private static IEnumerable<string> Alert(PinCheckAlert alert)
    {
        string owner = alert.Owner.Length > 0 ? $" ({EscapedText.Line(alert.Owner)})" : "";
        yield return $"  [{EscapedText.Line(alert.Level.ToUpperInvariant())}] {ReportWords.Plain(alert.Reason)}: "
            + ReportWords.Endpoints(alert, MostEndpoints) + owner;
        if (alert.Why.Length > 0) yield return "    " + EscapedText.Line(alert.Why);
        if (alert.Evidence.Length > 0) yield return "    Evidence: " + EscapedText.Line(alert.Evidence);
        if (alert.Fix.Length > 0) yield return "    > " + EscapedText.Line(alert.Fix);
    }

    private static IEnumerable<string> Change(PinCheckChange one)
    {
        string key = one.Key.Length > 0 ? EscapedText.Line(one.Key) + ": " : "";
        yield return $"  {(one.Expected ? "[expected]" : "[NOT EXPECTED]")} {key}{ReportWords.Plain(one.Kind)}. "
            + EscapedText.Line(one.Why);
    }

    private static IEnumerable<string> Problem(PinCheckDetail one)
    {
        yield return $"  [{EscapedText.Line(one.Level.ToUpperInvariant())}] {ReportWords.Label(one)} "
            + ReportWords.Problem(one);
    }
}
