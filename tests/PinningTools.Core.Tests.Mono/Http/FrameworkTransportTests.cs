using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>Web requests on the leg whose verdict is made inside the handler's certificate callback.</summary>
public sealed class FrameworkTransportTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_intermediate = s_root.IssueAuthority("Intermediate");
    private static readonly TestCertificate s_leaf = s_intermediate.Issue("localhost");
    private static readonly byte[] s_hello = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

    private static async Task<(int Status, string Text, PinVerdict Verdict)> SendAsync(
        RecordingTlsServer server, string pin, double seconds = 20, CancellationToken cancel = default)
    {
        var policy = new PinPolicy
        {
            Pins = [SpkiPin.Parse(pin)], Trust = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]),
        };
        var request = new PinnedWebRequest
        {
            Uri = server.Uri,
            Policies = new InlinePins(PinnedWebRequest.TargetOf(server.Uri), policy),
            ConnectionTimeout = TimeSpan.FromSeconds(seconds),
            Pool = new TransportPool(),
        };
        using WebReply reply = await new WebExchange(request).SendAsync(cancel);
        using MemoryStream body = await reply.ReadAsync(cancel);
        return ((int)reply.Response.StatusCode, Encoding.ASCII.GetString(body.ToArray()), reply.Pinning[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_whose_validated_chain_has_the_pinned_key_answers(int position)
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, s_hello);

        (int status, string text, PinVerdict verdict) = await SendAsync(server, s_leaf.Chain[position].Pin);

        Assert.Equal((200, "hello"), (status, text));
        Assert.Equal((Verdict.Match, s_leaf.Chain[position].Pin), (verdict.Verdict, verdict.MatchedPin));
    }

    [Fact]
    [Trait("Pitfall", "37")]
    public async Task An_impostor_sees_a_handshake_and_not_one_byte_of_the_request()
    {
        // Its certificate is as valid as the real one: the same authority issued it. Only the key differs.
        await using TlsTestServer server = TlsTestServer.Start(s_root.Issue("localhost"), s_hello);

        var error = await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, s_leaf.Pin));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(Verdict.PinMismatch, error.Verdict!.Verdict);
        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(
            1, TimeSpan.FromSeconds(10));
        Assert.Empty(Assert.Single(seen).ReceivedBytes);
    }

    [Fact]
    public async Task A_pinned_certificate_that_is_merely_appended_does_not_open_the_way()
    {
        TestCertificate impostor = s_root.Issue("localhost");
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(impostor, s_leaf, s_intermediate);

        var error = await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, s_leaf.Pin));

        Assert.Equal(
            (Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), (error.Verdict!.Verdict, error.Verdict.Reason));
        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(
            1, TimeSpan.FromSeconds(10));
        Assert.Empty(Assert.Single(seen).ReceivedBytes);
    }

    [Fact]
    public async Task Another_name_and_another_root_are_refused_whatever_the_pin_says()
    {
        TestCertificate otherName = s_root.Issue("other.example");
        TestCertificate otherRoot = TestCertificate.Root("Other").Issue("localhost");

        foreach ((TestCertificate certificate, Verdict verdict) in
            new[] { (otherName, Verdict.NameMismatch), (otherRoot, Verdict.UntrustedChain) })
        {
            await using TlsTestServer server = TlsTestServer.Start(certificate, s_hello);
            var error = await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, certificate.Pin));
            Assert.Equal(verdict, error.Verdict!.Verdict);
        }
    }

    [Fact]
    public async Task A_request_to_a_server_that_says_nothing_times_out_and_can_be_cancelled_at_once()
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, null);
        using var cancel = new CancellationTokenSource();

        var error = await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, s_leaf.Pin, seconds: 2));
        Assert.Equal("ConnectionTimeoutReached", error.Fault.Id);

        Task request = SendAsync(server, s_leaf.Pin, 60, cancel.Token);
        await Task.Delay(1000);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
    }
}
