using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Writes a state as JSON Lines: a head; the paths and policies, each once and with a number; the endpoints by key; the
/// alerts and acknowledgements; and an end, without which the file was cut off. The same state always gives the same text.
/// The usual values are left out, because there may be a hundred thousand endpoints: the verdict Match at the level Ok, a
/// sight in this run, a key as old as the level, the pin of an address that shows the leaf's key ("true").
/// </summary>
internal static class CheckStateText
{
    internal const int Version = 1;

    internal static void Write(CheckState state, TextWriter writer)
    {
        var text = new CharBuffer();
        var json = new JsonLine(text);
        CheckRecord[] records = [.. state.Records.Values];
        Array.Sort(Array.ConvertAll(records, record => record.Key), records, StringComparer.Ordinal);
        Line(line => line.Number("pinCheckState", Version).Text("name", state.Name)
            .Text("vantagePoint", state.VantagePoint).Text("runId", state.RunId).Date("started", state.Started)
            .Date("finished", state.Finished).Flag("complete", state.IsComplete)
            .Date("lastComplete", state.LastComplete).Number("endpoints", records.Length)
            .Texts("runs", [.. state.Runs.Select(CheckDate.Format)]));
        Dictionary<CheckPath, int> paths = Number(
            records.Select(record => record.Path), ReferenceComparer<CheckPath>.Instance, path => path.Id);
        foreach (KeyValuePair<CheckPath, int> one in paths)
            Line(line => line.Number("path", one.Value).Text("issuer", one.Key.Issuer).Text("anchor", one.Key.Anchor)
                .Date("notAfter", one.Key.NotAfter).Texts("pins", one.Key.Pins));
        Dictionary<CheckPolicy, int> policies = Number(
            records.Select(record => record.Policy), CheckPolicy.Comparer.Instance, policy => policy.Pins[0]);
        foreach (KeyValuePair<CheckPolicy, int> one in policies)
        {
            json.Begin().Number("policy", one.Value).Texts("pins", one.Key.Pins);
            Sights(json, one.Key, state.Finished);
            End();
        }

        foreach (CheckRecord record in records)
        {
            json.Begin();
            Endpoint(json, record, state.Finished);
            if (record.Path is { } path) json.Number("path", paths[path]);
            if (record.Policy is { } policy) json.Number("policy", policies[policy]);
            End();
        }

        foreach (PinCheckAlert alert in state.Alerts.OrderBy(alert => alert.Id, StringComparer.Ordinal))
            Line(line => Alert(line, alert));
        foreach (CheckAcknowledgement one in state.Acknowledged.Values.OrderBy(one => one.Alert, StringComparer.Ordinal))
            Line(line => line.Text("acknowledged", one.Alert).Date("until", one.Until).Date("at", one.At)
                .Text("level", one.Level).Text("reason", one.Reason));
        Line(line => line.Number("end", 1));

        Flush();

        void Line(Action<JsonLine> write)
        {
            write(json.Begin());
            End();
        }

        void End()
        {
            json.End();
            text.Append('\n');
            if (text.Length >= 64 * 1024) Flush();
        }

        void Flush()
        {
            writer.Write(text.Chars, 0, text.Length);
            text.Truncate(0);
        }
    }

    /// <summary>Each of them once, sorted and numbered from 1.</summary>
    private static Dictionary<T, int> Number<T>(IEnumerable<T?> all, IEqualityComparer<T> comparer, Func<T, string> order)
        where T : class
    {
        T[] distinct = [.. new HashSet<T>(all.OfType<T>(), comparer)];
        Array.Sort(Array.ConvertAll(distinct, one => order(one)), distinct, StringComparer.Ordinal);
        var numbers = new Dictionary<T, int>(distinct.Length, comparer);
        foreach (T one in distinct) numbers.Add(one, numbers.Count + 1);
        return numbers;
    }

    /// <summary>In the order of the pins: true is this run, null is never.</summary>
    private static void Sights(JsonLine line, CheckPolicy policy, DateTime now)
    {
        int count = policy.Pins.Length;
        while (count > 0 && policy.SeenAt(count - 1) is null) count--;
        if (count == 0) return;
        line.OpenList("lastSeen");
        for (int i = 0; i < count; i++)
        {
            if (policy.SeenAt(i) is not { } when) line.Item(null);
            else if (when == now) line.ItemTrue();
            else line.Item(CheckDate.Format(when));
        }

        line.CloseList();
    }

    private static void Endpoint(JsonLine line, CheckRecord record, DateTime now)
    {
        line.Text("key", record.Key).Text("level", record.Level);
        if (record.Level != PinCheckLevel.Ok || record.Verdict != nameof(Verdict.Match)) line.Text("verdict", record.Verdict);
        line.Date("since", record.Since);
        if (record.Seen != now) line.Date("seen", record.Seen);
        if (record.Asked != (record.Seen ?? default)) line.Date("asked", record.Asked);
        if (record.Leaf is { } leaf)
        {
            line.Open("leaf").Text("pin", leaf.Pin).Date("notBefore", leaf.NotBefore).Date("notAfter", leaf.NotAfter)
                .Text("sha256", leaf.Sha256);
            if (leaf.Since != record.Since) line.Date("since", leaf.Since);
            line.Close();
        }

        if (record.Good is { } good)
            line.Open("good").Text("pin", good.Pin).Date("notAfter", good.NotAfter).Date("seen", good.Seen).Close();
        Pins(line, "addresses", record.Addresses, record.Leaf);
        Pins(line, "views", record.Views, record.Leaf);
        line.Number("spare", record.Spare).Number("failedRuns", record.FailedRuns)
            .Text("seenLevel", record.FailedRuns > 0 ? record.SeenLevel : "")
            .Text("seenVerdict", record.SeenVerdict == record.Verdict ? "" : record.SeenVerdict)
            .FlagIfSet("near", record.IsNear).Text("owner", record.Owner).Text("evidence", record.Evidence);
    }

    private static void Pins(
        JsonLine line, string name, IReadOnlyList<KeyValuePair<string, string>> pins, CheckLeaf? leaf)
    {
        if (pins.Count == 0) return;
        line.Open(name);
        for (int i = 0; i < pins.Count; i++)
        {
            KeyValuePair<string, string> one = pins[i];
            if (one.Value == leaf?.Pin) line.Flag(one.Key, true);
            else line.Text(one.Key, one.Value.Length == 0 ? "-" : one.Value);
        }

        line.Close();
    }

    private static void Alert(JsonLine line, PinCheckAlert alert) => line.Text("alert", alert.Id)
        .Text("state", alert.State).Text("level", alert.Level).Text("reason", alert.Reason).Text("pin", alert.LeafPin)
        .Texts("endpoints", [.. alert.Endpoints.Take(100)]).Number("count", alert.EndpointCount)
        .Text("owner", alert.Owner).Date("since", alert.Since).FlagIfSet("expected", alert.Expected)
        .Text("why", alert.Why).Text("fix", alert.Fix).Text("evidence", alert.Evidence);
}

/// <summary>Compares objects by reference, also where their type compares values.</summary>
internal sealed class ReferenceComparer<T> : IEqualityComparer<T>
    where T : class
{
    internal static ReferenceComparer<T> Instance { get; } = new();

    public bool Equals(T? left, T? right) => ReferenceEquals(left, right);

    public int GetHashCode(T value) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value);
}
