using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Places;

/// <summary>A check from several machines: honest ones, one behind an interceptor, lost ones, and liars.</summary>
public sealed class PlaceSweepTests : IAsyncLifetime, IDisposable
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly string s_stranger = SampleSummary.Pin("stranger");
    private static readonly string s_spare = SampleSummary.Pin("spare");

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];
    private TestCertificate _leaf = null!;
    private NightServer _server = null!;
    private DateTime _now = UtcDate.Now;

    public Task InitializeAsync()
    {
        _leaf = s_root.Issue("localhost");
        _server = NightServer.Start(_leaf);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private string Key => $"localhost:{_server.Port.ToString(CultureInfo.InvariantCulture)}";

    private string Row(string pin, string more = "") => JsonWriter.WriteCompact(JsonObject.From(
        ("HostName", JsonValue.From("localhost")), ("Port", JsonValue.From(_server.Port)),
        ("Pin", JsonValue.From(pin + ";" + s_spare)), ("TrustAnchor", JsonValue.From(s_root.Pem)), ("Owner", JsonValue.From("web team"))))
        .Replace("}", more + "}", StringComparison.Ordinal);

    private Task<PinCheckSummary> RunAsync(params IPlace[] places) => RunAsync(o => o, places);

    private async Task<PinCheckSummary> RunAsync(Func<CheckOptions, CheckOptions> change, params IPlace[] places) =>
        await new CheckRun(change(new CheckOptions
        {
            Rows = JsonList.Read($"[{Row(_leaf.Pin)}]", "test"),
            Name = "nightly",
            Places = places,
            Clock = () => _now,
            Warn = _warnings.Add,
            Order = new CheckOrder { Connection = new ConnectionOptions { Timeout = TimeSpan.FromMinutes(2) } },
        })).RunAsync(CancellationToken.None);

    private CheckOptions WithState(CheckOptions options) => options with { State = _folder.File("nightly.state.jsonl") };

    /// <summary>A machine behind an interceptor with an authority of its own.</summary>
    private static FakePlace Inspected(string name, string? pin = null) => new(name)
    {
        Bend = (line, _) => [Change(line, facts => facts with
        {
            Level = "Ok", Verdict = "PinMismatch", LeafPin = pin ?? s_stranger, MatchedPin = null, Anchor = "CN=Corp Proxy CA", End = null,
        })],
    };

    private static string Change(string line, Func<Facts, Facts> change)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        JsonValue value = JsonReader.Parse(line[(space + 1)..], "line");
        if (value.Find("key") is null) return line;
        Facts facts = change(new Facts(value));
        return line[..space] + " " + JsonWriter.WriteCompact(facts.Write());
    }

    /// <summary>The members of a line that tests change; null removes one.</summary>
    private sealed record Facts(JsonValue Line)
    {
        internal string? Key { get; init; } = Line.Find("key")?.Text;

        internal string? Level { get; init; } = Line.Find("level")?.Text;

        internal string? Verdict { get; init; } = Line.Find("verdict")?.Text;

        internal string? LeafPin { get; init; } = Line.Find("leafPin")?.Text;

        internal string? MatchedPin { get; init; } = Line.Find("matchedPin")?.Text;

        internal string? Anchor { get; init; } = Line.Find("anchor")?.Text;

        internal string? End { get; init; } = Line.Find("chainEnd")?.Text;

        internal string? Address { get; init; } = Line.Find("address")?.Text;

        internal (string Name, JsonValue Value)? More { get; init; }

        internal JsonValue Write()
        {
            (string Name, string? Text)[] own =
            [
                ("key", Key), ("level", Level), ("verdict", Verdict), ("leafPin", LeafPin), ("matchedPin", MatchedPin),
                ("anchor", Anchor), ("chainEnd", End), ("address", Address),
            ];
            return JsonObject.From(
            [
                .. own.Select(one => (one.Name, one.Text is null ? null : JsonValue.From(one.Text))),
                .. Line.Members.Where(one => !own.Any(other => other.Name == one.Key) && one.Key != More?.Name)
                    .Select(one => (one.Key, (JsonValue?)one.Value)),
                .. More is var (name, value) ? [(name, (JsonValue?)value)] : ((string, JsonValue?)[])[],
            ]);
        }
    }

    [Fact]
    public async Task All_see_the_same()
    {
        var place = new FakePlace("branch7");
        PinCheckSummary summary = await RunAsync(place);

        Assert.Equal("Ok", summary.Level);
        Assert.Equal([Environment.MachineName, "branch7"], summary.VantagePoint);
        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal(2, detail.Views.Length);
        Assert.All(detail.Views, view => Assert.Equal(("Match", _leaf.Pin, "127.0.0.1"), (view.Verdict, view.LeafPin, view.Address)));
        Assert.Single(place.Orders);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task The_order_is_data_and_no_more_than_needed()
    {
        var place = new FakePlace("branch7");
        await RunAsync(place);

        string order = Assert.Single(place.Orders);
        Assert.Contains(_leaf.Pin, order);
        Assert.DoesNotContain("web team", order);
        (CheckOptions options, _) = PlaceOrder.Read(order);
        Assert.Null(options.State);
        Assert.Equal(s_root.Pem.Replace("\n", "", StringComparison.Ordinal), options.Rows[0].Cells.First(cell => cell.Name == "TrustAnchor").Texts[0].Replace("\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_goes_along_without_notes()
    {
        var set = new PinSet(HostPattern.Parse($"**.localhost:{_server.Port.ToString(CultureInfo.InvariantCulture)}"))
        {
            Trust = TrustMode.Anchors, TrustAnchors = [Base64Certificate.Write(DerCertificate.Parse(s_root.Der))],
            Note = "secret note", Owner = "secret owner",
            Pins = [new PinSetPin(SpkiPin.Parse(_leaf.Pin)) { Note = "secret remark" }, new PinSetPin(SpkiPin.Parse(s_spare)) { Role = PinRole.Backup }],
        };
        var other = new PinSet(HostPattern.Parse("other.example")) { Pins = [new PinSetPin(SpkiPin.Parse(s_stranger))] };
        var place = new FakePlace("branch7");

        PinCheckSummary summary = await RunAsync(options => options with
        {
            Rows = JsonList.Read($$"""[{"HostName":"localhost","Port":{{_server.Port.ToString(CultureInfo.InvariantCulture)}}}]""", "test"),
            Policies = new StorePolicies(new PinStore([set, other])),
        }, place);

        Assert.Equal("Ok", summary.Level);
        Assert.Equal(["Match", "Match"], summary.Details[0].Views.Select(view => view.Verdict));
        Assert.DoesNotContain("secret", place.Orders[0]);
        Assert.DoesNotContain("other.example", place.Orders[0]);
    }

    [Fact]
    public async Task An_interceptor_is_named_and_asked_about_at_the_same_address()
    {
        FakePlace place = Inspected("branch7");
        var honest = new FakePlace("branch8");
        PinCheckSummary summary = await RunAsync(place, honest);

        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal(("Critical", "PinMismatch", 2), (summary.Level, detail.Verdict, summary.ExitCode));
        Assert.Contains("TLS inspection at 'branch7': the chain ends in 'CN=Corp Proxy CA'", detail.Message);
        Assert.Contains("Somebody is between 'branch7' and 127.0.0.1: ", detail.Message);
        Assert.Equal((2, 2), (place.Orders.Count, honest.Orders.Count));
        Assert.Contains("\"Address\": \"127.0.0.1\"", place.Orders[1]);
        PinCheckAlert alert = Assert.Single(summary.Alerts);
        Assert.Equal((ViewFinding.Kind, s_stranger), (alert.Reason, alert.LeafPin));
        Assert.StartsWith("A pin matches from", alert.Why);
        Assert.StartsWith($"Test-CertificatePin -HostName '{Key}' -Address '127.0.0.1' -Pin '{_leaf.Pin}'", alert.Fix);
        Assert.EndsWith(" # on branch7", alert.Fix);
    }

    [Fact]
    public async Task The_second_look_finds_the_address_that_differs()
    {
        // The name leads the branch to an address of its own; at the common address it sees the right key.
        var place = new FakePlace("branch7")
        {
            Bend = (line, number) => [number > 1 ? line : Change(line, facts => facts with
            {
                Verdict = "PinMismatch", LeafPin = s_stranger, MatchedPin = null, Address = "127.0.0.66",
            })],
        };
        PinCheckSummary summary = await RunAsync(place);

        Assert.Equal("Critical", summary.Level);
        Assert.Contains(summary.Details[0].Views, view => view is { VantagePoint: "branch7", Address: "127.0.0.1", Verdict: "Match" });
        Assert.DoesNotContain("Somebody is between", summary.Details[0].Message);
    }

    [Fact]
    public async Task The_state_keeps_the_joined_result_and_tells_news_once()
    {
        async Task<(string Changes, string Alerts)> Night(params IPlace[] places)
        {
            _now = _now.AddDays(1);
            PinCheckSummary summary = await RunAsync(WithState, places);
            return (string.Join(" ", summary.Changes.Select(one => $"{one.Kind}:{one.Expected}")),
                string.Join(" ", summary.Alerts.Select(one => $"{one.State}:{one.Reason}")));
        }

        Assert.Equal(("FirstSeen:True", ""), await Night(new FakePlace("branch7")));
        Assert.Equal(("ViewsDiffer:False", "new:ViewsDiffer"), await Night(Inspected("branch7")));
        Assert.Equal(("", "standing:ViewsDiffer"), await Night(Inspected("branch7")));
        // The key here was the right one all the time.
        CheckRecord record = CheckStateFile.Look(new CheckFiles(_folder.File("nightly.state.jsonl"))).Records[Key];
        Assert.Equal((_leaf.Pin, "Critical", 2), (record.Leaf!.Pin, record.Level, record.Views.Count));
        Assert.Equal(("ViewsDiffer:False", "new:ViewsDiffer recovered:ViewsDiffer"), await Night(Inspected("branch7", SampleSummary.Pin("another"))));
        Assert.Equal(("Recovered:True", "recovered:ViewsDiffer"), await Night(new FakePlace("branch7")));
    }

    [Fact]
    public async Task Different_keys_that_match_are_news_once()
    {
        FakePlace Other() => new("branch7")
        {
            Bend = (line, _) => [Change(line, facts => facts with { LeafPin = s_spare, MatchedPin = s_spare })],
        };

        Assert.Equal(["FirstSeen", "ViewsDiffer"], (await RunAsync(WithState, Other())).Changes.Select(one => one.Kind));
        _now = _now.AddDays(1);
        PinCheckSummary second = await RunAsync(WithState, Other());
        Assert.Equal("Ok", second.Level);
        Assert.Empty(second.Changes);
        // A night without the branch does not forget it.
        _now = _now.AddDays(1);
        await RunAsync(WithState, Lost("branch7"));
        _now = _now.AddDays(1);
        Assert.DoesNotContain((await RunAsync(WithState, Other())).Changes, one => one.Kind == ViewFinding.Kind);
    }

    private static FakePlace Lost(string name) => new(name)
    {
        Instead = (_, _, _) => throw new PinningException(Faults.PinCheckSessionLost(name, "the connection is gone.")),
    };

    [Fact]
    public async Task A_lost_machine_is_a_missing_view_and_nothing_else_fails()
    {
        PinCheckSummary summary = await RunAsync(WithState, Lost("branch7"), new FakePlace("branch8"));

        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal("Ok", detail.Level);
        Assert.Equal("Missing", detail.Views.Single(view => view.VantagePoint == "branch7").Verdict);
        Assert.Equal(("Unknown", 3, true), (summary.Level, summary.ExitCode, summary.IsComplete));
        Assert.StartsWith("branch7: The session of 'branch7' failed: the connection is gone.", Assert.Single(summary.MissingVantagePoint));
        PinCheckAlert alert = Assert.Single(summary.Alerts);
        Assert.Equal(("PlaceMissing", "new"), (alert.Reason, alert.State));
        Assert.Contains("branch7", summary.ToStatusLine());
        _now = _now.AddDays(1);
        Assert.Equal("standing", Assert.Single((await RunAsync(WithState, Lost("branch7"))).Alerts).State);
        _now = _now.AddDays(1);
        Assert.Equal("recovered", Assert.Single((await RunAsync(WithState, new FakePlace("branch7"))).Alerts).State);
    }

    [Fact]
    public async Task What_came_before_a_machine_was_lost_counts()
    {
        FakePlace place = Inspected("branch7");
        Func<string, int, IEnumerable<string>> inspect = place.Bend;
        place.Bend = (line, number) => line.Contains("\"end\"", StringComparison.Ordinal)
            ? throw new PinningException(Faults.PinCheckSessionLost("branch7", "killed.")) : inspect(line, number);
        PinCheckSummary summary = await RunAsync(place);

        Assert.Equal("Critical", summary.Level);
        Assert.Contains("but not from 'branch7'", summary.Details[0].Message);
        Assert.Single(summary.MissingVantagePoint);
        Assert.Single(place.Orders);
    }

    [Fact]
    public async Task Without_any_machine_it_is_an_error()
    {
        var error = await Assert.ThrowsAsync<PinningException>(
            () => RunAsync(options => options with { IncludesLocal = false }, Lost("branch7"), Lost("branch8")));

        Assert.Equal("PinCheckNoPlace", error.Fault.Id);
        Assert.Contains("'branch7': The session of 'branch7' failed", error.Fault.Message);
    }

    [Fact]
    public async Task Of_a_single_machine_the_error_is_its_own()
    {
        Func<CheckOptions, CheckOptions> alone = options => options with { IncludesLocal = false };
        var liar = new FakePlace("branch7") { Bend = (line, _) => [Change(line, facts => facts with { Key = "other.example:443" })] };

        Assert.Equal("PinCheckSessionLost", (await Assert.ThrowsAsync<PinningException>(() => RunAsync(alone, Lost("branch7")))).Fault.Id);
        Assert.Equal("PinCheckAnswerUnusable", (await Assert.ThrowsAsync<PinningException>(() => RunAsync(alone, liar))).Fault.Id);
    }

    [Fact]
    public async Task Other_machines_alone_are_enough()
    {
        PinCheckSummary summary = await RunAsync(
            options => WithState(options) with { IncludesLocal = false }, new FakePlace("branch7"), new FakePlace("branch8"));

        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal(("Ok", "Match", _leaf.Pin, "Leaf", 1), (detail.Level, detail.Verdict, detail.LeafPin, detail.MatchedRole, detail.SparePins));
        Assert.Equal(["branch7", "branch8"], summary.VantagePoint);
        Assert.Equal(("web team", "127.0.0.1"), (detail.Owner, detail.Address));
        Assert.InRange(detail.DaysLeft!.Value, 1, 4000);
        CheckRecord record = CheckStateFile.Look(new CheckFiles(_folder.File("nightly.state.jsonl"))).Records[Key];
        Assert.Equal(_leaf.Pin, record.Leaf!.Pin);
        Assert.NotEmpty(record.Leaf.Sha256);
        // The next night from here finds nothing new.
        _now = _now.AddDays(1);
        Assert.Empty((await RunAsync(WithState)).Changes);
    }

    [Fact]
    public async Task A_liar_makes_nothing_ok()
    {
        // The server shows a wrong key here; the liar tells of the right one, consistently.
        _server.Certificate = s_root.Issue("localhost");
        var liar = new FakePlace("branch7")
        {
            Bend = (line, _) => [Change(line, facts => facts with
            {
                Level = "Ok", Verdict = "Match", LeafPin = _leaf.Pin, MatchedPin = _leaf.Pin,
            })],
        };
        PinCheckSummary summary = await RunAsync(liar);

        Assert.Equal("Critical", summary.Level);
        Assert.Contains("but not from '" + Environment.MachineName, summary.Details[0].Message);
    }

    /// <summary>Answers that break the rules: what is changed, and a word of the reason.</summary>
    public static TheoryData<string, string> Rubbish => new()
    {
        { "match without the key", "none is pinned" },
        { "match with an unpinned key", "none is pinned" },
        { "another key", "was not asked for" },
        { "no key", "was not asked for" },
        { "twice", "more than once" },
        { "a number for a text", "'verdict' must be a string" },
        { "no pin", "'leafPin' must be a pin" },
        { "no address", "'address' must be an IP address" },
        { "no date", "'notAfter' must be a date" },
        { "a long text", "longer than" },
        { "a long line", "a line is too long" },
        { "no JSON", "" },
        { "deep", "nested deeper" },
        { "no head", "does not begin" },
        { "a later version", "version" },
        { "an end that does not count", "lines of it are missing" },
        { "more after the end", "more after the end" },
        { "a long path", "more than 16 pins" },
        { "hostile text", "was not asked for" },
    };

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Rubbish_is_a_view_that_cannot_be_used(string kind, string reason)
    {
        var place = new FakePlace("branch7")
        {
            Bend = (line, _) =>
            {
                bool isFacts = line.Contains("\"key\"", StringComparison.Ordinal);
                bool isEnd = line.Contains("\"end\"", StringComparison.Ordinal);
                string id = line[..8];
                string With(string name, JsonValue value) => Change(line, facts => facts with { More = (name, value) });
                if (isFacts)
                    return kind switch
                    {
                        "match without the key" => [Change(line, facts => facts with { LeafPin = s_stranger })],
                        "match with an unpinned key" => [Change(line, facts => facts with { LeafPin = s_stranger, MatchedPin = s_stranger })],
                        "another key" => [Change(line, facts => facts with { Key = "other.example:443" })],
                        "no key" => [Change(line, facts => facts with { Key = "" })],
                        "hostile text" => [Change(line, facts => facts with { Key = "\u001b[31m\u202E" + new string('k', 3000) })],
                        "twice" => [line, line],
                        "a number for a text" => [line.Replace("\"Match\"", "7", StringComparison.Ordinal)],
                        "no pin" => [Change(line, facts => facts with { LeafPin = "sha256/short" })],
                        "no address" => [Change(line, facts => facts with { Address = "the server" })],
                        "no date" => [With("notAfter", JsonValue.From("next year"))],
                        "a long text" => [With("issuer", JsonValue.From(new string('i', 20_000)))],
                        "a long line" => [With("issuer", JsonValue.From(new string('i', 2_000_000)))],
                        "no JSON" => [id + " {\"key\":"],
                        "deep" => [id + " " + new string('[', 1000)],
                        "a long path" => [With("path", JsonValue.Array([.. Enumerable.Repeat(JsonValue.From(_leaf.Pin), 17)]))],
                        _ => [line],
                    };
                if (isEnd)
                    return kind switch
                    {
                        "an end that does not count" => [id + " {\"end\":7}"],
                        "more after the end" => [line, line],
                        _ => [line],
                    };
                return kind switch
                {
                    "no head" => [id + " {\"version\":\"1.0.0\"}"],
                    "a later version" => [line.Replace("1,", "2,", StringComparison.Ordinal)],
                    _ => [line],
                };
            },
        };
        PinCheckSummary summary = await RunAsync(place);

        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal(("Ok", "Match", "NotUsable"), (detail.Level, detail.Verdict, detail.Views.Single(view => view.VantagePoint == "branch7").Verdict));
        string missing = Assert.Single(summary.MissingVantagePoint);
        Assert.Contains(reason, missing, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(missing.Length, 10, 600);
        Assert.DoesNotContain(missing, char.IsControl);
        Assert.DoesNotContain('\u202E', missing);
        Assert.Equal("Unknown", summary.Level);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flood_is_cut_off(bool isOfRun)
    {
        int count = 0;
        var place = new FakePlace("branch7")
        {
            Instead = (order, take, _) =>
            {
                string id = isOfRun ? PlaceOrder.Read(order).RunId + " " : "";
                while (count < 1_000_000 && take($"{id}{{\"pinCheckPlace\":1,\"n\":{count.ToString(CultureInfo.InvariantCulture)}}}")) count++;
                return Task.CompletedTask;
            },
        };
        PinCheckSummary summary = await RunAsync(place);

        Assert.InRange(count, 0, 20_000);
        Assert.Equal("NotUsable", summary.Details[0].Views.Single(view => view.VantagePoint == "branch7").Verdict);
    }

    [Fact]
    public async Task Text_of_a_profile_and_answers_to_other_runs_are_passed_over()
    {
        var place = new FakePlace("branch7")
        {
            Bend = (line, _) => ["Welcome to branch7!", "", "deadbeef " + line[9..], line],
        };

        Assert.Equal("Ok", (await RunAsync(place)).Level);
    }

    [Fact]
    public async Task An_answer_to_another_run_alone_is_none()
    {
        var place = new FakePlace("branch7") { Bend = (line, _) => ["deadbeef " + line[9..]] };

        Assert.Contains("cut off", Assert.Single((await RunAsync(place)).MissingVantagePoint));
    }

    [Fact]
    public async Task A_vetoed_key_is_no_match()
    {
        var set = new PinSet(HostPattern.Parse($"localhost:{_server.Port.ToString(CultureInfo.InvariantCulture)}"))
        {
            Trust = TrustMode.Anchors, TrustAnchors = [Base64Certificate.Write(DerCertificate.Parse(s_root.Der))],
            Pins = [new PinSetPin(SpkiPin.Parse(_leaf.Pin)), new PinSetPin(SpkiPin.Parse(s_spare)), new PinSetPin(SpkiPin.Parse(s_stranger)) { Bad = true }],
        };
        var place = new FakePlace("branch7")
        {
            Bend = (line, _) => [Change(line, facts => facts with { More = ("path", JsonValue.Array([JsonValue.From(s_stranger)])) })],
        };

        PinCheckSummary summary = await RunAsync(options => options with
        {
            Rows = JsonList.Read($$"""[{"HostName":"localhost","Port":{{_server.Port.ToString(CultureInfo.InvariantCulture)}}}]""", "test"),
            Policies = new StorePolicies(new PinStore([set])),
        }, place);

        Assert.Contains("is vetoed", Assert.Single(summary.MissingVantagePoint));
    }

    [Fact]
    public async Task A_clock_that_is_off_is_told()
    {
        _now = _now.AddDays(3);
        await RunAsync(new FakePlace("branch7"));

        Assert.Contains("The clock of 'branch7' is 3 days behind", Assert.Single(_warnings));
    }

    [Fact]
    public async Task Stopping_reaches_the_other_machine_and_nothing_is_kept()
    {
        using var stop = new CancellationTokenSource();
        bool wasStopped = false;
        var place = new FakePlace("branch7")
        {
            Instead = async (_, _, cancel) =>
            {
                var ended = new TaskCompletionSource();
                using CancellationTokenRegistration _ = cancel.Register(ended.SetResult);
                await stop.CancelAsync();
                await ended.Task;
                wasStopped = true;
                cancel.ThrowIfCancellationRequested();
            },
        };
        CheckOptions options = WithState(new CheckOptions { Rows = JsonList.Read($"[{Row(_leaf.Pin)}]", "test"), Places = [place], Name = "nightly" });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CheckRun(options).RunAsync(stop.Token));

        Assert.True(wasStopped);
        Assert.False(Presence.Exists(_folder.File("nightly.state.jsonl")));
    }

    [Fact]
    public async Task All_addresses_are_one_detail_with_a_view_each()
    {
        PinCheckSummary summary = await RunAsync(options => options with
        {
            Rows = JsonList.Read($"[{Row(_leaf.Pin, ",\"AllAddresses\":true")}]", "test"),
        }, new FakePlace("branch7"));

        PinCheckDetail detail = Assert.Single(summary.Details);
        Assert.Equal(2, detail.Views.Count(view => view is { Address: "127.0.0.1", Verdict: "Match" }));
    }

    private static FakePlace Blind(string name) => new(name)
    {
        Bend = (line, _) => [Change(line, facts => facts with
        {
            Level = "Unknown", Verdict = "ConnectFailed", LeafPin = null, MatchedPin = null, Address = null, Anchor = null,
        })],
    };

    [Fact]
    public async Task What_one_machine_cannot_see_is_news_when_it_lasts()
    {
        async Task<string> Night(IPlace place)
        {
            _now = _now.AddDays(1);
            PinCheckSummary summary = await RunAsync(WithState, place);
            return string.Join(" ", summary.Changes.Select(one => one.Kind)
                .Concat(summary.Alerts.Select(one => $"{one.State}:{one.Reason}")).Prepend(summary.Level));
        }

        Assert.Equal("Ok FirstSeen", await Night(new FakePlace("branch7")));
        Assert.Equal("Unknown pending:ConnectFailed", await Night(Blind("branch7")));
        Assert.Equal("Ok", await Night(new FakePlace("branch7")));
        Assert.Equal("Unknown pending:ConnectFailed", await Night(Blind("branch7")));
        Assert.Equal("Unknown Unreachable new:ConnectFailed", await Night(Blind("branch7")));
        Assert.Equal("Unknown standing:ConnectFailed", await Night(Blind("branch7")));
        Assert.Equal("Ok Recovered recovered:ConnectFailed", await Night(new FakePlace("branch7")));
    }

    [Fact]
    public async Task What_is_known_of_a_key_is_kept_where_one_machine_is_blind()
    {
        PinCheckDetail detail = Assert.Single((await RunAsync(Blind("branch7"))).Details);

        Assert.Equal(("Unknown", "ConnectFailed", _leaf.Pin), (detail.Level, detail.Verdict, detail.LeafPin));
        Assert.NotNull(detail.NotAfter);
        Assert.StartsWith("It could not be seen from 'branch7' (ConnectFailed).", detail.Message);
    }

    [Fact]
    public async Task A_level_without_a_reason_has_an_alert_all_the_same()
    {
        var place = new FakePlace("branch7") { Bend = (line, _) => [Change(line, facts => facts with { Level = "Critical" })] };

        Assert.Equal("Warning", Assert.Single((await RunAsync(place)).Alerts).Reason);
    }

    [Fact]
    public async Task A_machine_that_lives_in_the_past_does_not_hide_an_expiry()
    {
        var place = new FakePlace("branch7")
        {
            Bend = (line, _) => [Change(line, facts => facts with { More = ("notAfter", JsonValue.From("2026-01-01")) })],
        };
        PinCheckSummary summary = await RunAsync(options => options with { IncludesLocal = false }, place);

        Assert.Equal("Critical", summary.Level);
        Assert.Equal("ExpiresSoon", Assert.Single(summary.Alerts).Reason);
        Assert.Contains("a certificate expires soon", summary.Details[0].Message);
    }

    [Fact]
    public async Task A_machine_that_ran_out_of_time_makes_the_run_incomplete()
    {
        var place = new FakePlace("branch7")
        {
            Bend = (line, _) => [Change(line, facts => facts with { Level = "Unknown", Verdict = "NotChecked", LeafPin = null, MatchedPin = null })],
        };
        PinCheckSummary summary = await RunAsync(WithState, place);

        Assert.Equal((false, "Unknown", 1), (summary.IsComplete, summary.Level, summary.NotChecked));
        Assert.False(CheckStateFile.Look(new CheckFiles(_folder.File("nightly.state.jsonl"))).IsComplete);
    }

    [Fact]
    public async Task Reports_tell_of_a_lost_machine_and_do_not_call_it_different()
    {
        PinCheckSummary summary = await RunAsync(Lost("branch7"));
        string Report(string format) => PinReportFormats.Get(format).Write(new PinReport([summary], new PinReportOptions()));

        Assert.Contains("pincheck_vantage_points_missing{check=\"nightly\"} 1", Report("Prometheus"));
        Assert.DoesNotContain("pincheck_endpoint_views_differ{", Report("Prometheus"));
        Assert.StartsWith("PINCHECK UNKNOWN: the endpoint is fine; no answer from branch7", Report("Nagios"));
        Assert.Contains("errors=\"1\"", Report("JUnit"));
        Assert.Contains("name=\"vantage point branch7\"", Report("JUnit"));
        Assert.Contains("no answer from branch7", Report("Text"));
        Assert.Contains("No answer from", Report("Html"));
        PinCheckSummary differs = await RunAsync(Inspected("branch7"));
        Assert.Contains("pincheck_endpoint_views_differ{check=\"nightly\",endpoint=\"" + Key + "\"} 1", PinReportFormats.Get("Prometheus").Write(new PinReport([differs], new PinReportOptions())));
    }

    [Fact]
    public async Task Two_rows_for_one_endpoint_are_told()
    {
        PinCheckSummary summary = await RunAsync(options => options with
        {
            Rows = JsonList.Read($"[{Row(_leaf.Pin)},{Row(_leaf.Pin)}]", "test"),
        }, new FakePlace("branch7"));

        Assert.Contains("With -State or -Session, an endpoint can have only one row.", summary.Details[1].Message);
    }
}
