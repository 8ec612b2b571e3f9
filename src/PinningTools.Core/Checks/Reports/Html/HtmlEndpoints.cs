using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// All endpoints, by owner. Each endpoint that is not Ok gets a block with all facts as long as there is room, and a
/// line of a table after that. Endpoints that are Ok are in a table for each path, or by key if there are very many.
/// </summary>
internal static class HtmlEndpoints
{
    private const int MostRows = 2000;

    /// <summary>The approximate size of an endpoint in a table, in bytes.</summary>
    private const int RowLength = 95;

    /// <summary>The approximate size of the heading and the tables of an owner.</summary>
    private const int OwnerLength = 700;

    internal static void Append(PageText page, HtmlRun run, int room)
    {
        page.Append(run.Section("endpoints", "Endpoints"));
        bool isByKey = run.Run.Details.Length > MostRows;
        int start = page.Length;
        int rows = run.Run.Details.Length;
        IGrouping<string, PinCheckDetail>[] owners = [.. HtmlOwners.Groups(run.Run)];
        int ahead = owners.Length;
        bool Fits(int length) => page.Length - start + length + (rows * RowLength) + (ahead * OwnerLength) <= room;

        foreach (IGrouping<string, PinCheckDetail> owner in owners)
        {
            page.Append("<div class=\"owner\">\n");
            if (owners.Length > 1) page.Append($"<h3>{HtmlOwners.NameOf(owner.Key)}</h3>\n");
            var plain = new List<PinCheckDetail>();
            foreach (PinCheckDetail one in ReportWords.WorstFirst(owner.Where(one => one.Level != PinCheckLevel.Ok)))
            {
                string block = HtmlEndpoint.Write(run, one);
                if (!Fits(block.Length)) plain.Add(one);
                else
                {
                    page.Append(block);
                    rows--;
                }
            }

            AppendPlain(page, run, plain);
            PinCheckDetail[] fine = [.. owner.Where(one => one.Level == PinCheckLevel.Ok)];
            if (isByKey) AppendKeys(page, fine);
            else
                foreach (IGrouping<string, PinCheckDetail> path in fine.GroupBy(HtmlChain.Line))
                    AppendPath(page, [.. path], Fits);
            rows -= plain.Count + fine.Length;
            ahead--;
            page.Append("</div>\n");
        }

        page.Append("</section>\n");
    }

    /// <summary>The endpoints that are not Ok and have no room for a block: one line each.</summary>
    private static void AppendPlain(PageText page, HtmlRun run, List<PinCheckDetail> details)
    {
        if (details.Count == 0) return;
        string caption = $"{HtmlText.Number(details.Count)} more that are not Ok";
        HtmlTable.BeginRows(page, caption, false, "Level", "Endpoint", "Found");
        foreach (PinCheckDetail one in details)
        {
            string id = run.IdOf(one) is { } place ? $" id=\"{place}\"" : "";
            page.Append($"<tr{id}><td>{HtmlText.Class(one.Level)}<td>{HtmlText.Encode(ReportWords.Label(one))}")
                .Append($"<td>{HtmlText.Encode(ReportWords.Found(one))}\n");
        }

        HtmlTable.EndRows(page);
    }

    private static void AppendPath(PageText page, PinCheckDetail[] details, Func<int, bool> fits)
    {
        page.Append($"<details class=\"ep ok\"><summary>{HtmlText.Level(PinCheckLevel.Ok)} ")
            .Append($"<strong>{ReportWords.Count(details.Length, "endpoint", "endpoints")}</strong> ")
            .Append($"<span class=\"mut\">{HtmlChain.Line(details[0])}</span></summary>\n<div class=\"body\">\n");
        PinCheckCertificate[] chain = [.. details.Select(one => one.Chain).FirstOrDefault(one => one.Length > 0) ?? []];
        if (chain.Length > 0)
        {
            // The leaves are in the table; the drawing for a single endpoint shows its leaf.
            if (details.Length > 1)
                chain[0] = new PinCheckCertificate
                {
                    Role = chain[0].Role,
                    Subject = $"{details.Length} leaves, listed below",
                    Matched = details.All(one => one.MatchedRole == "Leaf"),
                    SentByServer = true,
                };
            var drawing = new PageText();
            HtmlChain.Append(drawing, chain);
            if (fits(drawing.Length)) page.Append(drawing.ToString());
        }

        HtmlTable.BeginRows(
            page, "Endpoints that are Ok", true, "Endpoint", "Key begins with", "Matched", "Expires", "Spare pins");
        // End tags that HTML allows to be omitted are omitted: a thousand rows fit into the room of seven hundred.
        foreach (PinCheckDetail one in details)
            page.Append($"<tr><th scope=row>{HtmlText.Encode(ReportWords.Label(one))}")
                .Append($"<td>{HtmlText.ShortPin(one.LeafPin)}<td>{HtmlText.Encode(one.MatchedRole)}")
                .Append($"<td>{UtcDate.Day(one.NotAfter)}<td>{HtmlText.Number(one.SparePins)}\n");
        HtmlTable.EndRows(page);
        page.Append("</div>\n</details>\n");
    }

    private static void AppendKeys(PageText page, PinCheckDetail[] details)
    {
        if (details.Length == 0) return;
        page.Append($"<details class=\"ep ok\"><summary>{HtmlText.Level(PinCheckLevel.Ok)} ")
            .Append($"<strong>{ReportWords.Count(details.Length, "endpoint", "endpoints")}</strong> ")
            .Append("<span class=\"mut\">by key</span></summary>\n<div class=\"body\">\n");
        HtmlTable.BeginRows(page, "Endpoints that are Ok, by key", true, "Key begins with", "Expires", "Endpoints");
        foreach (IGrouping<string, PinCheckDetail> key in details.GroupBy(one => one.LeafPin))
            page.Append($"<tr><td>{HtmlText.ShortPin(key.Key)}<td>{UtcDate.Day(key.Min(one => one.NotAfter))}<td>")
                .Append(string.Join(", ", key.Select(one => HtmlText.Encode(ReportWords.Label(one))))).Append("\n");
        HtmlTable.EndRows(page);
        page.Append("</div>\n</details>\n");
    }
}
