using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>Name servers that answer nothing, which is where nothing can be interrupted.</summary>
public sealed class NameLookUpTests
{
    private const int Dead = 200;
    private const int Living = 800;

    /// <summary>Nothing waits on the thread pool, and a hanging call has a separate thread until it ends.</summary>
    [Fact]
    [Trait("Pitfall", "42")]
    public async Task Two_hundred_names_without_an_answer_hold_up_none_of_the_other_eight_hundred()
    {
        using var answer = new ManualResetEventSlim();
        var options = new ConnectionOptions
        {
            Timeout = TimeSpan.FromSeconds(60),
            LookUp = name =>
            {
                if (name.StartsWith("dead", StringComparison.Ordinal)) answer.Wait();
                return [IPAddress.Loopback];
            },
        };

        // Port 1 is closed: what is measured is the way to the server and not the handshake.
        Task<PinVerdict>[] dead = [.. Enumerable.Range(0, Dead).Select(i => TestConnections.CheckAsync(
            TlsTarget.Parse($"dead{i}.example", 1), options with { Timeout = TimeSpan.FromSeconds(3) }))];
        Task<PinVerdict>[] living = [.. Enumerable.Range(0, Living).Select(
            i => TestConnections.CheckAsync(TlsTarget.Parse($"living{i}.example", 1), options))];

        PinVerdict[] reached = await Task.WhenAll(living).WaitAsync(TestConnections.Patience);
        PinVerdict[] lost = await Task.WhenAll(dead).WaitAsync(TestConnections.Patience);

        Assert.All(reached, verdict => Assert.Equal(VerdictReason.ConnectionRefused, verdict.Reason));
        Assert.All(lost, verdict =>
            Assert.Equal((Verdict.TimedOut, VerdictReason.DuringNameLookup), (verdict.Verdict, verdict.Reason)));
        Assert.True(NameResolver.ThreadCount >= Dead, "The abandoned look-ups are not counted.");

        answer.Set();
        using var patience = new CancellationTokenSource(TestConnections.Patience);
        while (NameResolver.ThreadCount >= Dead) await Task.Delay(50, patience.Token);
    }

    [Fact]
    public async Task A_caller_that_cancels_leaves_a_look_up_that_hangs_at_once()
    {
        using var answer = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var options = new ConnectionOptions
        {
            Timeout = TimeSpan.FromMinutes(5),
            LookUp = _ =>
            {
                answer.Wait();
                return [];
            },
        };

        Task<PinVerdict> check = TestConnections.CheckAsync(TlsTarget.Parse("dead.example", 1), options, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check.WaitAsync(TestConnections.Patience));
        answer.Set();
    }
}
