using System;
using System.Linq;
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

    /// <summary>The platform takes each for an address, and says of none at once that it has no host.</summary>
    [Theory]
    [InlineData("https://xn--\u00fc.example/", "RedirectInvalid")]
    [InlineData("//\u0080", "RedirectInvalid")]
    [InlineData("https://host_/", "UnpinnedRedirection", false)]
    public async Task A_location_that_no_platform_reads_leads_nowhere(
        string location, string id, bool allowsUnpinned = true)
    {
        await using TlsTestServer server = TlsTestServer.Start(
            Leaf, RawAnswers.Raw($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"));

        PinningException error = await RefusedAsync(
            _client.Request(new Uri($"https://localhost:{server.Port}/")) with
            {
                AllowUnpinnedRedirect = allowsUnpinned,
            });

        Assert.Equal(id, error.Fault.Id);
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
    public async Task From_https_to_http_it_does_not_go()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });

        PinningException error = await RefusedAsync(
            _client.Request(new Uri(server.Uri, "/redirect?to=" + server.PlainUri)));

        Assert.Equal("InsecureRedirection", error.Fault.Id);
        Assert.Single(server.Requests);
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
    [InlineData("https://LOCALHOST:{1}/")]
    [InlineData("https://localhost.:{1}/")]
    [InlineData("https://localhost:0{1}/")]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://localhost:{1}#@localhost:{0}/")]
    [InlineData("https://localhost:{1}?@localhost:{0}/")]
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
}
