using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>The way of an inspection that follows: the same address and deadline, and after nothing but what it may follow.</summary>
public sealed class FollowingInspectionTests
{
    private static readonly byte[] s_alert = [21, 3, 3, 0, 2, 2, 40];

    [Fact]
    public async Task It_goes_to_the_very_address_of_the_handshake_that_failed()
    {
        IPAddress first = IPAddress.Parse("127.0.0.21"), second = IPAddress.Parse("127.0.0.22");
        await using ScriptedServer there = ScriptedServer.Start(new IPEndPoint(first, 0), RefuseAsync);
        await using ScriptedServer elsewhere = ScriptedServer.Start(new IPEndPoint(second, there.Port), RefuseAsync);
        int lookUps = 0;
        var fake = new FakeInspection();
        ConnectionOptions options = fake.Options with
        {
            LookUp = _ => Interlocked.Increment(ref lookUps) == 1 ? [first] : [second],
        };

        PinVerdict verdict = await CheckAsync(TlsTarget.Parse("localhost", there.Port), options);

        Assert.True(verdict.Verdict == Verdict.Match, verdict.Message);
        Assert.Equal(("127.0.0.21", 1), (verdict.Address, lookUps));
        Assert.Equal((2, 0), (there.ConnectionCount, elsewhere.ConnectionCount));
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_the_pins_too()
    {
        IPAddress first = IPAddress.Parse("127.0.0.23"), second = IPAddress.Parse("127.0.0.24");
        await using ScriptedServer there = ScriptedServer.Start(new IPEndPoint(first, 0), RefuseAsync);
        await using ScriptedServer elsewhere = ScriptedServer.Start(new IPEndPoint(second, there.Port), RefuseAsync);
        int lookUps = 0;
        ConnectionOptions options = new FakeInspection().Options with
        {
            LookUp = _ => Interlocked.Increment(ref lookUps) == 1 ? [first] : [second],
        };

        PresentedPins pins = await PinChecker.ReadAsync(
            new PinCheck(TlsTarget.Parse("localhost", there.Port), PinPolicy.NotPinned(TrustSettings.PinOnly), options) { Inspects = true },
            default);

        Assert.All(pins.Records, record => Assert.Equal("127.0.0.23", record.Address));
        Assert.Equal((2, 0), (there.ConnectionCount, elsewhere.ConnectionCount));
    }

    /// <summary>The name, the versions and the kind of key are the user's; a client certificate is not given along.</summary>
    [Fact]
    public async Task It_offers_what_the_user_asked_for()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection();

        await CheckAsync(
            TlsTarget.Parse("127.0.0.1", server.Port, serverName: "named.example"),
            fake.Options with
            {
                Protocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
            });
        await CheckAsync(TlsTarget.Parse("127.0.0.1", server.Port), fake.Options);

        Assert.Equal(
            [("named.example", 0x303, 0x304), ("127.0.0.1", 0x301, 0x304)],
            fake.Offers.Select(offer => (offer.Name.Value, offer.MinVersion, offer.MaxVersion)));
    }

    /// <summary>One deadline covers both tries: the inspection gets what is left of it, and the failure stays the platform's.</summary>
    [Fact]
    public async Task It_ends_with_the_deadline_of_the_check()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection
        {
            Read = async (_, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                throw new InvalidOperationException();
            },
        };

