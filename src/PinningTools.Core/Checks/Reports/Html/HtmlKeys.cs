using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Keys that several endpoints show: what one lost key would take down.</summary>
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
        text.Append(run.Section("keys", "Keys shared by several endpoints"))
            .Append($"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{run.Label("Shared keys")}\">\n<table>\n<caption class=\"sr\">Keys and the endpoints that show them</caption>\n<thead><tr>")
            .Append("<th scope=\"col\">Key</th><th scope=\"col\">Level</th><th scope=\"col\">Expires</th>")
            .Append("<th scope=\"col\" class=\"num\">Endpoints</th><th scope=\"col\">Which</th></tr></thead>\n<tbody>\n");
        foreach (PinCheckKey key in keys.Take(MostRows))
            text.Append($"<tr><th scope=\"row\">{HtmlText.Pin(key.Pin)}</th><td>{HtmlText.Level(key.Level)}</td>")
                .Append($"<td>{HtmlText.Day(key.NotAfter)}</td><td class=\"num\">{HtmlText.Number(key.Endpoints.Length)}</td>")
                .Append($"<td>{run.Links(key.Endpoints, key.Endpoints.Length, MostEndpoints)}</td></tr>\n");
        text.Append("</tbody>\n</table>\n</div>\n");
        if (keys.Length > MostRows)
            text.Append($"<p class=\"more\">And {HtmlText.Number(keys.Length - MostRows)} more keys.</p>\n");
        text.Append("</section>\n");
    }
}
