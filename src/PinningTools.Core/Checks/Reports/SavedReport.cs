using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Reads results that were written before: JSON of one or several runs, or a page of the HTML report.
/// </summary>
internal static class SavedReport
{
    /// <exception cref="PinningException">The file does not exist or contains no result.</exception>
    internal static IReadOnlyList<PinCheckSummary> ReadFile(string path) => Read(UnicodeFile.Read(path), path);

    /// <param name="text">The text.</param>
    /// <param name="source">The name of the text in messages.</param>
    /// <exception cref="PinningException">The text contains no result.</exception>
    internal static IReadOnlyList<PinCheckSummary> Read(string text, string source)
    {
        string json = IsPage(text)
            ? HtmlData.Find(text, source)
                ?? throw new PinningException(Faults.ReportNotReadable(source, "the page contains no data of a check"))
            : text;
        JsonValue value = JsonReader.Parse(json, source);
        PinCheckSummary[] runs = value.Kind == JsonKind.Array
            ? [.. value.Items.Select(item => PinCheckJson.Read(item, source))]
            : [PinCheckJson.Read(value, source)];
        return runs.Length > 0 ? [.. runs.Select(WithKeys)]
            : throw new PinningException(Faults.ReportNotReadable(source, "the list is empty"));
    }

    /// <summary>A page leaves out the keys, because they can be derived from the endpoints.</summary>
    private static PinCheckSummary WithKeys(PinCheckSummary run) =>
        run.Keys.Length > 0 ? run : run with { Keys = PinCheckKey.Of(run.Details) };

    private static bool IsPage(string text) => text.TrimStart().StartsWith("<", StringComparison.Ordinal);
}
