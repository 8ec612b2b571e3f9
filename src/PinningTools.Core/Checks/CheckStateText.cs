using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Writes a state as JSON Lines: a head; the paths and policies, each once; the endpoints by key; the alerts and what
/// was acknowledged; and an end, without which the file was cut off. The same state always gives the same text.
/// </summary>
internal static class CheckStateText
{
    internal const int Version = 1;

    internal static void Write(CheckState state, TextWriter writer)
    {
        var text = new StringBuilder();
        CheckRecord[] records = [.. state.Records.Values.OrderBy(record => record.Key, StringComparer.Ordinal)];
        Line(line => line.Number("pinCheckState", Version).Text("name", state.Name)
            .Text("vantagePoint", state.VantagePoint).Text("runId", state.RunId).Date("started", state.Started)
            .Date("finished", state.Finished).Flag("complete", state.IsComplete)
            .Date("lastComplete", state.LastComplete).Number("endpoints", records.Length)
            .Texts("runs", [.. state.Runs.Select(CheckDate.Format)]));
        foreach (CheckPath path in Distinct(records.Select(record => record.Path), path => path.Id))
            Line(line => line.Text("path", path.Id).Text("issuer", path.Issuer).Text("anchor", path.Anchor)
                .Date("notAfter", path.NotAfter).Texts("pins", path.Pins));
        foreach (CheckPolicy policy in Distinct(records.Select(record => record.Policy), policy => policy.Id))
            Line(line => line.Text("policy", policy.Id).Texts("pins", policy.Pins).Object("lastSeen", inner =>
            {
                foreach (string pin in policy.Pins)
                    if (policy.LastSeen.TryGetValue(pin, out DateTime seen)) inner.Date(pin, seen);
            }));
        foreach (CheckRecord record in records)
        {
            JsonLine line = JsonLine.Begin(text);
            Endpoint(line, record);
            End(line);
        }

        foreach (PinCheckAlert alert in state.Alerts.OrderBy(alert => alert.Id, StringComparer.Ordinal))
            Line(line => Alert(line, alert));
        foreach (CheckAcknowledgement one in state.Acknowledged.Values.OrderBy(one => one.Alert, StringComparer.Ordinal))
            Line(line => line.Text("acknowledged", one.Alert).Date("until", one.Until).Date("at", one.At)
                .Text("level", one.Level).Text("reason", one.Reason));
        Line(line => line.Number("end", 1));

        void Line(Action<JsonLine> write)
        {
            JsonLine line = JsonLine.Begin(text);
            write(line);
            End(line);
        }

        void End(JsonLine line)
        {
            line.End();
            text.Append('\n');
            // Whole pieces, for the writer takes them as they are.
            if (text.Length < 64 * 1024) return;
            Flush();
        }

        void Flush()
        {
            writer.Write(text.ToString());
            text.Clear();
        }

        Flush();
    }

    private static IEnumerable<T> Distinct<T>(IEnumerable<T?> all, Func<T, string> id)
        where T : class =>
        all.OfType<T>().Distinct(ReferenceComparer<T>.Instance).GroupBy(id).Select(group => group.First())
            .OrderBy(id, StringComparer.Ordinal);

    private static void Endpoint(JsonLine line, CheckRecord record)
    {
        line.Text("key", record.Key).Text("level", record.Level).Text("verdict", record.Verdict)
            .Date("since", record.Since).Date("seen", record.Seen);
        if (record.Asked != record.Seen) line.Date("asked", record.Asked);
        if (record.Leaf is { } leaf)
            line.Object("leaf", inner => inner.Text("pin", leaf.Pin).Date("notBefore", leaf.NotBefore)
                .Date("notAfter", leaf.NotAfter).Text("sha256", leaf.Sha256).Date("since", leaf.Since));
        line.Text("path", record.Path?.Id);
        if (record.Good is { } good)
            line.Object("good", inner =>
                inner.Text("pin", good.Pin).Date("notAfter", good.NotAfter).Date("seen", good.Seen));
        if (record.Addresses.Count > 0)
            line.Object("addresses", inner =>
            {
                // An address with the leaf's key has no need to repeat it.
                foreach (KeyValuePair<string, string> one in record.Addresses)
                    if (one.Value == record.Leaf?.Pin) inner.Flag(one.Key, true);
                    else inner.Text(one.Key, one.Value.Length == 0 ? "-" : one.Value);
            });
        line.Text("policy", record.Policy?.Id).Number("spare", record.Spare).Number("failedRuns", record.FailedRuns)
            .Text("seenLevel", record.FailedRuns > 0 ? record.SeenLevel : "")
            .Text("seenVerdict", record.SeenVerdict == record.Verdict ? "" : record.SeenVerdict)
            .FlagIfSet("near", record.IsNear).Text("owner", record.Owner).Text("evidence", record.Evidence);
    }

    private static void Alert(JsonLine line, PinCheckAlert alert) => line.Text("alert", alert.Id)
        .Text("state", alert.State).Text("level", alert.Level).Text("reason", alert.Reason).Text("pin", alert.LeafPin)
        .Texts("endpoints", [.. alert.Endpoints.Take(100)]).Number("count", alert.EndpointCount)
        .Text("owner", alert.Owner).Date("since", alert.Since).FlagIfSet("expected", alert.Expected)
        .Text("why", alert.Why).Text("fix", alert.Fix).Text("evidence", alert.Evidence);
}

/// <summary>The same object, whatever its type takes for equal.</summary>
internal sealed class ReferenceComparer<T> : IEqualityComparer<T>
    where T : class
{
    internal static ReferenceComparer<T> Instance { get; } = new();

    public bool Equals(T? left, T? right) => ReferenceEquals(left, right);

    public int GetHashCode(T value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
}
