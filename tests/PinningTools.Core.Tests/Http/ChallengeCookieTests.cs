using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// The platform's handler answers a challenge by itself. The cookie that comes with the challenge goes along with the
/// answer and is kept, as with PowerShell's own commands, and nobody else gets it.
/// </summary>
public sealed class ChallengeCookieTests : IDisposable
{
    private static readonly NetworkCredential s_me = new("me", "secret");
    private static readonly Dictionary<string, string> s_challenges = new()
    {
        ["Basic"] = "Basic realm=\"r\"",
        ["Digest"] = "Digest realm=\"r\", nonce=\"abc\", qop=\"auth\", algorithm=MD5",
    };

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("Basic", true)]
    [InlineData("Basic", false)]
    [InlineData("Digest", true)]
    [InlineData("Digest", false)]
    public async Task The_cookie_of_a_challenge_goes_along_with_the_answer(string scheme, bool hasSession)
    {
        await using HttpTestServer server = await StartAsync(scheme);
        var session = new CookieContainer();
        session.Add(server.Uri, new Cookie("of", "session"));
        PinnedWebRequest request = AsMe(server) with { Cookies = session, HasSession = hasSession };

        Answer answer = await SendAsync(request);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["of=session", "of=session; round=1"], CookiesOf(server));
        Assert.Equal("of=session; round=1; logged=on", session.GetCookieHeader(server.Uri));
    }

    [Fact]
    public async Task It_is_what_HttpClient_sends()
    {
        foreach (string scheme in s_challenges.Keys)
        {
            await using HttpTestServer ours = await StartAsync(scheme);
            await using HttpTestServer theirs = await StartAsync(scheme);
            using var handler = new HttpClientHandler
            {
                Credentials = s_me,
                ServerCertificateCustomValidationCallback =
                    HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            };
            using var client = new HttpClient(handler);

            for (int i = 0; i < 2; i++)
            {
                using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(theirs.Uri, "/closed"));
                message.Headers.Add("Cookie", "my=own");
                using HttpResponseMessage response = await client.SendAsync(message);
            }

            PinnedWebRequest request = AsMe(ours) with
            {
                Headers = [new("Cookie", "my=own")], Cookies = new CookieContainer(), HasSession = true,
            };
            for (int i = 0; i < 2; i++) await SendAsync(request);

            Assert.Equal(CookiesOf(theirs), CookiesOf(ours));
            Assert.Equal("my=own; round=1", CookiesOf(ours)[1]);
        }
    }

    /// <summary>A value that a reply replaced is not sent beside the new one.</summary>
    [Fact]
    public async Task An_old_value_is_not_sent_beside_the_new_one()
    {
        await using HttpTestServer server = await StartAsync("Basic");
        var session = new CookieContainer();
        session.Add(new Uri(server.Uri, "/closed"), new Cookie("round", "old", "/"));

        await SendAsync(AsMe(server) with { Cookies = session, HasSession = true });

        Assert.Equal(["round=old", "round=1"], CookiesOf(server));
    }

    [Fact]
    public async Task Cookies_of_one_session_go_to_no_other()
    {
        await using HttpTestServer server = await StartAsync("Basic");
        PinnedWebRequest one = AsMe(server) with { Cookies = new CookieContainer(), HasSession = true };
        PinnedWebRequest other = one with { Cookies = new CookieContainer() };

        await SendAsync(one);
        await SendAsync(other);
        await SendAsync(one);
        await SendAsync(AsMe(server));
        await SendAsync(_client.Request(server.Uri));

        string[] seen = CookiesOf(server);
        Assert.Equal(["", "round=1", "", "round=1"], seen[..4]);
        // The second time of the first session, on the connection that was kept for it.
        Assert.All(seen[4..6].Where(cookies => cookies.Length > 0), cookies =>
            Assert.Equal("logged=on; round=1", string.Join("; ", cookies.Split("; ").Order())));
        Assert.Equal("", seen[^1]);
        Assert.Equal(["logged", "round"], NamesIn(one.Cookies, server.Uri));
        Assert.Equal(["logged", "round"], NamesIn(other.Cookies, server.Uri));
    }

    [Fact]
    public async Task Without_a_session_a_connection_with_cookies_is_kept_for_nobody()
    {
        await using HttpTestServer server = await StartAsync("Basic");

        await SendAsync(AsMe(server));
        Assert.Equal(0, _client.Pool.Count);
        await SendAsync(AsMe(server) with { HasSession = true });
        Assert.Equal(1, _client.Pool.Count);
    }

    [Fact]
    public async Task A_session_whose_cookies_were_replaced_sends_the_new_ones()
    {
        await using HttpTestServer server = await StartAsync("Basic");
        PinnedWebRequest session = AsMe(server) with { Cookies = new CookieContainer(), HasSession = true };
        await SendAsync(session);

        var others = new CookieContainer();
        others.Add(server.Uri, new Cookie("an", "other"));
        await SendAsync(session with { Cookies = others });

        Assert.Contains("an=other", CookiesOf(server)[2..]);
        Assert.DoesNotContain(CookiesOf(server)[2..], cookies => cookies.Contains("logged", StringComparison.Ordinal));
    }

    /// <summary>A host that no pin covers gets no logon, and therefore no cookies of one.</summary>
    [Fact]
    public async Task A_redirect_to_another_host_brings_it_none()
    {
        await using HttpTestServer other = await StartAsync("Basic");
        await using HttpTestServer server = await StartAsync("Basic");
        var session = new CookieContainer();
        session.Add(server.Uri, new Cookie("of", "session"));
        PinnedWebRequest request = AsMe(server) with
        {
            Uri = new Uri(server.Uri, $"/redirect?to={other.Uri}closed"), AllowUnpinnedRedirect = true,
            Cookies = session, HasSession = true,
        };

        Answer answer = await SendAsync(request);

        Assert.Equal(401, answer.Status);
        Assert.Equal([""], CookiesOf(other));
        Assert.Equal("of=session", session.GetCookieHeader(server.Uri));
    }

