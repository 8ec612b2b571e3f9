using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Authentication;
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
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] s_hello = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

    private static async Task<(int Status, string Text, PinVerdict Verdict)> SendAsync(
        RecordingTlsServer server, string pin, double seconds = 20, string method = "GET", RequestBody? body = null,
        TransportPool? pool = null, CancellationToken cancel = default)
    {
        var policy = new PinPolicy
        {
            Pins = [SpkiPin.Parse(pin)], Trust = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]),
        };
        var request = new PinnedWebRequest
        {
            Uri = server.Uri,
            Method = new HttpMethod(method),
            Body = body,
            Policies = new OverriddenPolicies(new InlinePins(PinnedWebRequest.TargetOf(server.Uri), policy)),
            ConnectionTimeout = TimeSpan.FromSeconds(seconds),
            Pool = pool ?? new TransportPool(),
        };
        using ExchangeResponse reply = await new WebExchange(request).SendAsync(cancel);
        using MemoryStream answer = await reply.ReadAsync(cancel);
        return ((int)reply.Message.StatusCode, Encoding.ASCII.GetString(answer.ToArray()), reply.Pinning[0]);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("get")]
    [InlineData("HEAD")]
    public async Task A_body_that_the_platform_does_not_send_is_refused_in_words(string method)
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, s_hello);

        var error = await Assert.ThrowsAsync<PinningException>(
            () => SendAsync(server, s_leaf.Pin, method: method, body: RequestBody.FromText("body")));

        Assert.Equal("ParameterUnsupported", error.Fault.Id);
        Assert.Contains("-Body", error.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "body\n\r\n")]
    public async Task A_body_that_it_does_send_is_sent(string method, string body)
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, s_hello);

        (int status, _, _) =
            await SendAsync(server, s_leaf.Pin, method: method, body: RequestBody.FromText(body));

        Assert.Equal(200, status);
    }

    [Theory]
    [InlineData("GET", 1)]
    [InlineData("POST", 3)]
    [InlineData("PATCH", 3)]
    public async Task What_must_not_be_sent_twice_has_a_connection_of_its_own(string method, int connections)
    {
        byte[] kept = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, kept);
        var pool = new TransportPool();

        for (int i = 0; i < 3; i++)
            Assert.Equal("hello", (await SendAsync(server, s_leaf.Pin, method: method, pool: pool)).Text);

        pool.Clear();
        Assert.Equal(connections, (await server.WaitForConnectionClosedAsync(connections, s_patience)).Count);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task What_is_not_answered_is_not_sent_again(string method)
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, []);

        await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, s_leaf.Pin, method: method));

        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(1, s_patience);
        Assert.Single(seen, connection => connection.ReceivedBytes.Length > 0);
    }

    /// <summary>Mono's handler does not use the session, so the values that it is given are checked.</summary>
    [Fact]
    public void The_unsafe_versions_of_a_session_are_not_taken_over()
    {
        SecurityProtocolType before = ServicePointManager.SecurityProtocol;
        try
        {
            // As the ISE and remoting may have it.
            ServicePointManager.SecurityProtocol =
                (SecurityProtocolType)Enum.Parse(typeof(SecurityProtocolType), "Tls");
            using var transport = new PinnedTransport(new TransportSettings
            {
                Target = TlsTarget.Parse("host.example"), Policy = HopPolicy.Plain,
            });

            var handler = Within<HttpClientHandler>(Within<HttpMessageInvoker>(transport));
            Assert.Equal(SslProtocols.Tls12, handler.SslProtocols);
        }
        finally
        {
            ServicePointManager.SecurityProtocol = before;
        }
    }

    private static T Within<T>(object whole) => whole.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Select(field => field.GetValue(whole)).OfType<T>()
        .Single();

    [Fact]
    public void An_answer_over_a_connection_that_was_not_judged_is_dropped()
    {
        using var response = new HttpResponseMessage { Content = new StringContent("secret") };

        var error = Assert.Throws<PinningException>(
            () => PinnedTransport.RefuseUnjudged(response, TlsTarget.Parse("host.example"), verdict: null));

        Assert.Equal("AnswerNotJudged", error.Fault.Id);
        Assert.Throws<ObjectDisposedException>(() => response.Content = new StringContent("more"));
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("UTF-7")]
    [InlineData("unicode-1-1-utf-7")]
    [InlineData("x-unicode-2-0-utf-7")]
    public void Utf7_is_no_charset(string charset)
    {
        using var response = new HttpResponseMessage { Content = new ByteArrayContent([]) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("text/html") { CharSet = charset };
        byte[] body = Encoding.ASCII.GetBytes("+ADw-script+AD4-");

        Assert.Equal("+ADw-script+AD4-", BodyText.Decode(response, new MemoryStream(body), out _));
        Assert.ThrowsAny<Exception>(
            () => RequestBody.FromText("a").MakeContent("text/plain; charset=" + charset, false));
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

        var error = await Assert.ThrowsAsync<PinRefusedException>(() => SendAsync(server, s_leaf.Pin));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(Verdict.PinMismatch, error.Verdict.Verdict);
        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(
            1, TimeSpan.FromSeconds(10));
        Assert.Empty(Assert.Single(seen).ReceivedBytes);
    }

    [Fact]
    public async Task A_pinned_certificate_that_is_merely_appended_does_not_open_the_way()
    {
        TestCertificate impostor = s_root.Issue("localhost");
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(impostor, s_leaf, s_intermediate);

        var error = await Assert.ThrowsAsync<PinRefusedException>(() => SendAsync(server, s_leaf.Pin));

        Assert.Equal(
            (Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), (error.Verdict.Verdict, error.Verdict.Reason));
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
            var error = await Assert.ThrowsAsync<PinRefusedException>(() => SendAsync(server, certificate.Pin));
            Assert.Equal(verdict, error.Verdict.Verdict);
        }
    }

    [Fact]
    public async Task A_request_to_a_server_that_says_nothing_times_out_and_can_be_cancelled_at_once()
    {
        await using TlsTestServer server = TlsTestServer.Start(s_leaf, null);
        using var cancel = new CancellationTokenSource();

        var error = await Assert.ThrowsAsync<PinningException>(() => SendAsync(server, s_leaf.Pin, seconds: 2));
        Assert.Equal("ConnectionTimeoutReached", error.Fault.Id);

        Task request = SendAsync(server, s_leaf.Pin, 60, cancel: cancel.Token);
        await Task.Delay(1000);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
    }
}
