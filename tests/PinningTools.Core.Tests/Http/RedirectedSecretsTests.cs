using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>What is sent after a redirect and what is not: bodies, credentials, cookies.</summary>
public sealed class RedirectedSecretsTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

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
        Assert.Contains("over plain HTTP", Assert.Single(_client.Warnings));
    }

    [Fact]
    public async Task From_http_back_to_https_nothing_of_the_users_own_is_there_again()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });
        server.Map("/away", To(new Uri(server.PlainUri, "/back")));
        server.Map("/back", To(new Uri(server.Uri, "/auth/basic")));

        Answer answer = await SendAsync(_client.Request(new Uri(server.Uri, "/away")) with
        {
            AllowInsecureRedirect = true,
            Credentials = new NetworkCredential("me", "secret"),
            Headers =
            [
                new("Authorization", "Bearer secret"), new("Cookie", "secret=1"), new("Host", "secret"),
                new("Proxy-Authorization", "Basic secret"),
            ],
        });

        Assert.Equal(401, answer.Status);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.DoesNotContain(
            request.Headers.Values, value => value.Contains("secret", StringComparison.Ordinal)));

        static RequestDelegate To(Uri place) => context =>
        {
            context.Response.Redirect(place.ToString());
            return Task.CompletedTask;
        };
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
