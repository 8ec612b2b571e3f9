using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>What is true of every protocol, whatever the server does.</summary>
public sealed class StartTlsTests
{
    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    public static TheoryData<StartTlsProtocol> Protocols { get; } =
        new(Enum.GetValues<StartTlsProtocol>().Except([StartTlsProtocol.None, StartTlsProtocol.Auto]));

    public static TheoryData<StartTlsProtocol> WithLines { get; } =
        new(Conversation.All.Where(entry => entry.Value.EndlessLine.Length > 0).Select(entry => entry.Key));

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_agrees_is_judged(StartTlsProtocol protocol)
    {
        await using ScriptedServer server =
            ScriptedServer.Start(peer => Conversation.All[protocol].ServeAsync(peer, TestConnections.Leaf));

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.True(verdict.Passed, $"{verdict.Message} {server.Error}");
        Assert.Equal(TestConnections.Leaf.Pin, verdict.MatchedPin);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_refuses_has_a_reason(StartTlsProtocol protocol)
    {
        Conversation talk = Conversation.All[protocol];
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await talk.Before(peer);
            await peer.SendAsync(talk.Refuse);
            await peer.StallAsync();
        });

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, talk.Refusal), (verdict.Verdict, verdict.Reason));
        Assert.Contains($"({protocol})", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Plaintext_injected_behind_the_agreement_is_refused(StartTlsProtocol protocol)
    {
        Conversation talk = Conversation.All[protocol];
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await talk.Before(peer);
            await peer.SendAsync(talk.Agree + "\x16");
            await talk.After(peer);
            await peer.ServeTlsAsync(TestConnections.Leaf, talk.Wrap(peer.Stream));
        });

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.InjectedPlaintext), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_drips_is_left_at_the_deadline(StartTlsProtocol protocol)
    {
        Conversation talk = Conversation.All[protocol];
        await using ScriptedServer server = ScriptedServer.Start(peer => peer.DripAsync(talk.Drop));

        // What is wrong at the first byte ends long before its deadline, however busy the machine is.
        bool wrongAtOnce = protocol is StartTlsProtocol.Postgres or StartTlsProtocol.MySql;
        TimeSpan timeout = wrongAtOnce ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(800);
        PinVerdict verdict = await CheckAsync(server, protocol, new ConnectionOptions { Timeout = timeout });

        Assert.Equal(
            wrongAtOnce
                ? (Verdict.StartTlsFailed, VerdictReason.ProtocolViolation)
                : (Verdict.TimedOut, VerdictReason.DuringStartTls),
            (verdict.Verdict, verdict.Reason));
        await server.WaitForConnectionClosedAsync(1, TestConnections.Patience);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_floods_is_given_up(StartTlsProtocol protocol)
    {
        await using ScriptedServer server = ScriptedServer.Start(peer => peer.FloodAsync((byte)'x'));

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ProtocolViolation), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [MemberData(nameof(WithLines))]
    public async Task Lines_without_end_are_given_up(StartTlsProtocol protocol)
    {
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            while (true) await peer.SendAsync(Conversation.All[protocol].EndlessLine);
        });

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ProtocolViolation), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_closes_is_a_failed_upgrade(StartTlsProtocol protocol)
    {
        Conversation talk = Conversation.All[protocol];
        await using ScriptedServer server = ScriptedServer.Start(talk.Before);

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ConnectionClosed), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_closes_in_the_middle_of_its_answer_is_a_failed_upgrade(StartTlsProtocol protocol)
    {
        Conversation talk = Conversation.All[protocol];
        if (talk.Agree.Length == 1) return;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await talk.Before(peer);
            await peer.SendAsync(talk.Agree.Substring(0, talk.Agree.Length / 2));
        });

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal((Verdict.StartTlsFailed, VerdictReason.ConnectionClosed), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_server_that_sends_garbage_is_a_failed_upgrade(StartTlsProtocol protocol)
    {
        await using ScriptedServer server = ScriptedServer.Start(peer => peer.SendGarbageAsync());

        PinVerdict verdict = await CheckAsync(server, protocol);

        Assert.Equal(Verdict.StartTlsFailed, verdict.Verdict);
        Assert.NotEqual(VerdictReason.None, verdict.Reason);
        Assert.DoesNotContain(verdict.Message, char.IsControl);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Cancelling_while_a_server_stalls_closes_the_connection(StartTlsProtocol protocol)
    {
        await using ScriptedServer server = ScriptedServer.Start(peer => peer.StallAsync());
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TestConnections.CheckAsync(Target(server, protocol), s_options, cancel.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await server.WaitForConnectionClosedAsync(1, TestConnections.Patience);
    }

    [Theory]
    [Trait("Pitfall", "21")]
    [MemberData(nameof(Protocols))]
    public async Task The_pin_of_an_impostor_is_a_mismatch_as_everywhere(StartTlsProtocol protocol)
    {
        TestCertificate other = TestConnections.Root.Issue("localhost");
        await using ScriptedServer server =
            ScriptedServer.Start(peer => Conversation.All[protocol].ServeAsync(peer, other));

        Assert.Equal(Verdict.PinMismatch, (await CheckAsync(server, protocol)).Verdict);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_proxy_and_an_upgrade_go_together(StartTlsProtocol protocol)
    {
        await using ScriptedServer server =
            ScriptedServer.Start(peer => Conversation.All[protocol].ServeAsync(peer, TestConnections.Leaf));
        await using ConnectProxy proxy = ConnectProxy.Start();
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience,
            Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false),
        };

        PinVerdict verdict = await CheckAsync(server, protocol, options);

        Assert.True(verdict.Passed, $"{verdict.Message} {server.Error}");
    }

    private static TlsTarget Target(ScriptedServer server, StartTlsProtocol protocol) =>
        TlsTarget.Parse("localhost", server.Port, protocol);

    private static Task<PinVerdict> CheckAsync(
        ScriptedServer server, StartTlsProtocol protocol, ConnectionOptions? options = null) =>
        TestConnections.CheckAsync(Target(server, protocol), options ?? s_options);
}
