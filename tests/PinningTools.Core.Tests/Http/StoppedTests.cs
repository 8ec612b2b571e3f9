using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>Ctrl+C, wherever a request is, against a server that does not mean to continue.</summary>
public sealed class StoppedTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(4);

    private readonly WebClient _client = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/silent", "1.1")]
    [InlineData("/half", "1.1")]
    [InlineData("/busy", "1.1")]
#if !NETSTANDARD_LEG
    [InlineData("/silent", "2.0")]
    [InlineData("/half", "2.0")]
#endif
    public async Task It_ends_at_once_and_the_next_request_is_served(string path, string version)
    {
        await using HttpTestServer server = await StartAsync();
        PinnedWebRequest request = _client.Request(new Uri(server.Uri, path)) with
        {
            HttpVersion = new Version(version), MaximumRetryCount = 1, RetryInterval = TimeSpan.FromMinutes(1),
        };
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(request, stop.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, s_soon);
        Assert.Equal("hello", (await SendAsync(request with { Uri = server.Uri })).Text);
    }

    [Fact]
    public async Task A_download_leaves_nothing_behind()
    {
        await using HttpTestServer server = await StartAsync();
        PinnedWebRequest request = _client.Request(new Uri(server.Uri, "/half"));
        using ExchangeResponse reply = await new WebExchange(request).SendAsync(default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => WebDownload.From(reply, request, _folder.File("file"))
                .SaveAsync(to => reply.CopyAsync(to, long.MaxValue, stop.Token)));

        Assert.True(reply.Received > 0);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static async Task<HttpTestServer> StartAsync()
    {
        HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/silent", context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        server.Map("/half", async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        server.Map("/busy", context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        return server;
    }
}
