using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Keys that several endpoints share: losing one affects all of them.</summary>
internal static class HtmlKeys
{
    private const int MostRows = 25;
    private const int MostEndpoints = 8;

    internal static PinCheckKey[] Shared(HtmlRun run) =>
        [.. run.Run.Keys.Where(key => key.Endpoints.Length > 1).OrderByDescending(key => key.Endpoints.Length)];

    internal static void Append(PageText text, HtmlRun run)
    {
        PinCheckKey[] keys = Shared(run);
        if (keys.Length == 0) return;
        text.Append(run.Section("keys", "Keys shared by several endpoints"));
        HtmlTable.BeginWide(
            text, run.Label("Shared keys"), null, "Key", "Level", "Expires", "#Endpoints", "Endpoints that show it");
        foreach (PinCheckKey key in keys.Take(MostRows))
            text.Append($"<tr><th scope=\"row\">{HtmlText.Pin(key.Pin)}</th><td>{HtmlText.Level(key.Level)}</td>")
                .Append($"<td>{HtmlText.Day(key.NotAfter)}</td>")
                .Append($"<td class=\"num\">{HtmlText.Number(key.Endpoints.Length)}</td>")
                .Append($"<td>{run.Links(key.Endpoints, key.Endpoints.Length, MostEndpoints)}</td></tr>\n");
        HtmlTable.EndWide(text);
        if (keys.Length > MostRows)
            text.Append($"<p class=\"more\">And {HtmlText.Number(keys.Length - MostRows)} more keys.</p>\n");
        text.Append("</section>\n");
    }
}
