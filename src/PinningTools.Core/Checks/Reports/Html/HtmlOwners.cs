using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The owners, with the levels of their endpoints.</summary>
internal static class HtmlOwners
{
    private const int MostRows = 50;

    internal static bool IsShown(HtmlRun run) =>
        run.Run.Details.Select(one => one.Owner).Distinct().Take(2).Count() > 1;

    internal static string NameOf(string owner) => owner.Length > 0 ? HtmlText.Name(owner) : "<i>no owner</i>";

    internal static void Append(PageText text, HtmlRun run)
    {
        if (!IsShown(run)) return;
        text.Append(run.Section("owners", "By owner"));
        HtmlTable.BeginWide(
            text, run.Label("Endpoints by owner and level"), null, "Owner", "#Endpoints", "#Critical", "#Unknown",
            "#Warning", "#Ok", "Next expiry");
        IGrouping<string, PinCheckDetail>[] owners = [.. Groups(run.Run)];
        foreach (IGrouping<string, PinCheckDetail> owner in owners.Take(MostRows))
        {
            DateTime? next = owner.Min(one => one.ChainNotAfter ?? one.NotAfter);
            text.Append($"<tr><th scope=\"row\">{NameOf(owner.Key)}</th>")
                .Append($"<td class=\"num\">{HtmlText.Number(owner.Count())}</td>");
            foreach (string level in PinCheckLevel.WorstFirst)
            {
                int count = owner.Count(one => one.Level == level);
                text.Append(count == 0 ? "<td class=\"num zero\">0</td>"
                    : $"<td class=\"num {HtmlText.Class(level)}\">{HtmlText.Number(count)}</td>");
            }

            text.Append($"<td>{(next is null ? "" : HtmlText.Day(next))}</td></tr>\n");
        }

        HtmlTable.EndWide(text);
        if (owners.Length > MostRows)
            text.Append($"<p class=\"more\">And {HtmlText.Number(owners.Length - MostRows)} more owners.</p>\n");
        text.Append("</section>\n");
    }

    /// <summary>The owner with the worst endpoints first.</summary>
    internal static IEnumerable<IGrouping<string, PinCheckDetail>> Groups(PinCheckSummary run) => run.Details
        .GroupBy(one => one.Owner)
        .OrderBy(owner => owner.Min(one => PinCheckLevel.Rank(one.Level)))
        .ThenBy(owner => owner.Key, StringComparer.OrdinalIgnoreCase);
}
