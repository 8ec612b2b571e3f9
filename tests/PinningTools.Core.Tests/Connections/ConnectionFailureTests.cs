using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>Whatever a host does instead of a handshake is a verdict with a reason, in bounded time.</summary>
public sealed class ConnectionFailureTests
{
    private static readonly PinPolicy s_policy = new() { Pins = [SpkiPin.Of([1])] };

    private static Task<PinVerdict> CheckAsync(
        string host, int port, double seconds = 10, CancellationToken cancel = default) =>
        PinChecker.CheckAsync(
            new PinCheck(
                TlsTarget.Parse(host, port), s_policy,
                new ConnectionOptions { Timeout = TimeSpan.FromSeconds(seconds) }),
            cancel);

    [Theory]
    [InlineData(Misbehaviour.CloseAtOnce, Verdict.HandshakeFailed, VerdictReason.ConnectionClosed)]
    [InlineData(Misbehaviour.ResetAtOnce, Verdict.HandshakeFailed, VerdictReason.ConnectionClosed)]
    [InlineData(Misbehaviour.PlainTextHttp, Verdict.HandshakeFailed, VerdictReason.NotTls)]
    [InlineData(Misbehaviour.FloodWithGarbage, Verdict.HandshakeFailed, VerdictReason.NotTls)]
    [InlineData(Misbehaviour.TlsAlert, Verdict.HandshakeFailed, VerdictReason.ProtocolRefused)]
    [InlineData(Misbehaviour.AcceptAndSayNothing, Verdict.TimedOut, VerdictReason.DuringHandshake)]
    [InlineData(Misbehaviour.DripOneBytePerSecond, Verdict.TimedOut, VerdictReason.DuringHandshake)]
    public async Task A_server_that_misbehaves_is_a_verdict(
        Misbehaviour misbehaviour, Verdict verdict, VerdictReason reason)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(misbehaviour);

        PinVerdict result = await CheckAsync("localhost", server.Port, seconds: verdict == Verdict.TimedOut ? 4 : 30);

        // A reset can overtake the end of the connect: then it is the connect that failed, for the same reason.
        bool overtaken = misbehaviour == Misbehaviour.ResetAtOnce && result.Verdict == Verdict.ConnectFailed;
        Assert.Equal(overtaken ? Verdict.ConnectFailed : verdict, result.Verdict);
        Assert.False(result.Passed);
        Assert.Contains($"localhost:{server.Port}", result.Message, StringComparison.Ordinal);
        Assert.True(result.Elapsed > TimeSpan.Zero);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public async Task A_closed_port_is_a_refused_connection()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)listener.LocalEndPoint!).Port;

        PinVerdict result = await CheckAsync("127.0.0.1", port);

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ConnectionRefused), (result.Verdict, result.Reason));
        Assert.Equal("127.0.0.1", result.Address);
    }

    [Fact]
    public async Task A_name_without_an_address_is_told_so()
    {
        PinVerdict result = await CheckAsync("no-such-host.invalid", 443, seconds: 30);

        Assert.Equal(Verdict.ConnectFailed, result.Verdict);
        Assert.Equal(VerdictReason.HostNotFound, result.Reason);
        Assert.Contains("no-such-host.invalid", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Pitfall", "41")]
    public async Task Cancelling_brings_the_caller_back_at_once_from_a_server_that_says_nothing()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.AcceptAndSayNothing);
        using var cancel = new CancellationTokenSource();
        Task<PinVerdict> check = CheckAsync("localhost", server.Port, 60, cancel.Token);
        while (server.ConnectionCount == 0) await Task.Delay(10);

        var watch = Stopwatch.StartNew();
        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => check);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
        await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_dead_first_address_does_not_hide_the_living_second()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestCertificate.SelfSigned("localhost"));
        var target = new TlsTarget(HostName.Parse("localhost"), server.Port);

        using var dead = new DeadAddress(IPAddress.Parse("127.0.0.2"), server.Port);

        using Socket socket = await SocketConnector.ConnectAsync(
            [dead.EndPoint.Address, IPAddress.Loopback], target, CancellationToken.None);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    [Trait("Pitfall", "42")]
    public async Task Blocking_work_that_hangs_does_not_delay_the_rest_and_leaves_its_caller_at_once()
    {
        var work = new BlockingWork("test", maxThreads: 64);
        using var release = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<int>[] hung =
            [.. Enumerable.Range(0, 40).Select(i => work.RunAsync(() => { release.Wait(); return i; }, cancel.Token))];

        int[] quick =
            await Task.WhenAll(Enumerable.Range(0, 100).Select(i => work.RunAsync(() => i, CancellationToken.None)));
        Assert.Equal(Enumerable.Range(0, 100), quick);
        Assert.InRange(work.ThreadCount, 1, 64);

        cancel.Cancel();
        foreach (Task<int> one in hung) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        release.Set();
    }

    /// <summary>On Windows that is the impersonated user, as whom a proxy is logged on to.</summary>
    [Fact]
    public async Task Blocking_work_runs_as_its_caller_whoever_began_the_thread()
    {
        var work = new BlockingWork("test", maxThreads: 1);
        var user = new AsyncLocal<string> { Value = "one" };
        string? first = await work.RunAsync(() => user.Value, CancellationToken.None);
        user.Value = "two";
        string? second = await work.RunAsync(() => user.Value, CancellationToken.None);

        Assert.Equal(("one", "two"), (first, second));
    }

    [Fact]
    public async Task Blocking_work_never_has_more_threads_than_its_bound()
    {
        var work = new BlockingWork("test", maxThreads: 10);
        using var release = new ManualResetEventSlim();
        Task<int>[] hung =
        [
            .. Enumerable.Range(0, 30)
                .Select(i => work.RunAsync(() => { release.Wait(); return i; }, CancellationToken.None)),
        ];

        await Task.Delay(500);
        Assert.InRange(work.ThreadCount, 8, 10);
        release.Set();
        Assert.Equal(Enumerable.Range(0, 30), await Task.WhenAll(hung));
    }
}
