using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// An Adaptive Card for a Workflow of Teams. All text is in runs of text, which know no Markdown: no link, no emphasis and
/// no mention comes from a certificate. Teams takes 28 KB, but as it encodes the message itself, which may make it larger;
/// here it is at most 20 KB with every character counted as its longest escape.
/// </summary>
internal sealed class TeamsMessage : ISendMessage
{
    internal const int MaxBytes = 20_000;
    private const int MaxText = 700;
    private const int MaxEndpoints = 5;

    /// <summary>Room for the line that says what was left out.</summary>
    private const int Reserve = 500;

    public string Write(SendNotice notice)
    {
        (JsonValue[] Blocks, bool IsAlert)[] items =
        [
            .. notice.Alerts.Select(one => (Blocks(one), true)), .. notice.Changes.Select(one => (Blocks(one), false)),
        ];
        int room = MaxBytes - Reserve - Size(Card(notice, [], ""));
        int count = 0;
        for (; count < items.Length; count++)
        {
            room -= items[count].Blocks.Sum(block => Size(block) + 2);
            if (room < 0) break;
        }

        int alerts = items.Skip(count).Count(one => one.IsAlert);
        string left = LeftOut.Say(alerts, items.Length - count - alerts);
        return JsonWriter.WriteCompact(Card(notice, [.. items.Take(count).SelectMany(one => one.Blocks)], left));
    }

    /// <summary>In bytes, if whoever encodes it again escapes all that can be.</summary>
    internal static int Size(string json) =>
        json.Sum(c => c is < ' ' or > '~' or '<' or '>' or '&' or '\'' or '+' ? 6 : c is '"' or '\\' ? 2 : 1);

    private static int Size(JsonValue value) => Size(JsonWriter.WriteCompact(value));

    private static JsonValue Card(SendNotice notice, IReadOnlyList<JsonValue> blocks, string left)
    {
        List<JsonValue> body =
        [
            Block(false, Run(
                SendNotice.Cut(notice.Title, MaxText), ("size", "Medium"), ("weight", "Bolder"), ("color", ColorOf(notice)))),
            Block(false, Run(SendNotice.Cut(notice.Sentence, MaxText))),
            .. blocks,
        ];
        if (left.Length > 0) body.Add(Block(true, Run(left, ("weight", "Bolder"))));
        body.Add(Block(true, Run(SendNotice.Cut(notice.Footer, MaxText), ("size", "Small"))));
        JsonValue? action = notice.Link is not { } link ? null : JsonObject.From(
            ("type", JsonValue.From("Action.OpenUrl")),
            ("title", JsonValue.From("Report")),
            ("url", JsonValue.From(link.AbsoluteUri)));
        JsonValue card = JsonObject.From(
            ("$schema", JsonValue.From("http://adaptivecards.io/schemas/adaptive-card.json")),
            ("type", JsonValue.From("AdaptiveCard")),
            ("version", JsonValue.From("1.2")),
            ("fallbackText", JsonValue.From(Plain(SendNotice.Cut(notice.Title, MaxText)))),
            ("msteams", JsonObject.From(("width", JsonValue.From("Full")))),
            ("body", JsonValue.Array(body)),
            ("actions", action is null ? null : JsonValue.Array([action])));
        return JsonObject.From(
            ("type", JsonValue.From("message")),
            ("attachments", JsonValue.Array(
            [
                JsonObject.From(
                    ("contentType", JsonValue.From("application/vnd.microsoft.card.adaptive")),
                    ("contentUrl", JsonValue.Null),
                    ("content", card)),
            ])));
    }

    private static JsonValue[] Blocks(PinCheckAlert alert)
    {
        List<JsonValue> blocks =
        [
            Block(
                true,
                Run(SendNotice.Head(alert) + ": ", ("weight", "Bolder"), ("color", ColorOf(alert.Level))),
                Run(SendNotice.Cut(ReportWords.Endpoints(alert, MaxEndpoints), MaxText), ("fontType", "Monospace"))),
        ];
        if (alert.Why.Length > 0) blocks.Add(Block(false, Run(SendNotice.Cut(alert.Why, MaxText))));
        // A line that is cut is not to be pasted.
        if (alert.Fix.Length is > 0 and <= MaxText)
            blocks.Add(Block(false, Run(EscapedText.Line(alert.Fix), ("fontType", "Monospace"), ("size", "Small"))));
        return [.. blocks];
    }

    private static JsonValue[] Blocks(PinCheckChange change) =>
    [
        Block(
            true,
            Run(SendNotice.Head(change) + ": ", ("weight", "Bolder"), ("color", change.Expected ? "Default" : "Warning")),
            Run(SendNotice.Cut(change.Key, MaxText), ("fontType", "Monospace")),
            Run(" " + SendNotice.Cut(change.Why, MaxText))),
    ];

    private static JsonValue Block(bool isApart, params JsonValue[] runs) => JsonObject.From(
        ("type", JsonValue.From("RichTextBlock")),
        ("spacing", JsonValue.From(isApart ? "Medium" : "Small")),
        ("inlines", JsonValue.Array(runs)));

    private static JsonValue Run(string text, params (string Name, string Value)[] style) => JsonObject.From(
    [
        ("type", JsonValue.From("TextRun")),
        ("text", JsonValue.From(Plain(text))),
        .. style.Select(one => (one.Name, (JsonValue?)JsonValue.From(one.Value))),
    ]);

    /// <summary>Two braces would begin a date function, and one behind a dollar a template; no run is empty.</summary>
    private static string Plain(string text)
    {
        string plain = text.Replace("${", "$ {");
        while (plain.Contains("{{")) plain = plain.Replace("{{", "{ {");
        return plain.Length > 0 ? plain : " ";
    }

    private static string ColorOf(SendNotice notice) => notice.IsDrill ? "Accent" : ColorOf(notice.Run.Level);

    private static string ColorOf(string level) => level switch
    {
        PinCheckLevel.Ok => "Good",
        PinCheckLevel.Warning => "Warning",
        _ => "Attention",
    };
}

/// <summary>What a message has no room for.</summary>
internal static class LeftOut
{
    internal static string Say(int alerts, int changes)
    {
        string[] parts =
        [
            .. new[]
            {
                alerts > 0 ? ReportWords.Count(alerts, "more alert", "more alerts") : "",
                changes > 0 ? ReportWords.Count(changes, "more change", "more changes") : "",
            }.Where(part => part.Length > 0),
        ];
        return parts.Length == 0 ? ""
            : $"Left out: {string.Join(" and ", parts)}. Get-PinHistory lists all, with -Alert those that stand.";
    }
}
