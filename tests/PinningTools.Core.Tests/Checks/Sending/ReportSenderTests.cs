using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Checks.Sending.Outbox;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>Night after night, each a process of its own: what receivers get is neither lost nor doubled.</summary>
public sealed class ReportSenderTests : IAsyncLifetime, IDisposable
{
    private readonly Outbox _box = new();
    private HttpTestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await HttpTestServer.StartAsync(WebClient.Leaf);
        _server.Map("/failing", context =>
        {
            context.Response.StatusCode = 400;
            return Task.CompletedTask;
        });
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _box.Dispose();

    private WebChannel Good => _box.Channel(_server);

    private WebChannel Failing => _box.Channel(_server, "/failing");

    [Fact]
    public async Task An_alert_is_sent_once_reminded_of_and_ended()
    {
        await NightAsync(Alert("a"));
        await NightAsync(TimeSpan.FromHours(72), Alert("a", "standing"));
        await NightAsync(TimeSpan.FromHours(48), Alert("a", "standing"));
        await NightAsync(TimeSpan.FromHours(72), Alert("a", "standing"));
        await NightAsync();
        await NightAsync();

        Assert.Equal(["new a", "standing a", "recovered a"], Got(_server));
    }

    /// <summary>A scheduler that is a little early one night would else make it every other night.</summary>
    [Fact]
    public async Task A_reminder_comes_every_night_though_nights_are_not_all_of_one_length()
    {
        await NightAsync(Alert("a"));
        _box.Now = _box.Now.AddMinutes(-40);
        await NightAsync(Alert("a", "standing"));
        _box.Now = _box.Now.AddMinutes(-80);
        await NightAsync(Alert("a", "standing"));

        Assert.Equal(["new a", "standing a"], Got(_server));
    }

