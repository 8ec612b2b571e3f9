using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// For programs: one object with the counts, the alerts and the changes. Its texts are as harmless as those of reports, for
/// the next program may print them.
/// </summary>
internal sealed class GenericMessage : ISendMessage
{
    internal const int MaxBytes = 256 * 1024;
    private const int MaxItems = 200;
    private const int MaxEndpoints = 50;
    private const int MaxText = 2000;
    private const int MaxName = 300;

    public string Write(SendNotice notice)
    {
        int most = MaxItems;
        while (true)
        {
            string body = JsonWriter.WriteCompact(Of(notice, most));
            if (most <= 1 || System.Text.Encoding.UTF8.GetByteCount(body) <= MaxBytes) return body;
            most /= 2;
        }
    }

    private static JsonValue Of(SendNotice notice, int most)
    {
        PinCheckSummary run = notice.Run;
        PinCheckAlert[] active = [.. notice.Active];
        PinCheckAlert[] recovered = [.. notice.Recovered];
        return JsonObject.From(
            ("pinReport", JsonValue.From(1)),
            ("event", JsonValue.From(notice.Event)),
            ("id", JsonValue.From(notice.Id)),
            ("name", Text(run.Name)),
            ("runId", Text(run.RunId)),
            ("level", Text(run.Level)),
            ("complete", JsonValue.From(run.IsComplete)),
            ("at", Date(run.Finished)),
            ("vantagePoint", Texts(run.VantagePoint)),
            ("text", Text(notice.Sentence)),
            ("counts", JsonObject.From(
                ("ok", JsonValue.From(run.Ok)),
                ("warning", JsonValue.From(run.Warning)),
                ("critical", JsonValue.From(run.Critical)),
                ("unknown", JsonValue.From(run.Unknown)))),
            ("report", notice.Link is { } link ? JsonValue.From(link.AbsoluteUri) : null),
            ("alerts", List(active, most, Of)),
            ("changes", List(notice.Changes, most, Of)),
            ("recovered", List(recovered, most, Of)),
            ("omitted", JsonObject.From(
                ("alerts", JsonValue.From(Math.Max(0, active.Length - most))),
                ("changes", JsonValue.From(Math.Max(0, notice.Changes.Count - most))),
                ("recovered", JsonValue.From(Math.Max(0, recovered.Length - most))))));
    }

    internal static JsonValue Of(PinCheckAlert alert) => JsonObject.From(
        ("id", Text(alert.Id)),
        ("state", Text(alert.State)),
        ("level", Text(alert.Level)),
        ("reason", Text(alert.Reason)),
        ("leafPin", Text(alert.LeafPin)),
        ("endpoints", Texts(alert.Endpoints)),
        ("endpointCount", JsonValue.From(alert.EndpointCount)),
        ("owner", Text(alert.Owner)),
        ("since", Date(alert.Since)),
        ("expected", JsonValue.From(alert.Expected)),
        ("why", Text(alert.Why)),
        ("fix", Text(alert.Fix)));

    private static JsonValue Of(PinCheckChange change) => JsonObject.From(
        ("id", Text(change.Id)),
        ("at", Date(change.At)),
        ("endpoint", Text(change.Key)),
        ("kind", Text(change.Kind)),
        ("expected", JsonValue.From(change.Expected)),
        ("level", Text(change.Level)),
        ("owner", Text(change.Owner)),
        ("why", Text(change.Why)));

    private static JsonValue List<T>(IReadOnlyList<T> items, int most, Func<T, JsonValue> write) =>
        JsonValue.Array([.. items.Take(most).Select(write)]);

    private static JsonValue Text(string text) => JsonValue.From(SendNotice.Cut(text, MaxText));

    private static JsonValue Texts(string[] texts) => JsonValue.Array(
        [.. texts.Take(MaxEndpoints).Select(text => JsonValue.From(SendNotice.Cut(text, MaxName)))]);

    private static JsonValue Date(DateTime date) => JsonValue.From(CheckDate.Format(date));
}
