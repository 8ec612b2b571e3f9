#if !NETSTANDARD_LEG
using System;
using System.Net.Http;
using System.Net.Security;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>A kept connection that nobody ended and that leads nowhere.</summary>
public sealed class DeadConnectionTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    /// <summary>Without the limit the platform would send again for a quarter of an hour.</summary>
    [SkippableTheory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Behind_a_firewall_that_forgot_it_a_new_one_is_tried_soon(string method)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the packets are dropped by a filter of Linux");
        await using AppliedServer server = AppliedServer.Start(
            exchange => exchange.ReplyAndEndAsync(exchange.Total == 1 ? ConnectionEnd.Drop : ConnectionEnd.None));
        PinnedWebRequest request = _client.Request(server.Uri) with { Method = new HttpMethod(method) };

        await SendAsync(request);
        Assert.Equal("hello", (await SendAsync(request)).Text);

        Assert.Equal((2, 2), (server.Applied, server.Connections));
    }

    [SkippableFact]
    public async Task What_is_not_repeated_does_not_meet_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the packets are dropped by a filter of Linux");
        await using AppliedServer server = AppliedServer.Start(ConnectionEnd.Drop);
        PinnedWebRequest request = _client.Request(server.Uri);

        await SendAsync(request);
        for (int i = 0; i < 3; i++) await SendAsync(request with { Method = HttpMethod.Post });

        Assert.Equal((4, 4), (server.Applied, server.Connections));
    }

    /// <summary>A relay acknowledges what it forwards to nobody.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    public async Task Behind_a_relay_that_fell_silent_a_new_one_is_tried_soon(string method)
    {
        await using AppliedServer server = AppliedServer.Start(
            exchange => exchange.ReplyAndEndAsync(exchange.Total == 1 ? ConnectionEnd.Mute : ConnectionEnd.None));
        PinnedWebRequest request = Soon(server.Uri) with { Method = new HttpMethod(method) };

        await SendAsync(request);
        await SendAsync(request);

        Assert.Equal((2, 2), (server.Applied, server.Connections));
    }

    /// <summary>They may have been carried out, however slowly, and the server would do it once more.</summary>
    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task What_changes_something_waits_as_long_as_it_takes(string method)
    {
        await using AppliedServer server = Slow();
        PinnedWebRequest request = Soon(server.Uri) with { Method = new HttpMethod(method) };

        for (int i = 0; i < 2; i++) await SendAsync(request);

        Assert.Equal((2, 1), (server.Applied, server.Connections));
    }

    [Fact]
    public async Task A_server_that_turns_out_to_be_slow_is_given_time_from_then_on()
    {
        await using AppliedServer server = Slow();

        for (int i = 0; i < 4; i++) await SendAsync(Soon(server.Uri));

        Assert.Equal((5, 2), (server.Applied, server.Connections));
    }

    /// <summary>The next question of a script that waits for news is asked at once.</summary>
    [Fact]
    public async Task A_script_that_polls_is_given_time()
    {
        await using AppliedServer server = Slow();

        PinnedWebRequest request = Soon(server.Uri) with { SilenceAfter = TimeSpan.FromMinutes(1) };

        for (int i = 0; i < 3; i++) await SendAsync(request);

        Assert.Equal((3, 1), (server.Applied, server.Connections));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task With_HTTP_2_nothing_is_sent_twice_to_a_server_that_only_leaves(string method)
    {
        int requests = 0;
        await using TlsTestServer server = TlsTestServer.Start(Leaf, new TlsServerOptions
        {
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            Handler = async (stream, stop) =>
            {
                // The preface, then SETTINGS and whatever else until a HEADERS frame (type 1) was read.
                await stream.ReadExactlyAsync(new byte[24], stop);
                await stream.WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 }, stop);
                byte[] head = new byte[9];
                do
                {
                    await stream.ReadExactlyAsync(head, stop);
                    await stream.ReadExactlyAsync(new byte[(head[0] << 16) + (head[1] << 8) + head[2]], stop);
                }
                while (head[3] != 1);
                System.Threading.Interlocked.Increment(ref requests);
            },
        });
        PinnedWebRequest request = _client.Request(server.Uri) with
        {
            HttpVersion = new Version(2, 0), Method = new HttpMethod(method),
        };

        Assert.Equal("RequestFailed", (await RefusedAsync(request)).Fault.Id);

        Assert.Equal(1, requests);
    }

    private PinnedWebRequest Soon(Uri uri) => _client.Request(uri) with
    {
        SilenceLimit = TimeSpan.FromMilliseconds(300), SilenceAfter = TimeSpan.Zero,
    };

    /// <summary>Answers the first request at once, and each later one after a second.</summary>
    private static AppliedServer Slow() => AppliedServer.Start(async exchange =>
    {
        if (exchange.Total > 1) await Task.Delay(TimeSpan.FromSeconds(1));
        return await exchange.ReplyAsync();
    });
}
#endif