        PinVerdict verdict = await CheckAsync(server.Port, fake.Options with { Timeout = TimeSpan.FromSeconds(2) });

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.ProtocolRefused, false), (verdict.Verdict, verdict.Reason, verdict.Inspected));
        Assert.Contains("An inspection did not read it either", verdict.Message, StringComparison.Ordinal);
        Assert.Contains("the alert handshake_failure (40)", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_stops_it()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        using var cancel = new CancellationTokenSource();
        var fake = new FakeInspection
        {
            Read = async (_, stop) =>
            {
                cancel.Cancel();
                await Task.Delay(Timeout.Infinite, stop);
                throw new InvalidOperationException();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CheckAsync(TestConnections.Target(server.Port), fake.Options, cancel: cancel.Token));
    }

    [Fact]
    public async Task An_impostor_that_an_inspection_finds_is_told_as_one_and_not_tried_again()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection
        {
            Read = (_, _) => throw new InspectionFailure(VerdictReason.HandshakeSignatureInvalid, "the signature does not verify."),
        };

        PinVerdict verdict = await CheckAsync(TestConnections.Target(server.Port), fake.Options, retries: 3);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.HandshakeSignatureInvalid, 1),
            (verdict.Verdict, verdict.Reason, verdict.Attempts));
        Assert.Equal(2, server.ConnectionCount);
    }

    [Fact]
    public async Task An_inspection_alone_fails_with_a_fault_of_its_own()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection
        {
            Read = (_, _) => throw new InspectionFailure(VerdictReason.NoCertificate, "the server sent no certificate."),
        };

        ConnectionFailure failure = await Assert.ThrowsAsync<ConnectionFailure>(() => InspectionConnector.ReadAsync(
            TestConnections.Target(server.Port), fake.Options, new InspectionOffer(Inspecting.Localhost), default));

        Assert.Equal(
            ("InspectionFailed", VerdictReason.NoCertificate, false), (failure.Fault.Id, failure.Reason, failure.MayInspect));
    }

    /// <summary>A check does not fail because the inspection cannot be made: it says so.</summary>
    [Fact]
    public async Task Without_its_library_the_failure_of_the_platform_stays()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection
        {
            Read = (_, _) => throw new PinningException(Faults.LateLibraryUnusable("library", "it is not there.")),
        };

        PinVerdict verdict = await CheckAsync(server.Port, fake.Options);

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.ProtocolRefused), (verdict.Verdict, verdict.Reason));
        Assert.Contains("No inspection was possible", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_neither_reads_is_told_with_both_causes_and_tried_again_as_any()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection
        {
            Read = (_, _) => throw new InspectionFailure(VerdictReason.ProtocolRefused, "the server sent nothing."),
        };

        PinVerdict verdict = await CheckAsync(TestConnections.Target(server.Port), fake.Options, retries: 1);

        Assert.Equal((Verdict.HandshakeFailed, 2), (verdict.Verdict, verdict.Attempts));
        Assert.Contains(
            "An inspection did not read it either: the server sent nothing.", verdict.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.ConnectionCount);
    }

    /// <summary>Whatever keeps a connection from a handshake, and a handshake that tells of an attack, is not followed.</summary>
    [Theory]
    [InlineData(Misbehaviour.PlainTextHttp)]
    [InlineData(Misbehaviour.FloodWithGarbage)]
    [InlineData(Misbehaviour.AcceptAndSayNothing)]
    [InlineData(Misbehaviour.DripOneBytePerSecond)]
    public async Task It_follows_nothing_that_is_not_TLS_and_no_silence(Misbehaviour misbehaviour)
    {
        await using MisbehavingServer server = MisbehavingServer.Start(misbehaviour);
        var fake = new FakeInspection();

        PinVerdict verdict = await CheckAsync(server.Port, fake.Options with { Timeout = TimeSpan.FromSeconds(3) });

        Assert.NotEqual(Verdict.Match, verdict.Verdict);
        Assert.Empty(fake.Offers);
    }

    [Fact]
    public async Task It_follows_no_name_lookup_no_connection_and_no_prelude_that_failed()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int closedPort = ((IPEndPoint)closed.LocalEndPoint!).Port;
        await using ScriptedServer refusing = ScriptedServer.Start(peer => peer.SendAsync(Encoding.ASCII.GetBytes("554 no\r\n")));
        await using ScriptedServer injecting = ScriptedServer.Start(async peer =>
        {
            await peer.SendAsync(Encoding.ASCII.GetBytes("220 mail.example ESMTP\r\n"));
            await peer.ReadLineAsync();
            await peer.SendAsync(Encoding.ASCII.GetBytes("250-mail.example\r\n250 STARTTLS\r\n"));
            await peer.ReadLineAsync();
            await peer.SendAsync([.. Encoding.ASCII.GetBytes("220 go\r\n250 injected\r\n"), .. s_alert]);
        });
        await using ConnectProxy proxy = ConnectProxy.Start(new ConnectProxyOptions { Behaviour = ProxyBehaviour.BadGateway });
        var fake = new FakeInspection();

        PinVerdict[] verdicts =
        [
            await CheckAsync(TlsTarget.Parse("no.invalid"), fake.Options),
            await CheckAsync(closedPort, fake.Options),
            await CheckAsync(TlsTarget.Parse("localhost", refusing.Port, StartTlsProtocol.Smtp), fake.Options),
            await CheckAsync(TlsTarget.Parse("localhost", injecting.Port, StartTlsProtocol.Smtp), fake.Options),
            await CheckAsync(
                TlsTarget.Parse("localhost", 443), fake.Options with { Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false) }),
        ];

        Assert.Equal(
            [
                VerdictReason.HostNotFound, VerdictReason.ConnectionRefused, VerdictReason.StartTlsRefused,
                VerdictReason.InjectedPlaintext, VerdictReason.ProxyRefused,
            ],
            verdicts.Select(verdict => verdict.Reason));
        Assert.Empty(fake.Offers);
    }

    /// <summary>A check whose connection is used afterwards, as that of a request, has no use for an inspection.</summary>
    [Fact]
    public async Task A_check_that_does_not_ask_for_it_and_a_request_are_never_followed()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        var fake = new FakeInspection();
        var check = new PinCheck(TestConnections.Target(server.Port), LegacyServerTests.KeyOnly(FakeInspection.Leaf.Pin), fake.Options);
        using var client = new Http.WebClient();

        PinVerdict verdict = await PinChecker.CheckAsync(check, default);
        await Assert.ThrowsAsync<ConnectionFailure>(() => PinChecker.OpenAsync(check with { Inspects = true }, default));
        PinningException refused = await Http.WebClient.RefusedAsync(client.Request(server.Uri));

        Assert.Equal(Verdict.HandshakeFailed, verdict.Verdict);
        Assert.Empty(fake.Offers);
        Assert.DoesNotContain("inspection", refused.Fault.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, server.ConnectionCount);
    }

    private static async Task RefuseAsync(ScriptedPeer peer)
    {
        await peer.ReadAsync(1);
        await peer.SendAsync(s_alert);
    }

    private static Task<PinVerdict> CheckAsync(int port, ConnectionOptions options) =>
        CheckAsync(TestConnections.Target(port), options);

    private static Task<PinVerdict> CheckAsync(
        TlsTarget target, ConnectionOptions options, int retries = 0, CancellationToken cancel = default) =>
        PinChecker.CheckAsync(
            new PinCheck(target, LegacyServerTests.KeyOnly(FakeInspection.Leaf.Pin), options) { Inspects = true, Retries = retries },
            cancel);
}

/// <summary>An inspection without a handshake, which notes what it is asked to offer.</summary>
internal sealed class FakeInspection : IInspectionHandshake
{
    internal static TestCertificate Leaf { get; } = TestCertificate.SelfSigned("localhost");

    internal List<InspectionOffer> Offers { get; } = [];

    internal Func<Stream, CancellationToken, Task<InspectedServer>> Read { get; init; } =
        (_, _) => Task.FromResult(Shown(HandshakeProof.ServerKeyExchange, ProofStrength.Strong));

    internal ConnectionOptions Options => new() { Timeout = TestConnections.Patience, InspectionHandshake = () => this };

    internal static InspectedServer Shown(HandshakeProof proof, ProofStrength strength) => new()
    {
        Presented = PresentedChain.From([DerCertificate.Parse(Leaf.Der)]),
        Proof = proof,
        Strength = strength,
        Version = InspectionOffer.Tls12,
        CipherSuite = 0xC02F,
    };

    public Task<InspectedServer> ReadAsync(Stream transport, InspectionOffer offer, CancellationToken cancel)
    {
        lock (Offers) Offers.Add(offer);
        return Read(transport, cancel);
    }
}
