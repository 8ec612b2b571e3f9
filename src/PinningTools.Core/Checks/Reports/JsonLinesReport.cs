using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// One line for each endpoint, for programs that ship logs, each with the check and the time. Names begin with a
/// small letter, as those programs expect (above all for level).
/// </summary>
internal sealed class JsonLinesReport : IPinReportFormat
{
    public string Name => "JsonLines";

    public IReadOnlyList<string> Extensions { get; } = [".jsonl"];

    public bool IsByLine => true;

    public string Write(PinReport report)
    {
        var text = new StringBuilder();
        foreach (PinCheckSummary run in report.Runs)
            foreach (PinCheckDetail detail in run.Details)
                text.Append(JsonWriter.WriteCompact(Line(run, detail))).Append('\n');
        return text.ToString();
    }

    private static JsonValue Line(PinCheckSummary run, PinCheckDetail detail)
    {
        JsonValue head = JsonObject.From(
            ("at", JsonValue.From(CheckDate.Format(run.Finished))),
            ("check", JsonValue.From(run.Name)),
            ("runId", JsonValue.From(run.RunId)));
        return JsonValue.Object([.. head.Members, .. Small(PinCheckJson.ToValue(detail)).Members]);
    }

    /// <summary>The names of members with a small first letter; the columns of a list are left as they are.</summary>
    private static JsonValue Small(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => JsonValue.Object([.. value.Members.Select(member => new KeyValuePair<string, JsonValue>(
            char.ToLowerInvariant(member.Key[0]) + member.Key.Substring(1),
            member.Key == nameof(PinCheckDetail.Columns) ? member.Value : Small(member.Value)))]),
        JsonKind.Array => JsonValue.Array([.. value.Items.Select(Small)]),
        _ => value,
    };
}
