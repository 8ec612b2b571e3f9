using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PinningTools.Internal;
using PinningTools.Tests.Checks.Reports;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>What messages hold, how large they are, and that what strangers write into certificates stays text.</summary>
public sealed partial class MessageTests
{
    private static readonly string[] s_teams =
        ["type", "spacing", "inlines", "text", "size", "weight", "color", "fontType", "body", "version", "$schema",
            "fallbackText", "msteams", "width", "actions", "title", "url"];

    public static TheoryData<string, int> Hostile()
    {
        var cases = new TheoryData<string, int>();
        foreach (string form in new[] { "Generic", "Teams", "Slack" })
            for (int i = 0; i < SampleSummary.HostileTexts.Length; i++) cases.Add(form, i);
        return cases;
    }

    [Fact]
    public void Generic_has_everything_a_program_asks_for()
    {
        JsonValue body = Read(new GenericMessage().Write(Notice(SampleSummary.Create())));

        Assert.Equal(
            ["pinReport", "event", "id", "name", "runId", "level", "complete", "at", "vantagePoint", "text", "counts", "report",
                "alerts", "changes", "recovered", "omitted"],
            body.Members.Select(member => member.Key));
        Assert.Equal(("problem", "nightly", "3f9c1c52"), (Text(body, "event"), Text(body, "name"), Text(body, "runId")));
        JsonValue alert = body.Find("alerts")!.Items[0];
        Assert.Equal(
            ["id", "state", "level", "reason", "leafPin", "endpoints", "endpointCount", "owner", "since", "expected", "why", "fix"],
            alert.Members.Select(member => member.Key));
        Assert.Equal(
            ["new", "standing", "worse"], body.Find("alerts")!.Items.Select(one => Text(one, "state")).Order(StringComparer.Ordinal));
        Assert.Equal("recovered", Text(Assert.Single(body.Find("recovered")!.Items), "state"));
        Assert.Equal("https://mon.example.com/nightly.html?a=1&b=2", Text(body, "report"));
    }

    [Fact]
    public void Teams_gets_a_card_of_runs_of_text()
    {
        JsonValue body = Read(new TeamsMessage().Write(Notice(SampleSummary.Create())));

        JsonValue attachment = Assert.Single(body.Find("attachments")!.Items);
        Assert.Equal("message", Text(body, "type"));
        Assert.Equal("application/vnd.microsoft.card.adaptive", Text(attachment, "contentType"));
        Assert.Equal(JsonKind.Null, attachment.Find("contentUrl")!.Kind);
        JsonValue card = attachment.Find("content")!;
        Assert.Equal(("AdaptiveCard", "1.2"), (Text(card, "type"), Text(card, "version")));
        Assert.Empty(Names(card).Distinct().Except(s_teams));
        Assert.All(card.Find("body")!.Items, block => Assert.Equal("RichTextBlock", Text(block, "type")));
        Assert.All(card.Find("body")!.Items, block => Assert.NotEmpty(block.Find("inlines")!.Items));
        Assert.All(
            card.Find("body")!.Items.SelectMany(block => block.Find("inlines")!.Items), run => Assert.NotEqual("", Text(run, "text")));
        Assert.StartsWith("Pin check nightly: CRITICAL", Texts(card)[0], StringComparison.Ordinal);
        Assert.Contains(Texts(card), text => text.Contains("api.example.com:443, api2.example.com:443", StringComparison.Ordinal));
        JsonValue action = Assert.Single(card.Find("actions")!.Items);
        Assert.Equal(("Action.OpenUrl", "https://mon.example.com/nightly.html?a=1&b=2"), (Text(action, "type"), Text(action, "url")));
    }

