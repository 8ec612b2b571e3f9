using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The formats of a report. A new format is a class, a line here and a golden test; the command, its completion and
/// its messages then include it.
/// </summary>
internal static class PinReportFormats
{
    internal static IReadOnlyList<IPinReportFormat> All { get; } =
    [
        new HtmlReport(), new PrometheusReport(), new NagiosReport(), new JUnitReport(), new JsonReport(),
        new JsonLinesReport(), new CsvReport(), new MarkdownReport(), new TextReport(), new MailReport(),
        new Rfc7469Report(),
    ];

    private static string Names => string.Join(", ", All.Select(format => format.Name));

    private static string Endings => string.Join(", ", All.SelectMany(format => format.Extensions));

    /// <exception cref="PinningException">There is no format with that name.</exception>
    internal static IPinReportFormat Get(string name) =>
        All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new PinningException(Faults.ReportFormatUnknown(name, Names));

    /// <exception cref="PinningException">No format has that extension.</exception>
    internal static IPinReportFormat ForPath(string path)
    {
        string ending = Path.GetExtension(path);
        return All.FirstOrDefault(format => format.Extensions.Contains(ending, StringComparer.OrdinalIgnoreCase))
            ?? throw new PinningException(Faults.ReportFormatNotTold(path, Endings, Names));
    }
}
