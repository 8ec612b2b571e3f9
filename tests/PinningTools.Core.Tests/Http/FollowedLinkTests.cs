using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>The next page of a list, where the server says it is.</summary>
public sealed class FollowedLinkTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    /// <summary>As with PowerShell's own command, which takes the field away on the next page.</summary>
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "Bearer secret")]
    public async Task On_the_same_server_the_field_goes_along_if_the_user_says_so(bool isPreserved, string? expected)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest first = Secret(_client.Request(server.Uri)) with { PreserveAuthorization = isPreserved };
        PinnedWebRequest second = first.Follow(server.Uri, new Uri(server.Uri, "/echo?page=2"));

        await SendAsync(second);
        await SendAsync(second.Follow(second.Uri, new Uri(server.Uri, "/echo?page=3")));

        Assert.Equal(
            [expected, expected],
            server.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization")));
    }

    [Fact]
    public async Task On_another_pinned_server_too()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest one = Secret(_client.Request(first.Uri, null, (second.Uri, Leaf.Pin)));

        await SendAsync((one with { PreserveAuthorization = true }).Follow(first.Uri, second.Uri));

        Assert.Equal("Bearer secret", second.Requests.Single().Headers["Authorization"]);
    }

    [Fact]
    public async Task On_another_server_it_goes_without_the_logon_and_never_gets_it_back()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest one = Secret(_client.Request(first.Uri, null, (second.Uri, Leaf.Pin)));

        PinnedWebRequest two = one.Follow(first.Uri, second.Uri);
        await SendAsync(two);
        await SendAsync(two.Follow(second.Uri, first.Uri));
        await SendAsync(one.Follow(second.Uri, first.Uri));

        Assert.All(second.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
        Assert.All(first.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    [Fact]
    public async Task A_server_without_a_pin_is_not_gone_to()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        var first = new Uri("https://localhost:1/");

        PinningException error = await RefusedAsync(_client.Request(first).Follow(first, second.Uri));

        Assert.Equal("UnpinnedRedirection", error.Fault.Id);
        Assert.Equal(0, second.ConnectionCount);
    }

    [Theory]
    [InlineData("http://localhost:1/", "InsecureRedirection")]
    [InlineData("file:///etc/passwd", "RedirectInvalid")]
    [InlineData("ftp://localhost/", "RedirectInvalid")]
    public async Task It_leads_nowhere_that_a_redirection_would_not_lead(string next, string id)
    {
        var first = new Uri("https://localhost/");

        PinningException error = await RefusedAsync(_client.Request(first).Follow(first, new Uri(next)));

        Assert.Equal(id, error.Fault.Id);
    }

    [Fact]
    public async Task Where_it_leads_without_TLS_and_that_is_asked_for_nothing_of_the_user_goes_along()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });
        PinnedWebRequest first = WithEverything(_client.Request(server.Uri)) with { AllowInsecureRedirect = true };

        await SendAsync(first.Follow(server.Uri, new Uri(server.PlainUri, "/auth/basic")));

        Assert.Equal(["Accept-Encoding", "Host", "User-Agent"], Names(Assert.Single(server.Requests)));
        Assert.Contains("over plain HTTP", Assert.Single(_client.Warnings));
    }

    /// <summary>
    /// The link, not the user, named the second server; a redirect back is the second server's doing.
    /// </summary>
    [Fact]
    public async Task On_another_pinned_server_nothing_that_is_the_first_ones_goes_along_nor_on_the_way_back()
    {
        await using HttpTestServer second = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer first = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest one = WithEverything(_client.Request(first.Uri, null, (second.Uri, Leaf.Pin)));
        PinnedWebRequest two = one.Follow(first.Uri, new Uri(second.Uri, "/auth/basic"));

        await SendAsync(two);
        await SendAsync(one.Follow(first.Uri, new Uri(second.Uri, $"/redirect?to={first.Uri}auth/basic")));
        await SendAsync(two.Follow(second.Uri, new Uri(second.Uri, "/auth/basic")));
        await SendAsync(two.Follow(second.Uri, new Uri(first.Uri, "/auth/basic")));

        string[] firsts = ["Authorization", "Cookie"];
        RecordedRequest[] all = [.. first.Requests, .. second.Requests];
        Assert.All(all, request => Assert.Empty(Names(request).Intersect(firsts)));
        Assert.All(all, request => Assert.StartsWith("localhost:", request.Headers["Host"]));
    }

    [Fact]
    public async Task On_the_users_own_server_all_of_it_goes_along()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest first = WithEverything(_client.Request(server.Uri)) with { Headers = [] };

        await SendAsync(first.Follow(server.Uri, new Uri(server.Uri, "/auth/basic")));

        Assert.StartsWith("Basic ", server.Requests[^1].Headers["Authorization"]);
    }

    private static PinnedWebRequest WithEverything(PinnedWebRequest request) => request with
    {
        Headers = [new("Authorization", "Bearer secret"), new("Cookie", "own=secret"), new("Host", "first.example")],
        Credentials = new NetworkCredential("me", "secret"),
    };

    private static string[] Names(RecordedRequest request) =>
        [.. request.Headers.Keys.Order(StringComparer.Ordinal)];

    private static PinnedWebRequest Secret(PinnedWebRequest request) =>
        request with { Headers = [new("Authorization", "Bearer secret")] };
}