    [Fact]
    public async Task A_result_that_is_sent_again_is_not_sent_twice()
    {
        PinCheckSummary run = _box.Run(Alert("a"), Alert("missed", reason: "MissedRuns"), Alert("b", "recovered", "Ok"));

        for (int i = 0; i < 3; i++) Assert.Empty(await _box.SendAsync(run, null, Good));

        Assert.Equal(["new a, new missed, recovered b"], Got(_server));
        Assert.Equal(2, _box.Told.Count(text => text.EndsWith(": there is nothing to send.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_did_not_arrive_is_due_again_also_what_only_one_run_has()
    {
        PinCheckSummary first = _box.Run(Alert("a"), Alert("key", reason: "KeyChanged"), Alert("b", "recovered", "Ok"));
        Assert.Equal(["SendRefused"], await _box.SendAsync(first, null, Failing));
        Assert.Equal(["SendRefused"], await _box.SendAsync(_box.Run(Alert("a", "standing")), null, Failing));
        Map("/failing", 202);

        Assert.Empty(await _box.SendAsync(_box.Run(Alert("a", "standing")), null, Failing));
        Assert.Empty(await _box.SendAsync(_box.Run(Alert("a", "standing")), Long, Failing));

        Assert.Equal("standing a, new key, recovered b", Got(_server)[^1]);
        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Of_ten_thousand_endpoints_with_one_key_the_notes_stay_small()
    {
        string[] endpoints = [.. Enumerable.Range(0, 10_000).Select(i => $"host{i}.{new string('x', 60)}.example.com:443")];
        PinCheckAlert alert = Alert("key", reason: "KeyChanged", endpoints: endpoints) with { Why = new string('y', 100_000) };
        await _box.SendAsync(_box.Run(alert), null, Failing);
        await _box.SendAsync(_box.Run(), null, Good, Failing);
        Map("/failing", 202);
        await _box.SendAsync(_box.Run(), null, Failing);

        Assert.Equal("new key", Got(_server)[^1]);
        Assert.Empty(_box.Warnings);
        Assert.InRange(new FileInfo(_box.Sent).Length, 1, 64 * 1024);
    }

    [Fact]
    public async Task What_was_not_told_and_is_over_is_told_as_over()
    {
        Assert.Equal(["SendRefused"], await _box.SendAsync(_box.Run(Alert("a")), null, Failing));
        Assert.Equal(["SendRefused"], await _box.SendAsync(_box.Run(Alert("a", "recovered", "Ok")), null, Failing));
        Map("/failing", 202);
        await _box.SendAsync(_box.Run(), null, Failing);
        await _box.SendAsync(_box.Run(), null, Failing);

        Assert.Equal(["new a", "recovered a", "recovered a"], Got(_server));
    }

    /// <summary>The end of an alert is known by what was sent, not by the one run that has it.</summary>
    [Fact]
    public async Task A_night_that_sent_nothing_costs_no_end()
    {
        await NightAsync(Alert("a"));
        _ = _box.Run(Alert("a", "recovered", "Ok"));
        await NightAsync();

        Assert.Equal(["new a", "recovered a"], Got(_server));
        Assert.Contains("Recovered: What happened at a.", _server.Requests[1].BodyText);
    }

    [Fact]
    public async Task What_becomes_worse_or_spreads_or_comes_back_is_told_at_once()
    {
        await NightAsync(Alert("a", level: "Warning"), Alert("b"), Alert("c"));
        await NightAsync(
            Long.Reminder, Alert("a", "standing", "Critical"), Alert("b", "standing", endpoints: ["b.example.com:443", "b2.example.com:443"]),
            Alert("c", "standing"));
        await NightAsync(
            Long.Reminder, Alert("a", "standing"), Alert("b", "standing", endpoints: ["b.example.com:443", "b2.example.com:443"]));
        await NightAsync(Alert("c"));

        Assert.Equal(
            ["new b, new c, new a", "worse a, worse b", "recovered c", "new c, recovered a, recovered b"], Got(_server));
    }

    [Fact]
    public async Task What_is_acknowledged_or_pending_is_not_told_and_has_not_ended()
    {
        await NightAsync(Alert("a"), Alert("dead", "pending", "Unknown", "ConnectFailed"));
        await NightAsync(Alert("a", "acknowledged"), Alert("dead", "acknowledged", "Unknown", "ConnectFailed"));
        await NightAsync(Alert("a", "standing"));

        Assert.Equal(["new a", "standing a"], Got(_server));
    }

    [Fact]
    public async Task Each_receiver_is_told_by_itself_and_one_that_fails_keeps_no_other_from_it()
    {
        PinCheckSummary run = _box.Run(Alert("a"));
        Assert.Equal(["SendRefused"], await _box.SendAsync(run, null, Failing, Good, _box.Channel(_server, "/status/200")));
        Map("/failing", 202);
        Assert.Empty(await _box.SendAsync(run, null, Failing, Good, _box.Channel(_server, "/status/200")));

        Assert.Equal(
            ["/failing", "/status/202", "/status/200", "/failing"], _server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Without_a_state_every_run_sends_what_it_has()
    {
        PinCheckSummary run = _box.Run(Alert("a"), Alert("b", "acknowledged")) with { StateFile = null };
        await _box.SendAsync(run, null, Good);
        await _box.SendAsync(run, null, Good);

        Assert.Equal(["new a", "new a"], Got(_server));
        Assert.DoesNotContain("nightly.sent.jsonl", _box.Files);
    }

    [Fact]
    public async Task When_says_what_is_worth_a_message()
    {
        PinCheckSummary changed = _box.Run() with { Changes = SampleSummary.Create().Changes[..1] };
        PinCheckSummary quiet = _box.Run();
        SendOptions changes = _box.Options with { When = SendWhen.Change };
        SendOptions always = _box.Options with { When = SendWhen.Always };

        await _box.SendAsync(changed, null, Good);
        Assert.Empty(_server.Requests);
        foreach (PinCheckSummary run in new[] { changed, changed, quiet }) await _box.SendAsync(run, changes, Good);
        Assert.Contains("\"event\": \"change\"", Assert.Single(_server.Requests).BodyText);
        foreach (PinCheckSummary run in new[] { quiet, quiet }) await _box.SendAsync(run, always, Good);
        Assert.Contains("\"event\": \"report\"", _server.Requests[1].BodyText);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_change_that_did_not_arrive_is_owed_and_what_is_first_seen_in_a_first_run_is_no_news()
    {
        PinCheckChange change = SampleSummary.Create().Changes[0];
        PinCheckSummary first = _box.Run() with { IsFirstRun = true, Changes = [change with { Kind = "FirstSeen" }] };
        SendOptions changes = _box.Options with { When = SendWhen.Change };

        Assert.Empty(await _box.SendAsync(first, changes, Failing));
        Assert.Empty(_server.Requests);
        await _box.SendAsync(_box.Run() with { Changes = [change] }, changes, Failing);
        Map("/failing", 202);
        await _box.SendAsync(_box.Run(), changes, Failing);
        await _box.SendAsync(_box.Run(), changes, Failing);

        Assert.Equal(2, _server.Requests.Count);
        Assert.Contains(change.Id, _server.Requests[1].BodyText);
    }

    [Fact]
    public async Task Owners_are_told_of_their_own_and_others_do_not_end_it()
    {
        PinCheckSummary Night() => _box.Run(Alert("h1"), Alert("h2", owner: "mail team")) with
        {
            Details = [Detail("h1", "web team"), Detail("h2", "mail team")],
        };
        SendOptions web = _box.Options with { IsOwner = owner => owner == "web team" };
        await _box.SendAsync(Night(), web, Good);
        PinCheckSummary next = Night();
        await _box.SendAsync(next with { Alerts = [Alert("h1", "standing"), Alert("h2", "standing")] }, web with { Reminder = Long.Reminder }, Good);

        Assert.Equal(["new h1"], Got(_server));

        static PinCheckDetail Detail(string id, string owner) =>
            SampleSummary.Ok(1, id + ".example.com") with { Owner = owner };
    }

    [Fact]
    public async Task What_if_shows_the_body_and_notes_nothing()
    {
        _box.IsConfirmed = false;
        await NightAsync(Alert("a"));

        (string shown, string body) = Assert.Single(_box.Asked);
        Assert.Equal($"https://localhost:{_server.Port}/...", shown);
        Assert.Contains("\"pinReport\": 1", body);
        Assert.Empty(_server.Requests);
        Assert.Equal(["nightly.state.jsonl"], _box.Files);
    }

    [Fact]
    public async Task A_drill_goes_through_every_receiver_and_is_not_noted()
    {
        var events = new List<LogEvent>();
        var lines = new List<LogLine>();
        ISendChannel[] channels =
        [
            Failing, Good, _box.Channel(_server, "/status/200"), new EventLogChannel(events.AddRange),
            new SyslogChannel(lines.AddRange),
        ];

        IReadOnlyList<PinningException> failures = await new ReportSender(_box.Options, channels).DrillAsync(default);

        Assert.Equal("SendRefused", Assert.Single(failures).Fault.Id);
        Assert.Equal(3, _server.Requests.Count);
        Assert.All(_server.Requests, request => Assert.Contains("\"event\": \"drill\"", request.BodyText));
        Assert.All(_server.Requests, request => Assert.Contains("This is a drill", request.BodyText));
        Assert.All(events, one => Assert.Equal((990, LogEventType.Information), (one.Id, one.Type)));
        Assert.All(lines, one => Assert.Equal(6, one.Severity));
        Assert.All(events.Select(one => one.Strings[0]).Concat(lines.Select(one => one.Text)), text =>
            Assert.Contains("drill", text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(4, _box.Warnings.Count(text => text.Contains("Look whether it arrived", StringComparison.Ordinal)));
        Assert.Equal(["nightly.state.jsonl"], _box.Files);
    }

    [Fact]
    public async Task A_look_at_another_date_is_not_sent()
    {
        await _box.SendAsync(_box.Run(Alert("a")) with { At = _box.Now.AddDays(30) }, null, Good);

        Assert.Empty(_server.Requests);
        Assert.Contains("it is no run", Assert.Single(_box.Warnings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON\n")]
    [InlineData("{\"pinCheckSent\": 1}\n{\"sent\": \"x\", \"at\": \"never\"}\n{\"end\": 1}\n")]
    [InlineData("{\"pinCheckSent\": 1}\n")]
    [InlineData("{\"pinCheckSent\": 1}\n{\"end\": 1}\n{\"end\": 1}\n")]
    [InlineData("{\"other\": 1}\n{\"end\": 1}\n")]
    public async Task Where_the_notes_are_damaged_it_is_sent_again(string text)
    {
        await NightAsync(Alert("a"));
        File.WriteAllText(_box.Sent, text);
        await NightAsync(Long.Reminder, Alert("a", "standing"));
        await NightAsync(Long.Reminder, Alert("a", "standing"));

        Assert.Equal(["new a", "standing a"], Got(_server));
        Assert.Contains("is damaged", Assert.Single(_box.Warnings));
    }

    [Fact]
    public async Task Notes_of_a_later_version_are_refused_and_stay()
    {
        const string Later = "{\"pinCheckSent\": 2}\n{\"end\": 1}\n";
        File.WriteAllText(_box.Sent, Later);

        Assert.Equal(["PinCheckFromLater"], await _box.SendAsync(_box.Run(Alert("a")), null, Good));

        Assert.Equal(Later, File.ReadAllText(_box.Sent));
    }

    [Fact]
    public async Task Another_command_that_is_sending_is_waited_for()
    {
        PinCheckSummary run = _box.Run(Alert("a"));
        using (await FileLock.TakeAsync(_box.Sent + ".lock", TimeSpan.Zero, default))
            Assert.Equal(["SendBusy"], await _box.SendAsync(run, null, Good));
        Assert.Empty(_server.Requests);
        Assert.Empty(await _box.SendAsync(run, null, Good));
        Assert.Single(_server.Requests);
    }

    /// <summary>Both see that it is due; the second one sees under the lock that it is not any more.</summary>
    [Fact]
    public async Task Two_commands_at_once_send_it_once()
    {
        PinCheckSummary run = _box.Run(Alert("a"));
        SendOptions patient = _box.Options with { LockTimeout = TimeSpan.FromMinutes(2) };
        using var both = new Barrier(2);
        SendOptions together = patient with
        {
            Confirm = (_, _) => Task.Run(() => both.SignalAndWait(TimeSpan.FromMinutes(2))),
        };

        string[][] failures = await Task.WhenAll(
            Task.Run(() => _box.SendAsync(run, together, Good)), Task.Run(() => _box.SendAsync(run, together, Good)));

        Assert.All(failures, Assert.Empty);
        Assert.Equal(["new a"], Got(_server));
    }

    [Fact]
    public async Task A_state_that_is_not_there_is_told()
    {
        PinCheckSummary run = _box.Run(Alert("a")) with { StateFile = _box.State + ".absent" };

        Assert.Equal(["PinCheckStateMissing"], await _box.SendAsync(run, null, Good));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Notes_are_for_their_owner_alone_name_no_address_and_do_not_grow()
    {
        for (int i = 0; i < 6; i++)
        {
            await NightAsync(Alert("h" + i), Alert("key" + i, reason: "KeyChanged"));
            _box.Now = _box.Now.AddDays(100);
        }

        string text = File.ReadAllText(_box.Sent);
        Assert.DoesNotContain("localhost", text);
        Assert.DoesNotContain("status", text);
        Assert.InRange(text.Split('\n').Length, 5, 8);
#if !NETSTANDARD_LEG
        // Where the platform has file modes, which .NET Standard has not.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_box.Sent));
#endif
    }

    private SendOptions Long => _box.Options with { Reminder = TimeSpan.FromDays(30) };

    private void Map(string path, int status) => _server.Map(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    private Task NightAsync(params PinCheckAlert[] alerts) => NightAsync(TimeSpan.FromHours(24), alerts);

    private async Task NightAsync(TimeSpan reminder, params PinCheckAlert[] alerts) => Assert.Empty(
        await _box.SendAsync(_box.Run(alerts), _box.Options with { Reminder = reminder }, Good));
}
