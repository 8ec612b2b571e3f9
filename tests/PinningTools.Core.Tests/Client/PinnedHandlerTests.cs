#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>What an HttpClient sends through the handler, and what it never does.</summary>
public sealed class PinnedHandlerTests : IDisposable
{
    private static readonly TestCertificate s_rogueRoot = TestCertificate.Root("Rogue Root");
    private static readonly TestCertificate s_impostor = s_rogueRoot.Issue("localhost");
    private static readonly TestCertificate s_client = TestCertificate.SelfSigned("client");

    private static readonly HttpServerOptions s_demanding = new() { RequireClientCertificate = true };

    private readonly TemporaryFolder _folder = new();

    private static PinVerifier Verifier { get; } = Of(Leaf);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_good_verdict_lets_requests_through_over_one_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());

        for (int i = 0; i < 3; i++) Assert.Equal("hello", await client.GetStringAsync(server.Uri));
        using HttpResponseMessage echo =
            await client.PostAsync(new Uri(server.Uri, "/echo"), new StringContent("body"));

        Assert.Contains("\"body\":\"body\"", await echo.Content.ReadAsStringAsync());
        Assert.True(echo.RequestMessage!.Options.TryGetValue(PinVerifier.VerdictKey, out PinVerdict? verdict));
        Assert.Equal((Verdict.Match, Leaf.Pin), (verdict!.Verdict, verdict.MatchedPin));
        Assert.Equal(1, server.ConnectionCount);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_impostor_that_is_trusted_receives_nothing(string version)
    {
        await using TlsTestServer impostor = TlsTestServer.Start(s_impostor);
        using HttpClient client = new(Verifier.CreateHandler()) { DefaultRequestVersion = new Version(version) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "secret");

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.PostAsync(impostor.Uri, new StringContent("secret")));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        var refusal = Assert.IsType<PinRefusedException>(error.InnerException);
        Assert.Equal(("PinMismatch", Verdict.PinMismatch), (refusal.Fault.Id, refusal.Verdict.Verdict));
        Assert.Equal(refusal.Message, error.Message);
        Assert.Empty(
            Assert.Single(await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromMinutes(1))).ReceivedBytes);
    }

    [Fact]
    public async Task Nothing_but_https_to_a_host_with_a_policy_is_asked_for()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf, new() { PlainHttp = true });
        await StoreAsync(SetOf("other.example", Leaf));
        using HttpClient client = new(PinVerifier.FromStore(_folder.File("pins.json")).CreateHandler());
        using HttpClient pinned = new(Verifier.CreateHandler());

        Assert.Equal("UriNotHttps", await FaultAsync(pinned.GetAsync(server.PlainUri)));
        Assert.Equal("NotPinned", await FaultAsync(client.GetAsync(server.Uri)));
        Assert.Empty(server.Requests);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Theory]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionExact)]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionOrHigher)]
    public async Task HTTP_3_alone_is_refused(string version, HttpVersionPolicy policy)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Uri)
        {
            Version = new Version(version), VersionPolicy = policy,
        };

        Assert.Equal("HttpVersionUnsupported", await FaultAsync(client.SendAsync(request)));
        Assert.Equal(0, server.ConnectionCount);
    }

    [Theory]
    [InlineData("1.0", HttpVersionPolicy.RequestVersionOrLower, "HTTP/1.0")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrLower, "HTTP/1.1")]
    [InlineData("1.1", HttpVersionPolicy.RequestVersionOrHigher, "HTTP/2")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionExact, "HTTP/2")]
    [InlineData("2.0", HttpVersionPolicy.RequestVersionOrHigher, "HTTP/2")]
    [InlineData("3.0", HttpVersionPolicy.RequestVersionOrLower, "HTTP/2")]
    public async Task A_version_is_the_highest_that_is_judged(string version, HttpVersionPolicy policy, string spoken)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Uri)
        {
            Version = new Version(version), VersionPolicy = policy,
        };

        using HttpResponseMessage response = await client.SendAsync(request);

        Assert.Equal(spoken, Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task A_redirection_on_the_same_server_is_followed()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());
        using HttpClient still = new(Verifier.CreateHandler(new PinnedHandlerOptions { MaxRedirections = 0 }));
        using HttpClient two = new(Verifier.CreateHandler(new PinnedHandlerOptions { MaxRedirections = 2 }));

        using HttpResponseMessage followed = await client.GetAsync(new Uri(server.Uri, "/redirect/3"));
        Assert.Equal("hello", await followed.Content.ReadAsStringAsync());
        Assert.Equal("/redirect/0", followed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Redirect, (await still.GetAsync(new Uri(server.Uri, "/redirect/3"))).StatusCode);
        using HttpResponseMessage given = await two.GetAsync(new Uri(server.Uri, "/redirect/3"));
        Assert.Equal("/redirect/1", given.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData(302, "GET", "")]
    [InlineData(303, "GET", "")]
    [InlineData(307, "POST", "body")]
    [InlineData(308, "POST", "body")]
    public async Task A_redirection_to_another_server_is_judged_by_its_own_policy_and_told_no_secrets(
        int code, string method, string body)
    {
        await using HttpTestServer other = await HttpTestServer.StartAsync(s_impostor);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await StoreAsync(SetOf($"localhost:{server.Port}", Leaf), SetOf($"localhost:{other.Port}", s_impostor));
        using HttpClient client = new(PinVerifier.FromStore(_folder.File("pins.json")).CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, To(server, new Uri(other.Uri, "/echo"), code))
        {
            Content = new StringContent("body"),
            Headers = { { "Authorization", "Bearer secret" }, { "Cookie", "k=secret" }, { "X-Other", "kept" } },
        };

        using HttpResponseMessage response = await client.SendAsync(request);

        RecordedRequest seen = Assert.Single(other.Requests);
        Assert.Equal((method, body), (seen.Method, System.Text.Encoding.UTF8.GetString(seen.Body)));
        Assert.Equal("kept", seen.Headers["X-Other"]);
        Assert.DoesNotContain(seen.Headers, header => header.Value.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirection_that_nobody_vouches_for_is_refused()
    {
        await using TlsTestServer other = TlsTestServer.Start(s_impostor);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf, new() { PlainHttp = true });
        await StoreAsync(SetOf($"localhost:{server.Port}", Leaf));
        using HttpClient client = new(PinVerifier.FromStore(_folder.File("pins.json")).CreateHandler());
        using HttpClient wide = new(Verifier.CreateHandler());

        Assert.Equal("UnpinnedRedirection", await FaultAsync(client.GetAsync(To(server, other.Uri))));
        Assert.Empty(other.Connections);
        Assert.Equal("InsecureRedirection", await FaultAsync(client.GetAsync(To(server, server.PlainUri))));
        Assert.Equal("RedirectInvalid", await FaultAsync(client.GetAsync(To(server, new Uri("ftp://localhost/")))));
        Assert.Equal("PinMismatch", await FaultAsync(wide.GetAsync(To(server, other.Uri))));
        Assert.Empty(Assert.Single(await other.WaitForConnectionClosedAsync(1, TimeSpan.FromMinutes(1))).ReceivedBytes);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task The_client_certificate_is_shown_after_a_good_verdict_only()
    {
        TlsServerOptions demanding = new() { RequireClientCertificate = true };
        await using TlsTestServer impostor = TlsTestServer.Start(s_impostor, demanding);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf, s_demanding);
        var verifier = new PinVerifier
        {
            Pins = [SpkiPin.Parse(Leaf.Pin)],
            TrustAnchors = [Root.Certificate, s_rogueRoot.Certificate],
            ClientCertificate = s_client.Certificate,
        };
        using HttpClient client = new(verifier.CreateHandler());

        Assert.Equal("hello", await client.GetStringAsync(server.Uri));
        Assert.Equal(s_client.Der, Assert.Single(server.Requests).ClientCertificate);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(impostor.Uri));
        Assert.All(
            await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromMinutes(1)),
            one => Assert.Null(one.ClientCertificate));
    }

    [Fact]
    public async Task The_client_certificate_goes_along_with_no_redirection_to_another_server()
    {
        await using HttpTestServer other = await HttpTestServer.StartAsync(Leaf, s_demanding);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf, s_demanding);
        var verifier = new PinVerifier
        {
            Pins = [SpkiPin.Parse(Leaf.Pin)],
            TrustAnchors = [Root.Certificate],
            ClientCertificate = s_client.Certificate,
        };
        using HttpClient client = new(verifier.CreateHandler());

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(To(server, other.Uri)));

        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Credentials_answer_the_server_that_they_were_given_for()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer other = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler(
            new PinnedHandlerOptions { Credentials = new NetworkCredential("me", "secret") }));

        Assert.StartsWith("Basic ", await client.GetStringAsync(new Uri(server.Uri, "/auth/basic")));
        using HttpResponseMessage elsewhere = await client.GetAsync(To(server, new Uri(other.Uri, "/auth/basic")));

        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
        Assert.DoesNotContain("Authorization", Assert.Single(other.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_proxy_carries_the_request()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();
        var verifier = new PinVerifier
        {
            Pins = [SpkiPin.Parse(Leaf.Pin)], TrustAnchors = [Root.Certificate], Proxy = new WebProxy(proxy.Uri),
        };
        using HttpClient client = new(verifier.CreateHandler());
        client.DefaultRequestHeaders.Add("X-Secret", "of the caller");

        Assert.Equal("hello", await client.GetStringAsync(server.Uri));

        Assert.DoesNotContain("X-Secret", System.Text.Encoding.ASCII.GetString(Assert.Single(proxy.Heads)));
    }

    /// <summary>A connection under an older policy serves no request under a newer one.</summary>
    [Fact]
    public async Task A_store_that_changes_counts_from_the_next_request_on()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await StoreAsync(SetOf("localhost", Leaf));
        using HttpClient client = new(PinVerifier.FromStore(_folder.File("pins.json")).CreateHandler());
        Assert.Equal("hello", await client.GetStringAsync(server.Uri));

        await StoreAsync(SetOf("localhost", s_impostor));

        Assert.Equal("PinMismatch", await FaultAsync(client.GetAsync(server.Uri)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_report_only_mismatch_goes_through_and_is_told()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await StoreAsync(SetOf("localhost", s_impostor) with { Mode = PinSetMode.ReportOnly });
        using HttpClient client = new(PinVerifier.FromStore(_folder.File("pins.json")).CreateHandler());

        using HttpResponseMessage response = await client.GetAsync(server.Uri);

        Assert.True(response.RequestMessage!.Options.TryGetValue(PinVerifier.VerdictKey, out PinVerdict? verdict));
        Assert.Equal((Verdict.PinMismatch, true), (verdict!.Verdict, verdict.Allowed));
    }

    [Fact]
    public async Task Many_requests_at_once_are_each_judged()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetStringAsync(server.Uri)));

        Assert.All(answers, answer => Assert.Equal("hello", answer));
        Assert.Equal(40, server.Requests.Count);
    }

    [Fact]
    public async Task A_body_that_is_read_as_it_comes_or_given_up_leaves_the_next_request_alone()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using HttpClient client = new(Verifier.CreateHandler());
        Uri large = new(server.Uri, "/bytes/3000000");

        using (HttpResponseMessage whole = await client.GetAsync(large, HttpCompletionOption.ResponseHeadersRead))
        {
            var copy = new MemoryStream();
            await (await whole.Content.ReadAsStreamAsync()).CopyToAsync(copy);
            Assert.Equal(3000000, copy.Length);
        }

        using (HttpResponseMessage part = await client.GetAsync(large, HttpCompletionOption.ResponseHeadersRead))
            await (await part.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[10]);
        Assert.Equal("hello", await client.GetStringAsync(server.Uri));
    }

    [Fact]
    public async Task What_cannot_be_reached_is_an_HttpRequestException_and_what_is_cancelled_a_cancellation()
    {
        using HttpClient client = new(Verifier.CreateHandler());
        Uri dead;
        await using (TlsTestServer server = TlsTestServer.Start(Leaf)) dead = server.Uri;
        var down = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(dead));
        Assert.Equal(HttpRequestError.ConnectionError, down.HttpRequestError);

        await using MisbehavingServer silent = MisbehavingServer.Start(Misbehaviour.AcceptAndSayNothing);
        using var cancel = new CancellationTokenSource();
        Task waiting = client.GetAsync(new Uri($"https://localhost:{silent.Port}/"), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void A_handler_that_could_not_let_anything_through_is_not_made()
    {
        Assert.Throws<InvalidOperationException>(() => new PinVerifier().CreateHandler());
        var conflicting = new PinVerifier
        {
            Pins = [SpkiPin.Parse(Leaf.Pin)], TrustAnchors = [Root.Certificate], PinOnly = true,
        };
        Assert.Equal("TrustConflict", Assert.Throws<PinningException>(() => conflicting.CreateHandler()).Fault.Id);
    }

    private static PinVerifier Of(TestCertificate pinned) => new()
    {
        Pins = [SpkiPin.Parse(pinned.Pin)], TrustAnchors = [Root.Certificate, s_rogueRoot.Certificate],
    };

    private static Uri To(HttpTestServer server, Uri location, int code = 302) =>
        new(server.Uri, $"/redirect?to={Uri.EscapeDataString(location.ToString())}&code={code}");

    private static PinSet SetOf(string pattern, TestCertificate pinned) => new(HostPattern.Parse(pattern))
    {
        Pins = [new PinSetPin(SpkiPin.Parse(pinned.Pin))],
        Trust = TrustMode.Anchors,
        TrustAnchors = [Convert.ToBase64String(Root.Der), Convert.ToBase64String(s_rogueRoot.Der)],
    };

    private Task StoreAsync(params PinSet[] sets) => PinStoreFile.UpdateAsync(_folder.File("pins.json"), store =>
    {
        foreach (PinSet set in sets) store.Put(set);
        return true;
    }, CancellationToken.None);

    private static async Task<string> FaultAsync(Task<HttpResponseMessage> sending)
    {
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        return Assert.IsAssignableFrom<PinningException>(error.InnerException).Fault.Id;
    }
}
#endif
