using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Checks;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>What a night makes of servers that only an inspection could read.</summary>
public sealed class InspectedNightTests : IDisposable
{
    private const string Host = "a.example";
    private const string Key = "a.example:443";

    private readonly SimulatedCheck _check = new();

    public void Dispose() => _check.Dispose();

    [Fact]
    public async Task A_match_that_nobody_has_allowed_is_a_warning_and_an_alert_of_its_own()
    {
        TestCertificate leaf = _check.Add(Host);
        _check.Inspected[Host] = (HandshakeProof.Finished, ProofStrength.Legacy);

        CheckOutcome outcome = await _check.RunAsync();

        PinCheckDetail detail = Assert.Single(outcome.Details);
        Assert.Equal(("Warning", "Match", true, "Finished", "Legacy"), (detail.Level, detail.Verdict, detail.Inspected, detail.Proof, detail.ProofStrength));
        Assert.Contains("A request would fail", detail.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowInspected", detail.Message, StringComparison.Ordinal);
        PinCheckAlert alert = Assert.Single(outcome.Alerts);
        Assert.Equal(("Inspected", "Warning", leaf.Pin), (alert.Reason, alert.Level, alert.LeafPin));
        // A proven key is remembered as any other.
        Assert.Equal(leaf.Pin, _check.Known.Records[Key].Leaf!.Pin);
    }

    [Theory]
    [InlineData(HandshakeProof.Finished, ProofStrength.Legacy)]
    [InlineData(HandshakeProof.ServerKeyExchange, ProofStrength.Strong)]
    public async Task A_match_that_is_allowed_is_fine(HandshakeProof proof, ProofStrength strength)
    {
        _check.Add(Host);
        _check.Inspected[Host] = (proof, strength);
        _check.Allowed.Add(Host);

        CheckOutcome outcome = await _check.RunAsync();

        Assert.Equal(("Ok", true), (outcome.Details[0].Level, outcome.Details[0].Inspected));
        Assert.Empty(outcome.Alerts);
    }

    /// <summary>The consent answers what there is to say about the inspection, and nothing else.</summary>
    [Fact]
    public async Task A_consent_covers_no_other_warning()
    {
        TestCertificate leaf = _check.Add(Host);
        _check.Pins[Host] = [leaf.Pin];
        _check.Inspected[Host] = (HandshakeProof.Finished, ProofStrength.Legacy);
        _check.Allowed.Add(Host);

        Assert.Equal("NoBackupPin", Assert.Single((await _check.RunAsync()).Alerts).Reason);
    }

    [Fact]
    public async Task A_key_that_was_only_shown_is_not_remembered()
    {
        TestCertificate leaf = _check.Add(Host);
        await _check.RunAsync();
        DateTime seen = _check.Known.Records[Key].Policy!.Seen(leaf.Pin)!.Value;
        _check.Inspected[Host] = (HandshakeProof.None, ProofStrength.None);

        CheckOutcome copied = await _check.RunAsync();
        TestCertificate other = SimulatedCheck.Leaf(Host);
        _check.Servers[Host] = [other];
        CheckOutcome differing = await _check.RunAsync();

        Assert.Equal(("Critical", "NotProven"), (copied.Details[0].Level, copied.Details[0].Verdict));
        Assert.Equal("NotProven", Assert.Single(copied.Alerts, alert => alert.Level == "Critical").Reason);
        Assert.Equal(("Critical", "PinMismatch"), (differing.Details[0].Level, differing.Details[0].Verdict));
        CheckRecord record = _check.Known.Records[Key];
        Assert.Equal((leaf.Pin, seen), (record.Leaf!.Pin, record.Policy!.Seen(leaf.Pin)));
        Assert.DoesNotContain(copied.Changes.Concat(differing.Changes), change => change.Kind == "KeyChanged");

        // The pin that is added for what was shown is not "the key of the last run".
        _check.Pins[Host] = [leaf.Pin, other.Pin];
        _check.Inspected.Clear();
        CheckOutcome later = await _check.RunAsync();
        Assert.False(Assert.Single(later.Changes, change => change.Kind == "KeyChanged").Expected);
    }

    [Fact]
    public async Task A_new_host_that_proves_nothing_leaves_no_key_behind()
    {
        TestCertificate leaf = _check.Add(Host);
        _check.Inspected[Host] = (HandshakeProof.ServerKeyExchange, ProofStrength.Weak);

        CheckOutcome outcome = await _check.RunAsync();

        Assert.Equal(("Critical", "NotProven", "ProofTooWeak", leaf.Pin),
            (outcome.Details[0].Level, outcome.Details[0].Verdict, outcome.Details[0].Reason, outcome.Details[0].LeafPin));
        Assert.Null(_check.Known.Records[Key].Leaf);
    }

    /// <summary>What another machine or a shard tells of an inspection goes the same way.</summary>
    [Theory]
    [InlineData(HandshakeProof.Finished, ProofStrength.Legacy, true)]
    [InlineData(HandshakeProof.None, ProofStrength.None, false)]
    public async Task The_facts_survive_the_way_from_another_machine(HandshakeProof proof, ProofStrength strength, bool isKept)
    {
        _check.Add(Host);
        _check.Inspected[Host] = (proof, strength);
        CheckOutcome outcome = await _check.RunAsync();
        PinCheckDetail detail = outcome.Details[0];
        var result = new CheckResult
        {
            Row = new CheckRow { Key = Key }, Details = [detail], Main = detail, Reasons = [isKept ? "Inspected" : "NotProven"], Asked = _check.Now,
        };

        PlaceFacts told = PlaceFacts.Read(PlaceFacts.Write(result, 0), "place");
        PinCheckDetail merged = Assert.Single(PinCheckJson.Read(new PinCheckSummary { Level = "Warning", Details = [detail] }.ToJson(), "shard").Details);

        Assert.Equal((proof.ToString(), strength.ToString()), (told.Proof, told.ProofStrength));
        Assert.Equal(isKept ? "Inspected" : "", told.Alert);
        Assert.Equal((true, proof.ToString(), strength.ToString(), !isKept), (merged.Inspected, merged.Proof, merged.ProofStrength, merged.IsUnproven));
        CheckResult read = CheckSeen.Read([merged with { Seen = CheckSeen.Of(result with { Leaf = null }) }], "shard");
        Assert.Equal(isKept, read.Leaf is not null);
    }

    /// <summary>A whole run against a real server, by the options of the command.</summary>
    [SkippableFact]
    public async Task A_run_inspects_a_legacy_server_unless_it_is_told_not_to()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using OpenSslServer server = await OpenSslServer.StartAsync("rsa:2048", "-tls1", "-cipher", "AES128-SHA:@SECLEVEL=0");

        PinCheckSummary inspected = await RunAsync(new CheckOrder());
        PinCheckSummary allowed = await RunAsync(new CheckOrder { AllowInspected = true });
        PinCheckSummary off = await RunAsync(new CheckOrder { Inspects = false });

        Assert.Equal(("Warning", "Inspected"), (inspected.Level, Assert.Single(inspected.Alerts).Reason));
        Assert.Equal("Ok", allowed.Level);
        Assert.Equal(("Unknown", "HandshakeFailed", false), (off.Level, off.Details[0].Verdict, off.Details[0].Inspected));

        Task<PinCheckSummary> RunAsync(CheckOrder order) => new CheckRun(new CheckOptions
        {
            Rows = [JsonList.ToRow(JsonReader.Parse(
                $$"""{"HostName": "localhost", "Port": {{server.Port}}, "PinOnly": true, "NoBackup": true, "Pin": "{{server.Pin}}"}""", "row"))],
            Order = order with { Connection = LegacyServerTests.Options },
        }).RunAsync(CancellationToken.None);
    }
}
