using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// What needs action: a card for each alert with the owner, the reason, what to look at and what to paste.
/// </summary>
internal static class HtmlToDo
{
    private const int MostCards = 40;
    private const int MostEndpoints = 12;

    internal static void Append(PageText text, HtmlRun run)
    {
        text.Append(run.Section("todo", "To do"));
        if (run.ToDo.Length == 0)
            text.Append(run.Run.Level == PinCheckLevel.Ok
                ? "<p class=\"none\">Nothing: every endpoint is Ok.</p>\n"
                : "<p class=\"none\">There are no alerts. Each endpoint below that is not Ok gives its reason.</p>\n");
        foreach (PinCheckAlert alert in run.ToDo.Take(MostCards)) AppendCard(text, run, alert);
        if (run.ToDo.Length > MostCards)
            text.Append($"<p class=\"more\">And {HtmlText.Number(run.ToDo.Length - MostCards)} more alerts.</p>\n");
        AppendQuiet(text, run);
        text.Append("</section>\n");
    }

    private static void AppendCard(PageText text, HtmlRun run, PinCheckAlert alert)
    {
        string state = alert.State == "standing" ? "" : $" <span class=\"tag\">{HtmlText.Encode(alert.State)}</span>";
        text.Append($"<article class=\"card {HtmlText.Class(alert.Level)}\">\n<h3>{HtmlText.Level(alert.Level)} ")
            .Append($"{HtmlText.Encode(Capital(ReportWords.Plain(alert.Reason)))}{state}</h3>\n")
            .Append($"<p class=\"hosts\">{run.Links(alert.Endpoints, alert.EndpointCount, MostEndpoints)}</p>\n");
        if (alert.Why.Length > 0) text.Append($"<p>{HtmlText.Encode(alert.Why)}</p>\n");
        text.Append("<dl class=\"facts\">");
        if (alert.Owner.Length > 0) text.Append($"<dt>Owner</dt><dd>{HtmlText.Encode(alert.Owner)}</dd>");
        text.Append($"<dt>Since</dt><dd>{HtmlText.Time(alert.Since)}</dd>");
        if (alert.LeafPin.Length > 0) text.Append($"<dt>Key</dt><dd>{HtmlText.Pin(alert.LeafPin)}</dd>");
        if (alert.Evidence.Length > 0)
            text.Append($"<dt>Evidence</dt><dd><code>{HtmlText.Encode(alert.Evidence)}</code></dd>");
        text.Append("</dl>\n");
        if (alert.Fix.Length > 0)
            text.Append(HtmlText.Fix(alert.Fix));
        text.Append("</article>\n");
    }

    /// <summary>
    /// The alerts that are not announced: they are acknowledged, or the problem may pass by itself.
    /// </summary>
    private static void AppendQuiet(PageText text, HtmlRun run)
    {
        PinCheckAlert[] quiet = [.. run.Run.Alerts.Where(one => one.State is "acknowledged" or "pending")];
        if (quiet.Length == 0) return;
        text.Append("<details class=\"quiet\"><summary>Not announced ")
            .Append($"<span class=\"n\">{HtmlText.Number(quiet.Length)}</span></summary>\n<ul>\n");
        foreach (PinCheckAlert alert in quiet.Take(MostCards))
        {
            text.Append($"<li>{HtmlText.Level(alert.Level)} {HtmlText.Encode(ReportWords.Plain(alert.Reason))}: ")
                .Append(run.Links(alert.Endpoints, alert.EndpointCount, MostEndpoints)).Append(". ");
            if (alert.State == "pending")
                text.Append("Not announced yet: the endpoint has to be unreachable in more runs in a row.");
            else
            {
                text.Append($"Acknowledged until {HtmlText.Day(alert.AcknowledgedUntil)}");
                text.Append(alert.AcknowledgedReason.Length > 0 ? $": {HtmlText.Name(alert.AcknowledgedReason)}" : ".");
            }

            text.Append("</li>\n");
        }

        text.Append("</ul>\n");
        if (quiet.Length > MostCards)
            text.Append($"<p class=\"more\">And {HtmlText.Number(quiet.Length - MostCards)} more.</p>\n");
        text.Append("</details>\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
