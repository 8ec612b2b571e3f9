using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The output of a plugin for Nagios and Icinga (monitoring-plugins developer guidelines): at every level, the first
/// line is the sentence with performance data, followed by one line for each problem. A bar in the text would begin
/// performance data, so it becomes a slash.
/// </summary>
internal sealed class NagiosReport : IPinReportFormat
{
    private const int MostLines = 20;
    private const int LineLength = 400;

    public string Name => "Nagios";

    public IReadOnlyList<string> Extensions { get; } = [];

    public bool IsByLine => false;

    public string Write(PinReport report)
    {
        PinCheckSummary whole = report.Whole;
        var text = new StringBuilder()
            .Append(Plain(PinCheckSentence.Line(whole), 199)).Append(" | ").Append(PerformanceData(whole)).Append('\n');
        PinCheckDetail[] problems =
            [.. ReportWords.WorstFirst(whole.Details.Where(one => one.Level != PinCheckLevel.Ok))];
        foreach (PinCheckDetail one in problems.Take(MostLines))
            text.Append(Plain(
                $"[{one.Level.ToUpperInvariant()}] {ReportWords.Label(one)} {ReportWords.Problem(one)}{Expected(one)}",
                LineLength)).Append('\n');
        if (problems.Length > MostLines)
            text.Append("and ").Append(Number(problems.Length - MostLines)).Append(" more\n");
        return text.ToString();
    }

    /// <summary>
    /// N: alerts below the limit, as days require; the limits are given if they are the same for all endpoints.
    /// </summary>
    internal static string PerformanceData(PinCheckSummary run)
    {
        string all = Number(run.Checked);
        string days = run.Details.Min(one => one.DaysLeft) is { } least ? Number(least) : "U";
        string warning = run.WarningDays is { } warningDays ? Number(warningDays) + ":" : "";
        string critical = run.CriticalDays is { } criticalDays ? Number(criticalDays) + ":" : "";
        string seconds = Math.Round(run.Elapsed.TotalSeconds, 3).ToString("0.000", CultureInfo.InvariantCulture);
        return $"'critical'={Number(run.Critical)};;0;0;{all} 'warning'={Number(run.Warning)};0;;0;{all} "
            + $"'unknown'={Number(run.Unknown)};0;;0;{all} 'ok'={Number(run.Ok)};;;0;{all} "
            + $"'days_left'={days};{warning};{critical};; 'unexpected'={Number(run.Unexpected)};0;;0; "
            + $"'time'={seconds}s;;;0;";
    }

    /// <summary>That a change was not expected, and why, without what the message says already.</summary>
    private static string Expected(PinCheckDetail one)
    {
        if (one.Changes.FirstOrDefault(change => !change.Expected) is not { } change) return "";
        string why = change.Why, said = ReportWords.FirstLine(one.Message);
        int start = said.Length == 0 ? -1 : why.IndexOf(said, StringComparison.Ordinal);
        if (start >= 0)
        {
            string[] rest = [why.Substring(0, start).TrimEnd(' ', ':'), why.Substring(start + said.Length).Trim()];
            why = string.Join(". ", rest.Where(part => part.Length > 0));
        }

        return why.Length == 0 ? " (not expected)" : $" (not expected: {EscapedText.Line(why)})";
    }

    private static string Plain(string text, int length) =>
        EscapedText.Cut(EscapedText.Line(text).Replace('|', '/'), length);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
