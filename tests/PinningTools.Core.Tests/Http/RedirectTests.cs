using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class RedirectTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Each_hop_has_its_own_verdict()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Impostor);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var uri = new Uri(first.Uri, "/redirect?to=" + second.Uri);

        Answer answer = await SendAsync(_client.Request(uri, null, (second.Uri, Impostor.Pin)));

        Assert.Equal("hello", answer.Text);
        Assert.Equal([first.Port, second.Port], answer.Pinning.Select(verdict => verdict.Port));
        Assert.Equal([Leaf.Pin, Impostor.Pin], answer.Pinning.Select(verdict => verdict.MatchedPin));
        Assert.Equal(second.Uri, answer.Response.RequestMessage!.RequestUri);
    }

    [Fact]
    [Trait("Pitfall", "19")]
    public async Task A_host_without_a_pin_is_not_gone_to()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(_client.Request(new Uri(first.Uri, "/redirect?to=" + second.Uri)));

        Assert.Equal("UnpinnedRedirection", error.Fault.Id);
        Assert.Equal(0, second.ConnectionCount);
    }

    [Fact]
    public async Task A_host_without_a_pin_that_is_allowed_sees_nothing_of_who_asks()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var cookies = new CookieContainer();
        cookies.Add(new Uri("https://localhost"), new Cookie("session", "secret"));
        second.Map("/", context =>
        {
            context.Response.Headers.SetCookie = "planted=1";
            return Task.CompletedTask;
        });

        Answer answer = await SendAsync(_client.Request(new Uri(first.Uri, "/redirect?to=" + second.Uri)) with
        {
            AllowUnpinnedRedirect = true,
            PreserveAuthorization = true,
            Cookies = cookies,
            Headers =
            [
                new("Authorization", "Bearer secret"), new("Cookie", "own=secret"), new("X-Api-Key", "secret"),
                new("Accept", "text/plain"),
            ],
        });

        RecordedRequest seen = Assert.Single(second.Requests);
        Assert.DoesNotContain(seen.Headers.Values, value => value.Contains("secret", StringComparison.Ordinal));
        Assert.Equal("text/plain", seen.Headers["Accept"]);
        Assert.Contains("secret", first.Requests[0].Headers["X-Api-Key"]);
        Assert.DoesNotContain("planted", cookies.GetCookieHeader(first.Uri));
        Assert.Equal([Verdict.Match, Verdict.NotPinned], answer.Pinning.Select(verdict => verdict.Verdict));
    }

    [Fact]
    public async Task A_host_without_a_pin_still_needs_a_valid_chain()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(TestCertificate.SelfSigned("localhost"));
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(
            _client.Request(new Uri(first.Uri, "/redirect?to=" + second.Uri)) with { AllowUnpinnedRedirect = true });

        Assert.Equal("UntrustedChain", error.Fault.Id);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task A_body_does_not_go_to_a_host_without_a_pin()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);

        var uri = new Uri(first.Uri, $"/redirect?to={second.Uri}&code=307");

        PinningException error = await RefusedAsync(_client.Request(uri) with
        {
            AllowUnpinnedRedirect = true, Method = HttpMethod.Post, Body = RequestBody.FromText("secret"),
        });

        Assert.Equal("BodyToUnpinned", error.Fault.Id);
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task From_https_to_http_it_does_not_go()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });

        PinningException error = await RefusedAsync(
            _client.Request(new Uri(server.Uri, "/redirect?to=" + server.PlainUri)));

        Assert.Equal("InsecureRedirection", error.Fault.Id);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task From_https_to_http_it_goes_without_credentials_where_that_is_asked_for()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/redirect?to=" + server.PlainUri)) with
        {
            AllowInsecureRedirect = true,
            PreserveAuthorization = true,
            Headers = [new("Authorization", "Bearer secret"), new("X-Api-Key", "secret")],
        });

        Assert.Equal("hello", answer.Text);
        Assert.DoesNotContain(
            server.Requests[1].Headers.Values, value => value.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Authorization_goes_along_to_a_pinned_host_only_where_that_is_asked_for(bool preserve)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        await SendAsync(_client.Request(new Uri(server.Uri, "/redirect/1")) with
        {
            PreserveAuthorization = preserve, Headers = [new("Authorization", "Bearer token")],
        });

        Assert.True(server.Requests[0].Headers.ContainsKey("Authorization"));
        Assert.Equal(preserve, server.Requests[1].Headers.ContainsKey("Authorization"));
    }

    [Theory]
    [InlineData(301, "POST", "GET")]
    [InlineData(302, "POST", "GET")]
    [InlineData(303, "PUT", "GET")]
    [InlineData(302, "PUT", "PUT")]
    [InlineData(307, "POST", "POST")]
    [InlineData(308, "POST", "POST")]
    public async Task The_method_changes_as_browsers_and_the_platform_do_it(int code, string method, string becomes)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var uri = new Uri(server.Uri, $"/redirect?to=/echo&code={code}");

        await SendAsync(_client.Request(uri) with
        {
            Method = new HttpMethod(method), Body = RequestBody.FromText("body"),
        });

        Assert.Equal(becomes, server.Requests[1].Method);
        Assert.Equal(becomes == "GET" ? "" : "body", server.Requests[1].BodyText);
    }

    [Fact]
    public async Task A_loop_ends()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Answer answer = await SendAsync(
            _client.Request(new Uri(server.Uri, "/redirect?to=/redirect?to=/")) with { MaximumRedirection = 3 });
        server.Map("/loop", context =>
        {
            context.Response.Redirect("/loop");
            return Task.CompletedTask;
        });
        Answer loop = await SendAsync(_client.Request(new Uri(server.Uri, "/loop")));

        Assert.Equal(200, answer.Status);
        Assert.Equal(302, loop.Status);
        Assert.Equal(
            PinnedWebRequest.UsualRedirections + 1, server.Requests.Count(request => request.Target == "/loop"));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://localhost/")]
    public async Task Another_kind_of_address_is_refused(string to)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinningException error = await RefusedAsync(_client.Request(new Uri(server.Uri, "/redirect?to=" + to)));

        Assert.Equal("RedirectInvalid", error.Fault.Id);
    }

    [Theory]
    [InlineData("https://localhost:{0}@127.0.0.1:{1}/")]
    [InlineData("https://secret:word@localhost:{1}/")]
    [InlineData("//localhost:{1}/")]
    [InlineData("https:/\\localhost:{1}/")]
    public async Task An_address_that_looks_like_the_pinned_one_is_not_gone_to(string location)
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        string to = location.Replace("{0}", $"{first.Port}").Replace("{1}", $"{second.Port}");
        first.Map("/", context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = to;
            return Task.CompletedTask;
        });

        PinningException error = await RefusedAsync(_client.Request(first.Uri));

        Assert.Equal("UnpinnedRedirection", error.Fault.Id);
        Assert.Equal(0, second.ConnectionCount);
    }

    [Fact]
    public async Task A_name_in_an_address_is_no_logon()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        string to = $"https://name:word@localhost:{server.Port}/auth/basic";

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/redirect?to=" + to)));

        Assert.Equal(401, answer.Status);
        Assert.All(server.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    [Fact]
    public async Task A_redirection_that_leads_nowhere_is_the_answer()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/nowhere", context =>
        {
            context.Response.StatusCode = 302;
            return Task.CompletedTask;
        });

        Assert.Equal(302, (await SendAsync(_client.Request(new Uri(server.Uri, "/nowhere")))).Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_cookie_for_somebody_else_is_not_kept()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var jar = new CookieContainer();
        server.Map("/", context =>
        {
            context.Response.Headers.SetCookie = new(
                ["planted=1; Domain=bank.example", "planted=2; Domain=.example", "own=3"]);
            return Task.CompletedTask;
        });

        await SendAsync(_client.Request(server.Uri) with { Cookies = jar });

        Assert.Equal("own=3", jar.GetCookieHeader(server.Uri));
        Assert.Equal("", jar.GetCookieHeader(new Uri("https://bank.example/")));
        Assert.Equal(1, jar.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_without_a_pin_asks_for_a_logon_in_vain(bool cache)
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var logon = new NetworkCredential("me", "secret");
        var every = new CredentialCache { { second.Uri, "Basic", logon } };

        Answer answer = await SendAsync(
            _client.Request(new Uri(first.Uri, $"/redirect?to={second.Uri}auth/basic")) with
            {
                AllowUnpinnedRedirect = true, Credentials = cache ? every : logon,
            });

        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain("Authorization", Assert.Single(second.Requests).Headers.Keys);
    }

    [Fact]
    public async Task A_password_does_not_go_along_to_another_host_though_it_is_pinned()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        var uri = new Uri(first.Uri, $"/redirect?to={second.Uri}auth/basic");

        Answer answer = await SendAsync(_client.Request(uri, null, (second.Uri, Leaf.Pin)) with
        {
            Credentials = new NetworkCredential("me", "secret"),
        });

        Assert.Equal(401, answer.Status);
        Assert.DoesNotContain("Authorization", Assert.Single(second.Requests).Headers.Keys);
    }
}
