using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Tables with a caption and named columns. Wide tables are in a part of the page that scrolls by itself on a narrow
/// screen, also by keyboard. A column whose title begins with # holds numbers, and one whose title begins with ? is
/// hidden on a narrow screen.
/// </summary>
internal static class HtmlTable
{
    /// <summary>Begins a table that is as wide as it needs to be.</summary>
    /// <param name="page">The page.</param>
    /// <param name="label">The name of the part, which is unique on the page.</param>
    /// <param name="caption">The caption; null for a caption that only screen readers announce.</param>
    /// <param name="columns">The titles.</param>
    internal static void BeginWide(PageText page, string label, string? caption, params string[] columns)
    {
        page.Append($"<section class=\"scroll\" tabindex=\"0\" aria-label=\"{label}\">\n");
        Begin(page, "", caption ?? label, caption is null, columns);
    }

    internal static void EndWide(PageText page) => page.Append("</tbody>\n</table>\n</section>\n");

    /// <summary>Begins a table that fits on every screen.</summary>
    internal static void BeginRows(PageText page, string caption, bool isHidden, params string[] columns) =>
        Begin(page, " class=\"rows\"", caption, isHidden, columns);

    internal static void EndRows(PageText page) => page.Append("</tbody>\n</table>\n");

    private static void Begin(PageText page, string attribute, string caption, bool isHidden, string[] columns)
    {
        page.Append($"<table{attribute}>\n<caption{(isHidden ? " class=\"sr\"" : "")}>{caption}</caption>\n")
            .Append("<thead><tr>").Append(string.Concat(columns.Select(Column))).Append("</tr></thead>\n<tbody>\n");
    }

    private static string Column(string title) => title[0] switch
    {
        '#' => $"<th scope=\"col\" class=\"num\">{title.Substring(1)}</th>",
        '?' => $"<th scope=\"col\" class=\"what\">{title.Substring(1)}</th>",
        _ => $"<th scope=\"col\">{title}</th>",
    };
}
