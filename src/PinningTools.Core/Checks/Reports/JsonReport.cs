using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The results as they are, to be read again by this module and by programs; of several runs a list.</summary>
internal sealed class JsonReport : IPinReportFormat
{
    public string Name => "Json";

    public IReadOnlyList<string> Extensions { get; } = [".json"];

    public bool IsByLine => false;

    public string Write(PinReport report) => report.Runs.Count == 1
        ? PinCheckJson.Write(report.Runs[0])
        : JsonWriter.Write(JsonValue.Array([.. report.Runs.Select(PinCheckJson.ToValue)]));
}
