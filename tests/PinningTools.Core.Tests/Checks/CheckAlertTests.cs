using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>What is announced, and what is not.</summary>
public sealed class CheckAlertTests : IDisposable
{
    private const string Host = "a.example";
    private readonly SimulatedCheck _check = new();

    public void Dispose() => _check.Dispose();

    private async Task<string[]> RunAsync() => [.. (await _check.RunAsync()).Alerts.Select(alert =>
        $"{alert.State} {alert.Level} {alert.Reason} {string.Join(",", alert.Endpoints)}")];

    private Task<PinCheckAlert[]> AcknowledgeAsync(DateTime? until) => CheckHistory.AcknowledgeAsync(
        _check.State, all => all, until, "Known.", _check.Now, TimeSpan.Zero, CancellationToken.None);

    [Fact]
    public async Task An_alert_is_new_then_standing_then_recovered_then_gone()
    {
        TestCertificate leaf = _check.Add(Host);
        await _check.RunAsync();
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];

        Assert.Equal(["new Critical PinMismatch a.example:443"], await RunAsync());
        Assert.Equal(["standing Critical PinMismatch a.example:443"], await RunAsync());
        _check.Servers[Host] = [leaf];
        Assert.Equal(["recovered Ok PinMismatch a.example:443"], await RunAsync());
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task Hosts_with_one_certificate_are_one_alert_with_all_owners()
    {
        TestCertificate shared = SimulatedCheck.Authority.Issue(
            "a.example", new CertificateOptions { DnsNames = ["a.example", "b.example", "c.example"] });
        foreach (string host in new[] { "a.example", "b.example", "c.example" })
        {
            _check.Add(host);
            _check.Servers[host] = [shared];
        }

        PinCheckAlert alert = Assert.Single((await _check.RunAsync()).Alerts);

        Assert.Equal(3, alert.EndpointCount);
        Assert.Equal(shared.Pin, alert.LeafPin);
        Assert.Equal("team of a.example, team of b.example, team of c.example", alert.Owner);
    }

    [Fact]
    public async Task What_could_not_be_reached_once_is_pending_and_then_new()
    {
        TestCertificate leaf = _check.Add(Host);
        await _check.RunAsync();
        _check.Servers[Host] = [null];

        Assert.Equal(["pending Unknown ConnectFailed a.example:443"], await RunAsync());
        Assert.Equal(["new Unknown ConnectFailed a.example:443"], await RunAsync());
        Assert.Equal(["standing Unknown ConnectFailed a.example:443"], await RunAsync());
        _check.Servers[Host] = [leaf];
        Assert.Equal(["recovered Ok ConnectFailed a.example:443"], await RunAsync());
    }

    [Fact]
    public async Task What_was_only_pending_does_not_recover()
    {
        TestCertificate leaf = _check.Add(Host);
        await _check.RunAsync();
        _check.Servers[Host] = [null];
        await _check.RunAsync();
        _check.Servers[Host] = [leaf];

        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task An_alert_that_becomes_worse_says_so()
    {
        TestCertificate leaf = _check.Add(Host);
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-80);
        _check.Servers[Host] = [leaf.Renew(new() { NotBefore = start, NotAfter = DateTimeOffset.UtcNow.AddDays(5.5) })];

        Assert.Equal(["new Warning ExpiresSoon a.example:443"], await RunAsync());
        _check.Servers[Host] = [leaf.Renew(new() { NotBefore = start, NotAfter = DateTimeOffset.UtcNow.AddDays(3.5) })];
        Assert.Equal(["worse Critical ExpiresSoon a.example:443"], await RunAsync());
    }

