using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>A shortage on this machine, or name servers that do not answer, prove nothing about the host.</summary>
public sealed class MachineLimitTests
{
    [Theory]
    [InlineData(SocketError.HostNotFound, VerdictReason.HostNotFound)]
    [InlineData(SocketError.NoData, VerdictReason.HostNotFound)]
    [InlineData(SocketError.TryAgain, VerdictReason.NameServerFailed)]
    [InlineData(SocketError.NoRecovery, VerdictReason.NameServerFailed)]
    [InlineData(SocketError.SocketError, VerdictReason.NameServerFailed)]
    [InlineData(SocketError.TooManyOpenSockets, VerdictReason.MachineLimit)]
    [InlineData(SocketError.NoBufferSpaceAvailable, VerdictReason.MachineLimit)]
    public async Task A_look_up_that_fails_is_told_by_its_number(SocketError error, VerdictReason reason)
    {
        PinVerdict verdict = await CheckAsync(() => throw new SocketException((int)error));

        Assert.Equal((Verdict.ConnectFailed, reason), (verdict.Verdict, verdict.Reason));
        Assert.Equal(
            reason == VerdictReason.HostNotFound,
            verdict.Message.Contains("does not resolve", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_up_without_memory_is_told_as_that()
    {
        PinVerdict verdict = await CheckAsync(() => throw new InsufficientMemoryException());

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.MachineLimit), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_tried_again_where_that_was_asked_for(bool allAddresses)
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        int asked = 0;
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience,
            LookUp = _ => ++asked == 1 ? throw new SocketException((int)SocketError.TryAgain) : [IPAddress.Loopback],
        };

        var check = new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), options) { Retries = 1 };

        PinVerdict verdict = allAddresses
            ? (await PinChecker.CheckAllAsync(check, default)).Single()
            : await PinChecker.CheckAsync(check, default);

        Assert.Equal((Verdict.Match, 2), (verdict.Verdict, asked));
    }

    /// <summary>No name server is to be asked for these (RFC 6761 section 6.4): the guard would end the test.</summary>
    [Theory]
    [InlineData("invalid")]
    [InlineData("a.invalid")]
    [InlineData("A.Invalid.")]
    public async Task A_name_that_cannot_exist_is_not_looked_up(string host) => Assert.Equal(
        VerdictReason.HostNotFound,
        (await PinChecker.CheckAsync(
            new PinCheck(TlsTarget.Parse(host), TestConnections.Policy(TestConnections.Leaf), new ConnectionOptions()), default)).Reason);

    /// <summary>
    /// With so many handles left as are needed for the lookup, the socket, the handshake or the chain, and one less.
    /// </summary>
    [SkippableFact]
    public async Task Without_handles_no_host_is_called_missing_and_no_server_wrong()
    {
        string? bash = Tool.Find("bash");
        Skip.If(bash is null || !OperatingSystem.IsLinux(), "A process's handles are limited by Linux' bash here.");
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("root.pem"), TestConnections.Root.ChainPem);

        ToolResult result = await Tool.RunAsync(bash!, [
            "-c", "ulimit -n 300; exec " + ChildProcess.CommandLine(
                "starve", $"{server.Port}", TestConnections.Leaf.Pin, folder.File("root.pem"))]);

        Dictionary<string, string> reasons = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]);
        Assert.True(reasons.Count > 20, result.Output + result.Error);
        Assert.All(reasons, one => Assert.True(one.Value is "None" or "MachineLimit", result.Output));
        Assert.Contains("MachineLimit", reasons.Values);
        Assert.Contains("None", reasons.Values);
    }

    private static Task<PinVerdict> CheckAsync(Func<IPAddress[]> lookUp) => PinChecker.CheckAsync(
        new PinCheck(
            TlsTarget.Parse("host.example"), TestConnections.Policy(TestConnections.Leaf), new ConnectionOptions { LookUp = _ => lookUp() }),
        default);
}
