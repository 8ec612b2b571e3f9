using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>The file of changes: appended to and nothing else, whatever ends a run.</summary>
public sealed class CheckChangeFileTests : IDisposable
{
    private const string Host = "a.example";
    private readonly SimulatedCheck _check = new();

    public void Dispose() => _check.Dispose();

    [Fact]
    public async Task A_run_that_dies_before_the_state_is_replaced_is_repeated_without_a_change_twice()
    {
        _check.Add(Host);
        await _check.RunAsync();
        string state = File.ReadAllText(_check.State.State);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];
        await _check.RunAsync();
        // As if it had died right before the replacement.
        File.WriteAllText(_check.State.State, state);

        CheckOutcome again = await _check.RunAsync();

        Assert.Single(again.Changes);
        Assert.Equal(["FirstSeen", "KeyChanged"], _check.Log.Select(one => one.Kind));
        Assert.Equal(again.Changes[0].Id, _check.Log[1].Id);
    }

    [Fact]
    public async Task A_torn_last_line_is_dropped_with_a_warning_and_found_again()
    {
        _check.Add(Host);
        await _check.RunAsync();
        string state = File.ReadAllText(_check.State.State);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];
        await _check.RunAsync();
        byte[] whole = File.ReadAllBytes(_check.State.Changes);
        for (int cut = 1; cut < 200; cut += 7)
        {
            File.WriteAllText(_check.State.State, state);
            File.WriteAllBytes(_check.State.Changes, whole[..^cut]);
            _check.Warnings.Clear();
            _check.Now = _check.Now.AddDays(-1);

            await _check.RunAsync();

            Assert.Equal(["FirstSeen", "KeyChanged"], _check.Log.Select(one => one.Kind));
            Assert.Contains("was incomplete", Assert.Single(_check.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_line_is_never_longer_than_what_log_shippers_take()
    {
        string hostile = string.Concat(Enumerable.Repeat("\u202E\u0007\"\\\U0001F600<", 2000));
        PinCheckFacts facts = new()
        {
            Pin = SampleSummary.Pin("x"),
            Issuer = hostile,
            Anchor = hostile,
            Path = [.. Enumerable.Repeat(SampleSummary.Pin("x"), 100)],
            Addresses = [.. Enumerable.Repeat("192.0.2.1 " + SampleSummary.Pin("x"), 100)],
            Pins = [.. Enumerable.Repeat(SampleSummary.Pin("x"), 100)],
        };
        PinCheckChange change = new()
        {
            Id = "0123456789ab",
            At = SampleSummary.Started,
            Name = "nightly",
            Key = hostile,
            Kind = "KeyChanged",
            Old = facts,
            New = facts,
            Why = hostile,
            Owner = hostile,
            VantagePoint = hostile,
        };

        string line = CheckChangeText.Write(change);

        Assert.InRange(Encoding.UTF8.GetByteCount(line) + 1, 1000, 4096);
        Assert.DoesNotContain('\u202E', line);
        PinCheckChange back = CheckChangeText.Read(line, "x", 1);
        Assert.Equal((change.Id, change.At, change.Kind), (back.Id, back.At, back.Kind));
    }

    [Fact]
    public void Every_change_of_the_sample_is_read_back()
    {
        foreach (PinCheckChange change in SampleSummary.Create().Changes)
        {
            PinCheckChange back = CheckChangeText.Read(CheckChangeText.Write(change), "x", 1);

            Assert.Equal(change.Why, back.Why);
            Assert.Equal(change.New?.Issuer, back.New?.Issuer);
            Assert.Equal(change.ToString(), back.ToString());
        }
    }

    [Fact]
    public async Task Old_changes_are_dropped_and_later_ones_are_not()
    {
        _check.Add(Host);
        await _check.RunAsync();
        await _check.RunAsync(days: 500);
        _check.Servers[Host] = [SimulatedCheck.Leaf(Host)];

        await _check.RunAsync();
        await _check.RunAsync();

        Assert.Equal(["KeyChanged"], _check.Log.Select(one => one.Kind).Where(kind => kind != "ExpiryNear"));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{\"id\":")]
    [InlineData("{\"kind\":\"KeyChanged\"}")]
    [InlineData("{\"id\":\"x\",\"at\":\"yesterday\"}")]
    public async Task A_line_that_somebody_spoilt_is_told_by_its_number_and_stops_no_check(string spoilt)
    {
        _check.Add(Host);
        await _check.RunAsync();
        string text = File.ReadAllText(_check.State.Changes);
        File.WriteAllText(_check.State.Changes, spoilt + "\n" + text);

        await _check.RunAsync();

        Fault fault = Assert.Throws<PinningException>(() => _check.Log).Fault;
        Assert.Equal("PinCheckChangesUnreadable", fault.Id);
        Assert.Contains("line 1", fault.Message, StringComparison.Ordinal);
    }
}