#if !NETSTANDARD_LEG
    /// <summary>
    /// What a proxy says of CONNECT is said in plaintext, by the proxy: a cookie of it is neither kept for the server
    /// nor sent.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cookie_of_a_proxy_is_nobodys(bool isFromProxyOnly)
    {
        await using HttpTestServer server = await StartAsync("Basic");
        await using ConnectProxy proxy = ConnectProxy.Start(new ConnectProxyOptions
        {
            Credential = s_me, Fields = "Set-Cookie: from=proxy; Path=/\r\n",
        });
        ProxySettings settings = ProxySettings.Read(proxy.Uri.ToString(), s_me, false)!;
        var session = new CookieContainer();
        PinnedWebRequest request = AsMe(server) with
        {
            Cookies = session, HasSession = true, Proxy = _ => settings,
            Credentials = isFromProxyOnly ? null : s_me,
        };

        await SendAsync(request);

        Assert.DoesNotContain("from=", session.GetCookieHeader(server.Uri));
        Assert.DoesNotContain(CookiesOf(server), cookies => cookies.Contains("from", StringComparison.Ordinal));
        Assert.All(proxy.Heads, head => Assert.DoesNotContain("Cookie", Encoding.Latin1.GetString(head)));
    }
#endif

    private PinnedWebRequest AsMe(HttpTestServer server) =>
        _client.Request(new Uri(server.Uri, "/closed")) with { Credentials = s_me };

    /// <summary>A server that sets a cookie with its challenge, and another one when it knows its user.</summary>
    private static async Task<HttpTestServer> StartAsync(string scheme)
    {
        HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        return server.Map("/closed", context =>
        {
            bool isKnown = context.Request.Headers.Authorization.ToString()
                .StartsWith(scheme, StringComparison.Ordinal);
            context.Response.Headers.SetCookie = isKnown ? "logged=on; Path=/" : "round=1; Path=/";
            if (isKnown) return context.Response.WriteAsync("hello");
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = s_challenges[scheme];
            return Task.CompletedTask;
        });
    }

    private static string[] CookiesOf(HttpTestServer server) =>
        [.. server.Requests.Select(request => request.Headers.GetValueOrDefault("Cookie") ?? "")];

    private static string[] NamesIn(CookieContainer cookies, Uri uri) =>
        [.. cookies.GetCookies(uri).Select(cookie => cookie.Name).Order()];
}
