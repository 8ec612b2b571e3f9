using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What another machine is asked to check: the rows, the pin sets that apply to them, and how. It goes along as data; the
/// other machine needs no list and no store, and writes nothing. Notes and owners stay here.
/// </summary>
internal static class PlaceOrder
{
    internal const string Marker = "pinCheckPlace";
    internal const long Version = 1;

    internal static string Write(CheckOptions options, string runId, IReadOnlyList<CheckEndpoint> endpoints, TimeSpan? left)
    {
        var anchors = new Dictionary<string, int>();
        JsonValue[] rows = [.. endpoints.Select(endpoint => Row(endpoint, options.Order, anchors))];
        CheckOrder order = options.Order;
        return JsonWriter.WriteCompact(JsonObject.From(
            (Marker, JsonValue.From(Version)),
            ("runId", JsonValue.From(runId)),
            ("throttle", JsonValue.From(options.ThrottleLimit)),
            ("timeout", Seconds(order.Connection.Timeout)),
            ("retries", JsonValue.From(order.Retries)),
            ("retryInterval", Seconds(order.RetryInterval)),
            ("maxRuntime", left is { } most ? Seconds(most) : null),
            ("warningDays", options.WarningDays is { } warning ? JsonValue.From(warning) : null),
            ("criticalDays", options.CriticalDays is { } critical ? JsonValue.From(critical) : null),
            ("noInspection", Flag(!order.Inspects)),
            ("allowInspected", Flag(order.AllowInspected)),
            ("at", order.At is { } at ? JsonValue.From(CheckDate.Format(at)) : null),
            ("store", options.Policies is null ? null : JsonValue.From(PinStoreJson.Write(new PinStore(Sets(endpoints))))),
            ("anchors", anchors.Count == 0 ? null
                : JsonValue.Array([.. anchors.OrderBy(one => one.Value).Select(one => JsonValue.From(one.Key))])),
            ("rows", JsonValue.Array(rows))));
    }

    /// <exception cref="PinningException">The text is not an order, or one of a later version.</exception>
    internal static (CheckOptions Options, string RunId) Read(string text)
    {
        const string Source = "the order of Invoke-PinCheck";
        var members = new JsonMembers(Source, JsonReader.Parse(text, Source), Source);
        if (members.Whole(Marker) is not { } version) throw members.Unexpected(Marker, "this is not an order");
        if (version > Version) throw new PinningException(Faults.PinCheckFromLater(Source, version));
        string[] anchors = [.. members.List("anchors").Select(one => one.Text)];
        PinStore? store = members.Value("store") is { } given ? PinStoreJson.Read(given.Text, Source) : null;
        return (new CheckOptions
        {
            Rows = [.. members.List("rows").Select(row => WithAnchors(JsonList.ToRow(row), anchors))],
            Policies = store is null ? null : new StorePolicies(store),
            ThrottleLimit = Number(members, "throttle", 1, 10_000) ?? 32,
            MaxRuntime = Number(members, "maxRuntime", 1, 604_800) is { } most ? TimeSpan.FromSeconds(most) : null,
            WarningDays = Number(members, "warningDays", 0, 3650),
            CriticalDays = Number(members, "criticalDays", 0, 3650),
            Order = new CheckOrder
            {
                Connection = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(Number(members, "timeout", 1, 86_400) ?? 15) },
                Retries = Number(members, "retries", 0, 100) ?? 0,
                RetryInterval = TimeSpan.FromSeconds(Number(members, "retryInterval", 0, 3600) ?? 5),
                At = members.Date("at"),
                Inspects = !members.Flag("noInspection"),
                AllowInspected = members.Flag("allowInspected"),
            },
        }, members.Text("runId", 64) ?? "");
    }

    private static JsonValue Row(CheckEndpoint endpoint, CheckOrder order, Dictionary<string, int> anchors)
    {
        CheckRow row = endpoint.Row;
        TrustSettings trust = endpoint.Policy.Trust;
        string? pem = row.Anchors.Count == 0 ? null : string.Concat(trust.Anchors.Concat(trust.Helpers)
            .Select(one => $"-----BEGIN CERTIFICATE-----\n{Base64Certificate.Write(one)}\n-----END CERTIFICATE-----\n"));
        int number = 0;
        if (pem is not null && !anchors.TryGetValue(pem, out number)) anchors.Add(pem, number = anchors.Count);
        return JsonObject.From(
            ("HostName", JsonValue.From(row.HostName)),
            ("Port", row.Port is { } port ? JsonValue.From(port) : null),
            ("Pin", row.Pins.Count == 0 ? null : JsonValue.Array([.. row.Pins.Select(pin => JsonValue.From(pin.ToString()))])),
            ("PinOnly", Flag(row.PinOnly)),
            ("AllAddresses", Flag(row.AllAddresses)),
            ("CheckRevocation", Flag(row.CheckRevocation)),
            ("NoBackup", Flag(row.NoBackup)),
            ("AllowInspected", Flag(row.AllowInspected)),
            ("StartTls", row.StartTls is { } protocol ? JsonValue.From(protocol.ToString()) : null),
            ("EhloName", Text(row.EhloName ?? order.EhloName)),
            ("ServerName", Text(row.ServerName)),
            ("Address", Text(row.Address)),
            ("Proxy", Text(row.Proxy)),
            ("SslProtocol", row.Protocols == default ? null : JsonValue.From(CheckRowReader.Names(row.Protocols))),
            ("TrustAnchor", pem is null ? null : JsonValue.From(number))).InOneLine();
    }

    /// <summary>The pin sets that apply, without what only people read.</summary>
    private static IEnumerable<PinSet> Sets(IReadOnlyList<CheckEndpoint> endpoints) => endpoints
        .Select(endpoint => endpoint.Policy.Set).OfType<PinSet>().GroupBy(set => set.Pattern).Select(set => set.First() with
        {
            Note = null,
            Owner = null,
            ReportUri = null,
            Unknown = null,
            Pins = [.. set.First().Pins.Select(pin => pin with { Note = null, Owner = null })],
        });

    /// <summary>Anchors that many rows share are sent once.</summary>
    private static ListRow WithAnchors(ListRow row, string[] anchors) => row with
    {
        Cells =
        [
            .. row.Cells.Select(cell => cell.Name != "TrustAnchor" ? cell
                : int.TryParse(cell.Texts.Count == 0 ? null : cell.Texts[0], out int number) && number >= 0 && number < anchors.Length
                    ? cell with { Texts = [anchors[number]], Value = null } : cell),
        ],
    };

    private static int? Number(JsonMembers members, string name, int least, int most) =>
        members.Whole(name) is { } number ? (int)Math.Max(least, Math.Min(most, number)) : null;

    private static JsonValue Seconds(TimeSpan span) => JsonValue.From((long)Math.Ceiling(span.TotalSeconds));

    private static JsonValue? Flag(bool flag) => flag ? JsonValue.From(true) : null;

    private static JsonValue? Text(string? text) => text is { Length: > 0 } ? JsonValue.From(text) : null;
}
