using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Blocks for Slack: a header, sections of at most 2,900 of the 3,000 characters that Slack takes, and a context, at most
/// ten in all. Slack reads commands from text, such as one that pages everyone: their signs are escaped, names and
/// sentences stand in code, and nothing is linked that is not a link here.
/// </summary>
internal sealed class SlackMessage : ISendMessage
{
    internal const int MaxBlocks = 10;
    internal const int MaxSection = 2900;
    private const int MaxHeader = 150;
    private const int MaxText = 500;
    private const int MaxEndpoints = 5;

    /// <summary>Without the header, the line of what was left out, and the context.</summary>
    private const int MaxSections = MaxBlocks - 3;

    public string Write(SendNotice notice)
    {
        (string Text, bool IsAlert)[] items =
        [
            (Code(notice.Sentence, MaxText), false),
            .. notice.Alerts.Select(one => (Text(one), true)), .. notice.Changes.Select(one => (Text(one), false)),
        ];
        List<string> sections = Pack([.. items.Select(one => one.Text)], out int count);
        int alerts = items.Skip(count).Count(one => one.IsAlert);
        string left = LeftOut.Say(alerts, items.Length - count - alerts);
        if (left.Length > 0) sections.Add(left);
        List<JsonValue> blocks =
        [
            JsonObject.From(
                ("type", JsonValue.From("header")),
                ("text", JsonObject.From(
                    ("type", JsonValue.From("plain_text")),
                    ("text", JsonValue.From(Fitting(notice.Title, MaxHeader))),
                    ("emoji", JsonValue.From(false))))),
            .. sections.Select(text => JsonObject.From(("type", JsonValue.From("section")), ("text", Marked(text)))),
            JsonObject.From(
                ("type", JsonValue.From("context")),
                ("elements", JsonValue.Array([Marked(Code(notice.Footer, MaxText) + LinkTo(notice))]))),
        ];
        return JsonWriter.WriteCompact(JsonObject.From(
            ("text", JsonValue.From($"{Fitting(notice.Title, MaxHeader)}: {Code(notice.Sentence, MaxText)}")),
            ("unfurl_links", JsonValue.From(false)),
            ("unfurl_media", JsonValue.From(false)),
            ("blocks", JsonValue.Array(blocks))));
    }

    /// <summary>As many as fit in the sections, in their order.</summary>
    private static List<string> Pack(IReadOnlyList<string> items, out int count)
    {
        var sections = new List<string>();
        var section = new StringBuilder();
        for (count = 0; count < items.Count; count++)
        {
            bool fits = section.Length == 0 || section.Length + items[count].Length + 1 <= MaxSection;
            if (!fits && sections.Count == MaxSections - 1) break;
            if (!fits)
            {
                sections.Add(section.ToString());
                section.Clear();
            }

            section.Append(section.Length > 0 ? "\n" : "").Append(items[count]);
        }

        sections.Add(section.ToString());
        return sections;
    }

    private static string Text(PinCheckAlert alert)
    {
        string text = $"*{Code(SendNotice.Head(alert), MaxText)}* "
            + Code(ReportWords.Endpoints(alert, MaxEndpoints), MaxText);
        if (alert.Why.Length > 0) text += "\n" + Code(alert.Why, MaxText);
        // A line that is cut is not to be pasted, nor one with other quotation marks in it.
        bool isWhole = alert.Fix.Length > 0 && alert.Fix.IndexOf('`') < 0
            && Escaped(EscapedText.Line(alert.Fix)).Length <= MaxText;
        return isWhole ? $"{text}\n> {Code(alert.Fix, MaxText)}" : text;
    }

    private static string Text(PinCheckChange change) =>
        $"*{Code(SendNotice.Head(change), MaxText)}* {Code(change.Key, MaxText)}\n{Code(change.Why, MaxText)}";

    /// <summary>In a code span, where only what is escaped has a meaning.</summary>
    private static string Code(string? text, int most)
    {
        string plain = EscapedText.Line(text).Replace('`', '\'').Trim();
        return plain.Length == 0 ? "" : $"`{Fitting(plain, most)}`";
    }

    /// <summary>Escaped, and then not longer than that.</summary>
    private static string Fitting(string text, int most)
    {
        string plain = EscapedText.Cut(text, most);
        for (int over; (over = Escaped(plain).Length - most) > 0;)
            plain = EscapedText.Cut(plain, plain.Length - 1 - (over / 5));
        return Escaped(plain);
    }

    /// <summary>The three signs by which Slack tells commands, links and mentions from text.</summary>
    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static string LinkTo(SendNotice notice) =>
        notice.Link is { } link ? $" <{Escaped(link.AbsoluteUri.Replace("|", "%7C"))}|Report>" : "";

    /// <summary>Verbatim: addresses and names in the text do not become links.</summary>
    private static JsonValue Marked(string text) => JsonObject.From(
        ("type", JsonValue.From("mrkdwn")), ("text", JsonValue.From(text)), ("verbatim", JsonValue.From(true)));
}