    [Fact]
    public async Task Expected_changes_and_renewals_are_not_announced()
    {
        TestCertificate next = SimulatedCheck.Leaf(Host);
        _check.Add(Host, next.Pin, SimulatedCheck.Spare);
        await _check.RunAsync();
        _check.Servers[Host] = [next];
        Assert.Empty(await RunAsync());
        _check.Servers[Host] = [next.Renew()];
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task A_pin_that_followed_its_key_is_announced_once_although_all_is_Ok()
    {
        _check.Add(Host);
        await _check.RunAsync();
        TestCertificate stranger = SimulatedCheck.Leaf(Host);
        _check.Servers[Host] = [stranger];
        await _check.RunAsync();
        _check.Pins[Host] = [stranger.Pin, SimulatedCheck.Spare];

        Assert.Equal(
            ["new Warning PinFollowedKey a.example:443", "recovered Ok PinMismatch a.example:443"], await RunAsync());
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task An_alert_of_what_was_not_asked_stands()
    {
        _check.Add(Host);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];
        await _check.RunAsync();
        _check.Late.Add(Host);

        Assert.Equal(["standing Critical PinMismatch a.example:443"], await RunAsync());
    }

    [Fact]
    public async Task An_acknowledged_alert_is_quiet_until_its_date()
    {
        _check.Add(Host);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];
        await _check.RunAsync();

        PinCheckAlert known = Assert.Single(await AcknowledgeAsync(_check.Now.AddDays(2.5)));
        Assert.Equal(("acknowledged", "Known."), (known.State, known.AcknowledgedReason));

        Assert.Equal(["acknowledged Critical PinMismatch a.example:443"], await RunAsync());
        Assert.Equal(["acknowledged Critical PinMismatch a.example:443"], await RunAsync());
        Assert.Equal(["standing Critical PinMismatch a.example:443"], await RunAsync());
        Assert.Empty(_check.Known.Acknowledged);
    }

    [Fact]
    public async Task An_acknowledged_alert_that_becomes_worse_is_announced()
    {
        TestCertificate leaf = _check.Add(Host);
        DateTimeOffset start = DateTimeOffset.UtcNow.AddDays(-80);
        _check.Servers[Host] = [leaf.Renew(new() { NotBefore = start, NotAfter = DateTimeOffset.UtcNow.AddDays(8.5) })];
        await _check.RunAsync();
        await AcknowledgeAsync(_check.Now.AddDays(30));
        _check.Servers[Host] = [leaf.Renew(new() { NotBefore = start, NotAfter = DateTimeOffset.UtcNow.AddDays(3.5) })];

        Assert.Equal(["worse Critical ExpiresSoon a.example:443"], await RunAsync());
    }

    [Fact]
    public async Task An_acknowledgement_is_taken_back()
    {
        _check.Add(Host);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];
        await _check.RunAsync();
        await AcknowledgeAsync(_check.Now.AddDays(30));

        Assert.Equal("new", Assert.Single(await AcknowledgeAsync(null)).State);
        Assert.Equal(["standing Critical PinMismatch a.example:443"], await RunAsync());
    }

    [Fact]
    public async Task A_missed_night_is_announced_once()
    {
        _check.Add(Host);
        for (int i = 0; i < 3; i++) await _check.RunAsync();

        PinCheckAlert alert = Assert.Single((await _check.RunAsync(days: 3)).Alerts);

        Assert.Equal(("new", "MissedRuns"), (alert.State, alert.Reason));
        Assert.StartsWith("2 runs are missing", alert.Why, StringComparison.Ordinal);
        Assert.Empty(await RunAsync());
    }

    [Fact]
    public async Task The_fix_of_a_key_that_nobody_expected_pins_nothing()
    {
        _check.Add(Host);
        await _check.RunAsync();
        TestCertificate stranger = SimulatedCheck.Leaf(Host);
        _check.Servers[Host] = [stranger];

        PinCheckAlert alert = Assert.Single((await _check.RunAsync()).Alerts);

        Assert.StartsWith("Get-SpkiPin -Path '", alert.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain(stranger.Pin, alert.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("Update-PinSet", alert.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', alert.Fix);
    }
}
