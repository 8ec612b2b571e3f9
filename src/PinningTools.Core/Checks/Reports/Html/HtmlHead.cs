using System;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>The head of the page: a policy under which nothing is loaded, the title, the style sheet.</summary>
internal static class HtmlHead
{
    internal const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    /// <summary>A shape for each level, drawn once.</summary>
    internal const string Symbols = """
        <svg width="0" height="0" aria-hidden="true" focusable="false"><defs>
        <symbol id="i-ok" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5"/>
        <path d="M4.5 8.2l2.4 2.4 4.6-5" class="k" fill="none" stroke-width="1.8"/></symbol>
        <symbol id="i-warning" viewBox="0 0 16 16"><path d="M8 .8l7.6 14H.4z"/>
        <path d="M8 5.5v4.6M8 11.6v1.7" class="k" stroke-width="1.7"/></symbol>
        <symbol id="i-critical" viewBox="0 0 16 16"><path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/>
        <path d="M5 5l6 6M11 5l-6 6" class="k" stroke-width="1.8"/></symbol>
        <symbol id="i-unknown" viewBox="0 0 16 16"><rect x=".8" y=".8" width="14.4" height="14.4" rx="2.4"/>
        <path d="M6 6.3c0-2.6 4.1-2.6 4.1 0 0 1.6-2 1.5-2 3.1M8.1 10.8v1.6" class="k" fill="none"
        stroke-width="1.5"/></symbol>
        </defs></svg>

        """;

    private static readonly Lazy<string> s_style = new(ReadStyle);

    internal static void Append(PageText page, PinReport report) => page
        .Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">\n")
        .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .Append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .Append("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .Append($"<meta name=\"generator\" content=\"PinningTools {HtmlText.Encode(report.Options.Version)}\">\n")
        .Append($"<link rel=\"icon\" href=\"data:image/svg+xml,{Icon(report.Whole.Level)}\">\n")
        .Append($"<title>{HtmlText.Encode(report.Whole.Level.ToUpperInvariant())}: ")
        .Append(HtmlText.Encode(report.Sentence))
        .Append($" - {HtmlText.Encode(report.Title)}</title>\n")
        .Append("<style>\n").Append(s_style.Value).Append("</style>\n</head>\n");

    /// <summary>The icon of the tab, with the colour and the shape of the level.</summary>
    private static string Icon(string level)
    {
        (string colour, string shape) = level switch
        {
            PinCheckLevel.Ok => ("%231a7f4b", "%3Ccircle cx='8' cy='8' r='8'/%3E"),
            PinCheckLevel.Warning => ("%23b25e00", "%3Cpath d='M8 0l8 15H0z'/%3E"),
            PinCheckLevel.Critical => ("%23c1272d", "%3Cpath d='M5 0h6l5 5v6l-5 5H5l-5-5V5z'/%3E"),
            _ => ("%235b6b8c", "%3Cpath d='M8 0l8 8-8 8-8-8z'/%3E"),
        };
        string icon = $"%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='{colour}'%3E{shape}";
        return icon.Replace(" ", "%20") + "%3C/svg%3E";
    }

    /// <summary>The style sheet beside this file, without its layout white space.</summary>
    private static string ReadStyle()
    {
        using Stream stream = typeof(HtmlHead).Assembly.GetManifestResourceStream("PinningTools.Report.css")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var style = new StringBuilder();
        foreach (string line in reader.ReadToEnd().Split('\n').Select(line => line.Trim()))
            if (line.Length > 0 && !line.StartsWith("/*", StringComparison.Ordinal))
                style.Append(line.Replace(": ", ":").Replace(" {", "{")).Append('\n');
        return style.ToString();
    }
}
