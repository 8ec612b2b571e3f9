using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The results unchanged, for this module and other programs to read; several runs are written as a list.
/// </summary>
internal sealed class JsonReport : IPinReportFormat
{
    public string Name => "Json";

    public IReadOnlyList<string> Extensions { get; } = [".json"];

    public bool IsByLine => false;

    public string Write(PinReport report) => report.Runs.Count == 1
        ? PinCheckJson.Write(report.Runs[0])
        : JsonWriter.Write(JsonValue.Array([.. report.Runs.Select(PinCheckJson.ToValue)]));
}
