using System;
using System.Linq;
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

    [Fact]
    public async Task On_the_same_server_the_request_is_the_users_still()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest first = Secret(_client.Request(server.Uri));

        await SendAsync(first.Follow(server.Uri, new Uri(server.Uri, "/echo?page=2")));

        Assert.Equal("Bearer secret", server.Requests.Single().Headers["Authorization"]);
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
    public void It_leads_nowhere_that_a_redirection_would_not_lead(string next, string id)
    {
        var first = new Uri("https://localhost/");

        var error = Assert.Throws<PinningException>(() => _client.Request(first).Follow(first, new Uri(next)));

        Assert.Equal(id, error.Fault.Id);
    }

    private static PinnedWebRequest Secret(PinnedWebRequest request) =>
        request with { Headers = [new("Authorization", "Bearer secret")] };
}
