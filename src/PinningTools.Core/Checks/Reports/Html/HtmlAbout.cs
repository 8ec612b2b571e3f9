using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Where the results come from, and what was not checked.</summary>
internal static class HtmlAbout
{
    private const int MostNames = 40;

    internal static string Write(HtmlRun run, PinReportOptions options)
    {
        PinCheckSummary one = run.Run;
        var text = new PageText(run.Section("about", "About this run"));
        string[] skipped =
            [.. one.Details.Where(detail => detail.Verdict == ReportWords.NotChecked).Select(ReportWords.Label)];
        text.Append("<dl class=\"facts\">");
        void Add(string name, string value)
        {
            if (value.Length > 0) text.Append($"<dt>{name}</dt><dd>{value}</dd>");
        }

        Add("Check", HtmlText.Name(one.Name));
        Add("Run", $"<code>{HtmlText.Encode(one.RunId)}</code>");
        Add("Started", HtmlText.Time(one.Started));
        Add("Duration", one.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s");
        Add("Checked from", HtmlText.Name(string.Join(", ", one.VantagePoint)));
        if (one.MissingVantagePoint.Length > 0)
            Add("No answer from", HtmlText.Name(string.Join("; ", one.MissingVantagePoint)));
        Add("List", HtmlText.Name(one.Path));
        Add("State", HtmlText.Name(one.StateFile));
        Add("Last complete run", one.Previous is { } previous ? HtmlText.Time(previous) : "");
        Add("Part", HtmlText.Encode(one.Shard));
        Add("Not checked", skipped.Length == 0 ? "" : Names(skipped));
        Add("Skipped", one.Skipped > 0
            ? $"{ReportWords.Count(one.Skipped, "row", "rows")}, switched off or of another tag" : "");
        Add("Exit code", one.ExitCode.ToString(CultureInfo.InvariantCulture)
            + (one.FailedOn.Length > 0 ? $", for {HtmlText.Encode(string.Join(", ", one.FailedOn))}" : ""));
        string engine = options.Engine.Length > 0 ? $", PowerShell {HtmlText.Encode(options.Engine)}" : "";
        Add("Written by", $"PinningTools {HtmlText.Encode(options.Version)}{engine}");
        return text.Append("</dl>\n<p class=\"mut\">This page loads nothing and sends nothing. The whole result is ")
            .Append("stored in it as JSON: Export-PinReport can read it again.</p>\n</section>\n").ToString();
    }

    private static string Names(string[] names) =>
        $"{HtmlText.Number(names.Length)}: {string.Join(", ", names.Take(MostNames).Select(HtmlText.Name))}"
            + (names.Length > MostNames ? " and more" : "");
}
