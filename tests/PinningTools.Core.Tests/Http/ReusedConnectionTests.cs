using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.RawAnswers;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>Leftover data of one request on a connection is never the response to another one.</summary>
public sealed class ReusedConnectionTests : IDisposable
{
    private const string First = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
    private const string Smuggled = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled";

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task An_answer_that_nobody_asked_for_is_nobodys(int laterByMilliseconds)
    {
        var wasSent = new SemaphoreSlim(0);
        await using TlsTestServer server = TlsTestServer.Start(Leaf, new TlsServerOptions
        {
            Handler = async (stream, stop) =>
            {
                await stream.ReadAtLeastAsync(new byte[8192], 1, false, stop);
                string together = laterByMilliseconds == 0 ? First + Smuggled : First;
                await stream.WriteAsync(Encoding.Latin1.GetBytes(together), stop);
                await stream.FlushAsync(stop);
                await Task.Delay(laterByMilliseconds, stop);
                if (laterByMilliseconds > 0) await stream.WriteAsync(Encoding.Latin1.GetBytes(Smuggled), stop);
                wasSent.Release();
                await stream.CopyToAsync(Stream.Null, stop);
            },
        });

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("first", (await SendAsync(_client.Request(server.Uri))).Text);
            await wasSent.WaitAsync(TimeSpan.FromSeconds(20));
            await Task.Delay(laterByMilliseconds);
        }

        Assert.Equal(3, server.Connections.Count);
    }

    [Theory]
    [InlineData("1.1")]
#if !NETSTANDARD_LEG
    [InlineData("2.0")]
#endif
    public async Task A_body_that_was_not_read_is_not_the_next_requests(string version)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest request = _client.Request(server.Uri) with { HttpVersion = new Version(version) };

        for (int size = 1; size < 10_000_000; size *= 100)
        {
            PinnedWebRequest large = request with { Uri = new Uri(server.Uri, "/bytes/" + size) };
            (await new WebExchange(large).SendAsync(default)).Dispose();
            Assert.Equal("hello", (await SendAsync(request)).Text);
        }
    }

    [Theory]
    [InlineData("1.1")]
#if !NETSTANDARD_LEG
    [InlineData("2.0")]
#endif
    public async Task A_request_that_was_given_up_leaves_no_answer(string version)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/late", async context =>
        {
            await Task.Delay(500);
            await context.Response.WriteAsync("late");
        });
        PinnedWebRequest request = _client.Request(server.Uri) with { HttpVersion = new Version(version) };
        await SendAsync(request);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SendAsync(request with { Uri = new Uri(server.Uri, "/late") }, stop.Token));

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("hello", (await SendAsync(request)).Text);
            await Task.Delay(150);
        }
    }

    [Fact]
    public async Task A_response_that_nobody_could_take_does_not_hold_the_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest broken = _client.Request(new Uri(server.Uri, "/bytes/5000000")) with
        {
            Verbose = line =>
            {
                if (line.StartsWith("WebResponse", StringComparison.Ordinal)) throw new InvalidOperationException();
            },
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(broken));
        Answer next = await SendAsync(
            _client.Request(server.Uri) with { ConnectionTimeout = TimeSpan.FromSeconds(10) });

        Assert.Equal("hello", next.Text);
    }

    [Fact]
    public async Task A_connection_that_switched_protocols_is_not_used_again()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, Raw(
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: evil\r\n\r\n" + Smuggled));

        Assert.Equal(101, (await SendAsync(_client.Request(server.Uri))).Status);
        Assert.Equal(101, (await SendAsync(_client.Request(server.Uri))).Status);
        Assert.Equal(2, server.Connections.Count);
    }

    [Fact]
    public async Task Interim_answers_without_end_have_an_end()
    {
        byte[] interim = Encoding.Latin1.GetBytes(
            string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 100)));
        await using TlsTestServer server = TlsTestServer.Start(Leaf, new TlsServerOptions
        {
            Handler = async (stream, stop) =>
            {
                await stream.ReadAtLeastAsync(new byte[8192], 1, false, stop);
                while (!stop.IsCancellationRequested) await stream.WriteAsync(interim, stop);
            },
        });

        Assert.Equal("RequestFailed", (await RefusedAsync(_client.Request(server.Uri))).Fault.Id);
    }
}
