using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The report that people open: one file without a script that can make no request, in the order of the questions
/// that a reader asks (what is it, what is new, what is to do, what comes next, and everything else). It stays within
/// 60 KB plus 250 bytes for each endpoint: what does not fit is shortened, and never left out silently.
/// </summary>
internal sealed class HtmlReport : IPinReportFormat
{
    internal const int BaseBudget = 60 * 1024;
    internal const int EndpointBudget = 250;

    public string Name => "Html";

    public IReadOnlyList<string> Extensions { get; } = [".html", ".htm"];

    public bool IsByLine => false;

    public string Write(PinReport report)
    {
        string data = HtmlData.Embed(report.Runs);
        bool isAlone = report.Runs.Count == 1;
        HtmlRun[] runs = [.. report.Runs.Select((run, i) => new HtmlRun(run, isAlone ? "" : $"r{i + 1}-"))];
        var page = new PageText();
        HtmlHead.Append(page, report);
        page.Append("<body>\n").Append(HtmlHead.Symbols)
            .Append("<a class=\"skip\" href=\"#main\">Skip to the results</a>\n");
        HtmlHero.Append(page, report);
        HtmlHero.AppendNavigation(page, runs);
        page.Append("<main id=\"main\">\n");
        // The endpoints get the room that the other parts leave.
        string[] before = [.. runs.Select(Before)];
        string[] after = [.. runs.Select(run => HtmlAbout.Write(run, report.Options))];
        int fixedLength = page.Length + data.Length + before.Concat(after).Sum(part => part.Length) + 200;
        int room = BaseBudget + (EndpointBudget * report.Whole.Details.Length) - fixedLength;
        for (int i = 0; i < runs.Length; i++)
        {
            int share = report.Whole.Details.Length == 0 ? room
                : (int)((long)room * runs[i].Run.Details.Length / report.Whole.Details.Length);
            if (runs.Length > 1) page.Append($"<div class=\"run\" id=\"{runs[i].Prefix}top\">\n");
            page.Append(before[i]);
            HtmlEndpoints.Append(page, runs[i], share);
            page.Append(after[i]);
            if (runs.Length > 1) page.Append("</div>\n");
        }

        page.Append("</main>\n").Append(data);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Before(HtmlRun run)
    {
        var text = new PageText();
        if (run.Prefix.Length > 0)
            text.Append($"<h2 class=\"check\">{HtmlText.Shape(run.Run.Level)} {HtmlText.Name(run.Run.Name)}: ")
                .Append(HtmlText.Encode(PinCheckSentence.Of(run.Run))).Append("</h2>\n");
        HtmlChanges.Append(text, run);
        HtmlToDo.Append(text, run);
        HtmlTimeline.Append(text, run);
        HtmlOwners.Append(text, run);
        HtmlKeys.Append(text, run);
        return text.ToString();
    }
}
