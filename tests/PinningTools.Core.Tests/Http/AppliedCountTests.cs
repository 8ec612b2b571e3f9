using System;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// Whether a kept connection is still alive cannot be known before it is used. What must not be repeated is therefore
/// never sent over one, and what a server applied is counted here, not what a client believes.
/// </summary>
public sealed class AppliedCountTests(ITestOutputHelper output) : IDisposable
{
    private const int Few = 60;
    private const int Many = 10_000;

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory, Trait(Rounds.Category, Rounds.Long)]
    [InlineData("GET", ConnectionEnd.Close)]
    [InlineData("GET", ConnectionEnd.CloseSoon)]
    [InlineData("GET", ConnectionEnd.Reset)]
    [InlineData("POST", ConnectionEnd.Close)]
    [InlineData("POST", ConnectionEnd.CloseSoon)]
    [InlineData("POST", ConnectionEnd.Reset)]
    public async Task Each_request_is_applied_once(string method, ConnectionEnd end)
    {
        await using AppliedServer server = AppliedServer.Start(end);
        int count = Rounds.Of(Few, Many);

        (int failed, Exception? first) = await RunAsync(server, method, count);

        output.Tell($"{count} {method}, {end}: {failed} failed, {server.Applied} applied, one at most {server.Most} times");
        Assert.True(failed == 0, $"{failed} of {count} failed: {first}");
        Assert.Equal((count, 1), (server.Applied, server.Most));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task So_it_is_with_every_method(string method)
    {
        foreach (ConnectionEnd end in new[] { ConnectionEnd.CloseSoon, ConnectionEnd.Reset })
        {
            await using AppliedServer server = AppliedServer.Start(end);

            (int failed, Exception? first) = await RunAsync(server, method, Few);

            Assert.True(failed == 0, $"{failed} of {Few} failed: {first}");
            Assert.Equal((Few, 1), (server.Applied, server.Most));
        }
    }

    /// <summary>Invoke-WebRequest without a session has one HttpClient for each command.</summary>
    [Theory, Trait(Rounds.Category, Rounds.Long)]
    [InlineData("POST", ConnectionEnd.Close)]
    [InlineData("POST", ConnectionEnd.Reset)]
    [InlineData("GET", ConnectionEnd.Close)]
    [InlineData("GET", ConnectionEnd.Reset)]
    public async Task Where_replies_are_lost_no_more_fails_and_nothing_more_is_applied_than_with_HttpClient(
        string method, ConnectionEnd end)
    {
        const int Every = 7;
        int count = Rounds.Of(Few, Many);
        await using AppliedServer ours = Losing();
        await using AppliedServer theirs = Losing();

        (int failed, _) = await RunAsync(ours, method, count);
        int theirFailed = 0;
        for (int i = 0; i < count; i++) theirFailed += await StockAsync(theirs.Uri, method, i) ? 0 : 1;

        output.Tell($"{count} {method}, every {Every}th reply lost by {end}: {failed} failed and {ours.Applied} applied; HttpClient: {theirFailed} and {theirs.Applied}");
        if (method == "POST")
        {
            Assert.Equal((theirFailed, theirs.Applied), (failed, ours.Applied));
            Assert.Equal((count / Every, count, 1), (failed, ours.Applied, ours.Most));
        }
        else
        {
            Assert.Equal((0, 2), (failed, ours.Most));
            Assert.True(failed <= theirFailed);
        }

        AppliedServer Losing() => AppliedServer.Start(
            async exchange => exchange.Total % Every == 0 ? await exchange.EndAsync(end) : await exchange.ReplyAsync());
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("PURGE", 1)]
#if !NETSTANDARD_LEG
    [InlineData("GET", 2)]
    [InlineData("HEAD", 2)]
    [InlineData("PUT", 2)]
    [InlineData("DELETE", 2)]
    [InlineData("OPTIONS", 2)]
#endif
    public async Task A_request_that_is_never_answered_is_sent_no_more_often_than_it_may_be(string method, int often)
    {
        foreach (ConnectionEnd end in new[] { ConnectionEnd.Close, ConnectionEnd.Reset })
        foreach (bool hasBody in new[] { false, true })
        {
            if (hasBody && method is "GET" or "HEAD") continue;
            await using AppliedServer server = AppliedServer.Start(exchange => exchange.EndAsync(end));
            PinnedWebRequest request = _client.Request(server.Uri) with
            {
                Method = new HttpMethod(method), Body = hasBody ? RequestBody.FromText("body") : null,
            };

            PinningException error = await RefusedAsync(request);

            Assert.Equal("RequestFailed", error.Fault.Id);
            Assert.Equal((often, often), (server.Applied, server.Connections));
        }
    }

    /// <summary>A POST of a followed page, and one that a redirect kept, is a POST too.</summary>
    [Theory]
    [InlineData(ConnectionEnd.Close)]
    [InlineData(ConnectionEnd.Reset)]
    public async Task A_POST_without_a_body_is_sent_once_on_every_hop(ConnectionEnd end)
    {
        await using AppliedServer last = AppliedServer.Start(exchange => exchange.EndAsync(end));
        await using AppliedServer first = AppliedServer.Start(exchange => exchange.ReplyAsync(
            $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {last.Uri}\r\nContent-Length: 0\r\n\r\n"));
        PinnedWebRequest request = _client.Request(first.Uri, null, (last.Uri, Leaf.Pin)) with
        {
            Method = HttpMethod.Post, PreserveMethod = true, PreserveAuthorization = true,
        };

        await RefusedAsync(request);
        await RefusedAsync(request.Follow(first.Uri, last.Uri));
        await RefusedAsync(request with { AllowUnpinnedRedirect = true, Policies = _client.Request(first.Uri).Policies });

        Assert.Equal((3, 3), (last.Applied, last.Connections));
    }

    [Fact]
    public async Task What_cannot_be_wound_back_takes_a_new_connection_and_is_sent_once()
    {
        await using AppliedServer server = AppliedServer.Start(async exchange =>
            exchange.Method == "PUT" && exchange.Head.Contains("/lost", StringComparison.Ordinal)
                ? await exchange.EndAsync(ConnectionEnd.Reset)
                : await exchange.ReplyAsync());
        PinnedWebRequest put = _client.Request(server.Uri) with { Method = HttpMethod.Put };

        await SendAsync(_client.Request(server.Uri));
        await SendAsync(put with { Body = RequestBody.FromStream(Forward("body")) });
        Assert.Equal(2, server.Connections);
        await RefusedAsync(put with
        {
            Uri = new Uri(server.Uri, "/lost"), Body = RequestBody.FromStream(Forward("body")),
        });

        Assert.Equal((3, 3), (server.Applied, server.Connections));
    }

    [Fact]
    public async Task A_file_is_sent_again_from_its_beginning()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("body"), "body");
        await using AppliedServer server = AppliedServer.Start(async exchange =>
            exchange.Total == 2 ? await exchange.EndAsync(ConnectionEnd.Reset) : await exchange.ReplyAsync());
        PinnedWebRequest put = _client.Request(server.Uri) with
        {
            Method = HttpMethod.Put, Body = RequestBody.FromFile(folder.File("body")),
        };

        await SendAsync(put);
        Assert.Equal("hello", (await SendAsync(put)).Text);

        Assert.Equal(3, server.Applied);
    }

    [Fact]
    public async Task What_is_not_repeated_takes_no_connection_from_the_pool_and_leaves_one_there()
    {
        await using AppliedServer server = AppliedServer.Start(ConnectionEnd.None);
        PinnedWebRequest get = _client.Request(server.Uri);

        for (int i = 0; i < 5; i++) await SendAsync(get);
        Assert.Equal(1, server.Connections);
        for (int i = 0; i < 5; i++) await SendAsync(get with { Method = HttpMethod.Post });
        Assert.Equal(6, server.Connections);
        Assert.Equal(1, _client.Pool.Count);
        await SendAsync(get);
        Assert.Equal(6, server.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_does_not_keep_its_connection_takes_none_and_gives_none(bool isSwitch)
    {
        await using AppliedServer server = AppliedServer.Start(ConnectionEnd.None);
        PinnedWebRequest get = _client.Request(server.Uri);
        PinnedWebRequest alone = isSwitch
            ? get with { DisableKeepAlive = true }
            : get with { Headers = [new("Connection", "close")] };

        await SendAsync(alone);
        Assert.Equal(0, _client.Pool.Count);
        await SendAsync(get);
        await SendAsync(alone);

        Assert.Equal(3, server.Connections);
        Assert.Equal(1, _client.Pool.Count);
    }

    /// <summary>A stream that knows no way back.</summary>
    private static BrotliStream Forward(string text) => new(
        new MemoryStream(Packed(text)), CompressionMode.Decompress);

    private static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private async Task<(int Failed, Exception? First)> RunAsync(AppliedServer server, string method, int count)
    {
        int failed = 0;
        Exception? first = null;
        for (int i = 0; i < count; i++)
        {
            PinnedWebRequest request = _client.Request(new Uri(server.Uri, $"/{i}")) with
            {
                Method = new HttpMethod(method),
                Body = method is "POST" or "PUT" or "PATCH" ? RequestBody.FromText("body") : null,
            };
            try
            {
                await SendAsync(request);
            }
            catch (PinningException error)
            {
                failed++;
                first ??= error;
            }
        }

        return (failed, first);
    }

    private static async Task<bool> StockAsync(Uri uri, string method, int number)
    {
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(uri, $"/{number}"))
        {
            Content = method == "POST" ? new StringContent("body") : null,
        };
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request);
            return (await response.Content.ReadAsStringAsync()) == "hello";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
