using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The top of the page: the level, the sentence, the numbers, and links to the parts.</summary>
internal static class HtmlHero
{
    private const string PartEnd = "; ";

    internal static void Append(PageText page, PinReport report)
    {
        PinCheckSummary run = report.Whole;
        string level = HtmlText.Class(run.Level);
        // The worst part of the sentence is the heading; the rest is below it.
        string[] parts = report.Sentence.Split([PartEnd], 2, StringSplitOptions.None);
        page.Append($"<header class=\"hero {level}\">\n<p class=\"eyebrow\">{Eyebrow(report)}</p>\n")
            .Append($"<h1><span class=\"verdict\">{HtmlText.Shape(run.Level)}{HtmlText.Encode(run.Level)}</span> ")
            .Append($"<span class=\"sentence\">{HtmlText.Encode(parts[0])}</span></h1>\n");
        if (parts.Length > 1) page.Append($"<p class=\"rest\">{HtmlText.Encode(Capital(parts[1]))}</p>\n");
        AppendMeta(page, report);
        AppendCounts(page, run);
        page.Append("</header>\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    internal static void AppendNavigation(PageText page, IReadOnlyList<HtmlRun> runs)
    {
        page.Append("<nav aria-label=\"Parts of this report\"><ul>\n");
        foreach (HtmlRun run in runs)
        {
            if (runs.Count > 1)
            {
                page.Append($"<li><a href=\"#{run.Prefix}top\">{HtmlText.Shape(run.Run.Level)}")
                    .Append($"{HtmlText.Name(run.Run.Name)}</a></li>\n");
                continue;
            }

            int toDo = run.ToDo.Length;
            page.Append(Item("changes", "Changes", run.Changes.Length)).Append(Item("todo", "To do", toDo))
                .Append(Item("expiry", "Expiry", null));
            if (HtmlOwners.IsShown(run)) page.Append(Item("owners", "Owners", null));
            if (HtmlKeys.Shared(run).Length > 0) page.Append(Item("keys", "Shared keys", HtmlKeys.Shared(run).Length));
            page.Append(Item("endpoints", "Endpoints", run.Run.Details.Length))
                .Append(Item("about", "About this run", null));
        }

        page.Append("</ul></nav>\n");
    }

    private static string Item(string id, string title, int? count) =>
        $"<li><a href=\"#{id}\">{title}{(count is { } number ? $" <b>{HtmlText.Number(number)}</b>" : "")}</a></li>\n";

    private static string Eyebrow(PinReport report)
    {
        string owner = report.Options.Owner.Length > 0 ? $", for {HtmlText.Name(report.Options.Owner)}" : "";
        return report.Runs.Count == 1
            ? $"Pin check {HtmlText.Name(report.Whole.Name)}{owner}"
            : $"{report.Runs.Count} pin checks{owner}";
    }

    private static void AppendMeta(PageText page, PinReport report)
    {
        PinCheckSummary run = report.Whole;
        var facts = new List<string> { HtmlText.Time(run.Finished) };
        if (run.VantagePoint.Length > 0) facts.Add("from " + HtmlText.Name(string.Join(", ", run.VantagePoint)));
        if (run.At is { } at) facts.Add($"<strong>evaluated as of {HtmlText.Time(at)}</strong>");
        if (!run.IsComplete) facts.Add("<strong>not complete</strong>");
        if (run.MissedRuns > 0)
            facts.Add($"<strong>{ReportWords.Count(run.MissedRuns, "run", "runs")} missed before this run</strong>");
        if (run.NextExpiry is { } next)
        {
            int days = (int)Math.Floor((next - (run.At ?? run.Finished)).TotalDays);
            facts.Add($"next expiry {HtmlText.Day(next)} ({ReportWords.Days(days)})");
        }

        page.Append("<p class=\"meta\">").Append(string.Join("<span class=\"dot\"> · </span>", facts)).Append("</p>\n");
    }

    private static void AppendCounts(PageText page, PinCheckSummary run)
    {
        (string Level, int Count)[] counts =
        [
            (PinCheckLevel.Critical, run.Critical), (PinCheckLevel.Unknown, run.Unknown),
            (PinCheckLevel.Warning, run.Warning), (PinCheckLevel.Ok, run.Ok),
        ];
        page.Append("<ul class=\"counts\">\n");
        foreach ((string level, int count) in counts)
            page.Append($"<li class=\"{HtmlText.Class(level)}{(count == 0 ? " none" : "")}\">{HtmlText.Shape(level)}")
                .Append($"<b>{HtmlText.Number(count)}</b> {level.ToLowerInvariant()}</li>\n");
        page.Append("</ul>\n").Append(Bar(counts)).Append("\n");
    }

    /// <summary>The share of each level; every level that occurs is visible, however small its share is.</summary>
    internal static string Bar(IReadOnlyList<(string Level, int Count)> counts)
    {
        double all = Math.Max(1, counts.Sum(one => one.Count));
        double[] widths = [.. counts.Select(one => one.Count == 0 ? 0 : Math.Max(1.2, one.Count / all * 100))];
        double scale = 100 / Math.Max(1, widths.Sum());
        var bar = new PageText(
            "<svg class=\"bar\" viewBox=\"0 0 100 3\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        double x = 0;
        for (int i = 0; i < widths.Length; i++)
        {
            double width = widths[i] * scale;
            if (width > 0)
                bar.Append($"<rect class=\"{HtmlText.Class(counts[i].Level)}\" x=\"{Figure(x)}\" ")
                    .Append($"width=\"{Figure(width)}\" height=\"3\"/>");
            x += width;
        }

        return bar.Append("</svg>").ToString();
    }

    private static string Figure(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
