using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>The order in which endpoints are asked, with and without a deadline.</summary>
public sealed class CheckAskerTests
{
    private static readonly DateTime s_night = new(2026, 11, 27, 2, 17, 0, DateTimeKind.Utc);

    [Fact]
    public async Task With_a_deadline_the_longest_unseen_are_asked_first() => Assert.Equal(
        ["new", "never", "oldest", "older", "recent"],
        await OrderAsync(TimeSpan.FromHours(1), ["recent", "new", "older", "never", "oldest"]));

    [Fact]
    public async Task Without_a_deadline_the_order_is_the_order_of_the_list() => Assert.Equal(
        ["recent", "new", "older", "never", "oldest"],
        await OrderAsync(null, ["recent", "new", "older", "never", "oldest"]));

    [Fact]
    public async Task Results_keep_the_order_of_the_list_whatever_was_asked_first()
    {
        List<string> results = [];
        await OrderAsync(TimeSpan.FromHours(1), ["recent", "new", "oldest"], results);

        Assert.Equal(["recent", "new", "oldest"], results);
    }

    [Fact]
    public async Task After_the_deadline_no_further_endpoint_is_asked()
    {
        List<string> results = [];
        IReadOnlyList<string> asked = await OrderAsync(TimeSpan.Zero, ["recent", "oldest"], results, isDone: false);

        Assert.Empty(asked);
        Assert.Equal(["recent NotChecked", "oldest NotChecked"], results);
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(
        TimeSpan? deadline, string[] names, List<string>? results = null, bool isDone = true)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.CloseAtOnce);
        List<CheckEndpoint> endpoints = [.. names.Select((name, i) => Endpoint(server, name, i + 1))];
        var asked = new List<string>();
        var options = new CheckOptions
        {
            Rows = [],
            ThrottleLimit = 1,
            MaxRuntime = deadline,
            Progress = (_, result, _) => asked.Add(result.Row.ServerName!),
        };
        var last = new CheckState { Records = endpoints.Select(Known).OfType<CheckRecord>().ToDictionary(record => record.Key) };
        var maker = new CheckResultMaker(new CheckExpiry(null, null), isSlim: false, "here");

        CheckResult[] all = await new CheckAsker(options, maker).AskAsync(endpoints, last, CancellationToken.None);

        results?.AddRange(all.Select(one => one.Row.ServerName + (isDone ? "" : " " + one.Main.Verdict)));
        return asked;
    }

    /// <summary>What the state knows: nothing of a new endpoint, and of one that was in no run only that.</summary>
    private static CheckRecord? Known(CheckEndpoint endpoint) => endpoint.Row.ServerName switch
    {
        "new" => null,
        "never" => new CheckRecord { Key = endpoint.Key },
        // It has not been seen since, but it was asked: asking it first every night would leave the others out.
        "recent" => new CheckRecord { Key = endpoint.Key, Asked = s_night, Seen = s_night.AddDays(-99) },
        "older" => new CheckRecord { Key = endpoint.Key, Asked = s_night.AddDays(-1), Seen = s_night.AddDays(-1) },
        _ => new CheckRecord { Key = endpoint.Key, Asked = s_night.AddDays(-2), Seen = s_night.AddDays(-2) },
    };

    private static CheckEndpoint Endpoint(MisbehavingServer server, string name, int number) => CheckEndpoint.From(
        new CheckRow
        {
            Number = number,
            HostName = "127.0.0.1",
            Port = server.Port,
            ServerName = name,
            Pins = [SpkiPin.Parse(SimulatedCheck.Spare)],
        },
        new CheckOrder(), new CheckAnchors(), () => new StorePolicies(new PinStore()));
}