    [Fact]
    public void Slack_gets_blocks()
    {
        JsonValue body = Read(new SlackMessage().Write(Notice(SampleSummary.Create())));

        JsonValue[] blocks = [.. body.Find("blocks")!.Items];
        Assert.Equal("header", Text(blocks[0], "type"));
        Assert.Equal("context", Text(blocks[^1], "type"));
        Assert.All(blocks[1..^1], block => Assert.Equal("section", Text(block, "type")));
        Assert.StartsWith("Pin check nightly: CRITICAL", Text(body, "text"), StringComparison.Ordinal);
        Assert.Contains("*`wrong key (new, web team)`* `api.example.com:443, api2.example.com:443`", Sections(body)[0]);
        Assert.EndsWith(
            " <https://mon.example.com/nightly.html?a=1&amp;b=2|Report>", Text(blocks[^1].Find("elements")!.Items[0], "text"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(3000)]
    public void What_has_no_room_is_left_out_and_said_to_be(int alerts)
    {
        SendNotice notice = Many(alerts);

        string teams = new TeamsMessage().Write(notice);
        string slack = new SlackMessage().Write(notice);
        string generic = new GenericMessage().Write(notice);

        Assert.InRange(TeamsMessage.Size(teams), 1, TeamsMessage.MaxBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(generic), 1, GenericMessage.MaxBytes);
        Assert.InRange(Read(slack).Find("blocks")!.Items.Count, 3, SlackMessage.MaxBlocks);
        Assert.All(Sections(Read(slack)), text => Assert.InRange(text.Length, 1, SlackMessage.MaxSection));
        JsonValue body = Read(generic);
        int omitted = int.Parse(Text(body.Find("omitted")!, "alerts"), CultureInfo.InvariantCulture);
        Assert.Equal(alerts, body.Find("alerts")!.Items.Count + omitted);
        int inTeams = Texts(Read(teams)).Count(text => text.StartsWith("wrong key (", StringComparison.Ordinal));
        int inSlack = Sections(Read(slack)).Sum(text => WrongKey().Count(text));
        Assert.Equal(alerts, inTeams + LeftOutOf(Texts(Read(teams))));
        Assert.Equal(alerts, inSlack + LeftOutOf(Sections(Read(slack))));
        if (alerts == 1) Assert.Equal((1, 1), (inTeams, inSlack));
        else Assert.InRange(Math.Min(inTeams, inSlack), 5, 40);
    }

    /// <summary>Each character of it is longer after it was encoded again.</summary>
    [Theory]
    [InlineData("\u4E2D")]
    [InlineData("<")]
    [InlineData("\"")]
    [InlineData("\u202E")]
    [InlineData("`")]
    public void Limits_are_kept_whatever_the_text_is(string letter)
    {
        string text = string.Concat(Enumerable.Repeat(letter, 2500));
        SendNotice notice = Many(60, text);

        Assert.InRange(TeamsMessage.Size(new TeamsMessage().Write(notice)), 1, TeamsMessage.MaxBytes);
        Assert.All(Sections(Read(new SlackMessage().Write(notice))), section => Assert.InRange(section.Length, 1, SlackMessage.MaxSection));
        Assert.InRange(Encoding.UTF8.GetByteCount(new GenericMessage().Write(notice)), 1, GenericMessage.MaxBytes);
        Assert.All(
            EventLogChannel.Events(notice), one => Assert.InRange(2 * one.Strings.Sum(part => part.Length + 1), 1, 61_440));
        Assert.All(
            SyslogChannel.Lines(notice), one => Assert.InRange(Encoding.UTF8.GetByteCount(one.Text), 1, SyslogChannel.MaxText));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_a_stranger_writes_stays_text(string form, int number)
    {
        string hostile = SampleSummary.HostileTexts[number];
        SendNotice notice = Notice(Reporting.Poisoned(SampleSummary.Create(), hostile)) with { Link = null };
        string body = Form(form).Write(notice);

        JsonValue value = Read(body);
        Assert.DoesNotContain(body, c => char.IsControl(c) || c == '\u202E' || c == '\u2028');
        Assert.All(AllTexts(value), text => Assert.DoesNotContain(
            text, c => (char.IsControl(c) && c != '\n') || c is '\u202E' or '\u2028' || char.IsSurrogate(c)));
        if (form == "Slack")
        {
            // A < in text for Slack begins a command, a mention or a link.
            Assert.All(AllTexts(value), text => Assert.DoesNotContain('<', text));
            Assert.All(AllTexts(value), text => Assert.DoesNotMatch("&(?!(amp|lt|gt);)", text));
            Assert.All(
                Sections(value).SelectMany(text => text.Split('\n')), line => Assert.True(line.Count(c => c == '`') % 2 == 0, line));
        }

        if (form == "Teams")
        {
            Assert.Empty(Names(value.Find("attachments")!.Items[0].Find("content")!).Distinct().Except(s_teams));
            Assert.All(AllTexts(value), text => Assert.DoesNotContain("{{", text));
        }
    }

    [Fact]
    public void A_line_to_paste_is_whole_or_not_there()
    {
        PinCheckAlert alert = Outbox.Alert("a") with { Fix = "Get-SpkiPin " + new string('x', 2000) };
        SendNotice notice = new() { Run = SampleSummary.AllOk(), Alerts = [alert, alert with { Fix = "Get-SpkiPin 'a`b'" }] };

        Assert.DoesNotContain("Get-SpkiPin xxx", new TeamsMessage().Write(notice));
        Assert.DoesNotContain("Get-SpkiPin", new SlackMessage().Write(notice));
    }

    private static ISendMessage Form(string name) => name switch
    {
        "Teams" => new TeamsMessage(),
        "Slack" => new SlackMessage(),
        _ => new GenericMessage(),
    };

    internal static SendNotice Notice(PinCheckSummary run) => new()
    {
        Run = run,
        Alerts = [.. run.Alerts.Where(one => one.IsAnnounced)],
        Changes = run.Changes,
        Link = new Uri("https://mon.example.com/nightly.html?a=1&b=2"),
    };

    private static SendNotice Many(int alerts, string why = "What happened.") => new()
    {
        Run = SampleSummary.AllOk() with { Name = "nightly" },
        Alerts =
        [
            .. Enumerable.Range(0, alerts).Select(i => Outbox.Alert("a" + i.ToString(CultureInfo.InvariantCulture)) with
            {
                Why = why, Owner = why, Endpoints = [.. Enumerable.Repeat("host.example.com:443" + why, 6)], EndpointCount = 60,
            }),
        ],
    };

    private static int LeftOutOf(IEnumerable<string> texts) => texts.Select(text => Left().Match(text))
        .Where(match => match.Success).Sum(match => int.Parse(match.Groups[1].Value, NumberStyles.Number, CultureInfo.InvariantCulture));

    private static JsonValue Read(string body) => JsonReader.Parse(body, "the body");

    private static string Text(JsonValue value, string name) => value.Find(name)!.Text;

    private static List<string> Sections(JsonValue slack) =>
        [.. slack.Find("blocks")!.Items.Where(block => Text(block, "type") == "section").Select(block => Text(block.Find("text")!, "text"))];

    /// <summary>The runs of text of a card.</summary>
    private static List<string> Texts(JsonValue value) =>
        [.. Walk(value).Where(one => one.Find("type") is { Text: "TextRun" }).Select(one => Text(one, "text"))];

    private static IEnumerable<string> AllTexts(JsonValue value) =>
        Walk(value).Where(one => one.Kind == JsonKind.String).Select(one => one.Text);

    private static IEnumerable<string> Names(JsonValue value) =>
        Walk(value).SelectMany(one => one.Members).Select(member => member.Key);

    private static IEnumerable<JsonValue> Walk(JsonValue value) =>
        new[] { value }.Concat(value.Items.SelectMany(Walk)).Concat(value.Members.SelectMany(member => Walk(member.Value)));

    [GeneratedRegex(@"^Left out: ([\d,]+) more alert")]
    private static partial Regex Left();

    [GeneratedRegex(@"^\*`wrong key \(", RegexOptions.Multiline)]
    private static partial Regex WrongKey();
}
