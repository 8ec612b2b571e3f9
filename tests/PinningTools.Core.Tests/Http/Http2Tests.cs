#if !NETSTANDARD_LEG
using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>
/// HTTP/2 keeps one connection for request after request, so much hangs on what happens when a new one takes its
/// place.
/// </summary>
public sealed class Http2Tests : IDisposable
{
    private static readonly Version s_two = new(2, 0);
    private static readonly TlsServerOptions s_speaksIt = new()
    {
        ApplicationProtocols = [SslApplicationProtocol.Http2],
    };

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_impostor_that_speaks_it_gets_nothing()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);

        PinningException error = await RefusedAsync(Two(impostor.Uri) with
        {
            Method = HttpMethod.Post, Body = RequestBody.FromText("secret"),
        });

        Assert.Equal("PinMismatch", error.Fault.Id);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task An_impostor_behind_a_redirection_gets_nothing()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var uri = new Uri(server.Uri, $"/redirect?to={impostor.Uri}&code=307");
        PinnedWebRequest request = _client.Request(uri, null, (impostor.Uri, Leaf.Pin)) with
        {
            HttpVersion = s_two, Method = HttpMethod.Post, Body = RequestBody.FromText("secret"),
        };

        PinningException error = await RefusedAsync(request);

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal("HTTP/2", Assert.Single(server.Requests).Protocol);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task An_impostor_behind_a_proxy_gets_nothing()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start(new ConnectProxyOptions { ImpostorPort = impostor.Port });
        ProxySettings settings = ProxySettings.Read(proxy.Uri.ToString(), null, false)!;

        PinningException error = await RefusedAsync(Two(server.Uri) with { Proxy = _ => settings });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Empty(server.Requests);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task Through_a_proxy_it_reaches_the_pinned_server()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();
        ProxySettings settings = ProxySettings.Read(proxy.Uri.ToString(), null, false)!;

        for (int i = 0; i < 5; i++) await SendAsync(Two(server.Uri) with { Proxy = _ => settings });

        Assert.All(server.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Equal(1, proxy.ConnectionCount);
    }

    [Fact]
    public async Task When_the_server_goes_away_the_next_connection_is_judged_anew()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using PortForwarder place = PortForwarder.Start();
        place.Target = server.Port;
        server.Map("/last", GoAwayAsync);
        var uri = new Uri($"https://localhost:{place.Port}/last");

        Assert.True(Assert.Single((await SendAsync(Two(uri))).Pinning).Passed);
        place.Target = impostor.Port;
        PinningException error = await RefusedAsync(Two(uri));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Single(server.Requests);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task A_retry_after_it_went_away_is_judged_anew()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using PortForwarder place = PortForwarder.Start();
        place.Target = server.Port;
        server.Map("/", context =>
        {
            place.Target = impostor.Port;
            context.Response.StatusCode = 503;
            return GoAwayAsync(context);
        });

        PinningException error = await RefusedAsync(
            Two(new Uri($"https://localhost:{place.Port}/")) with { MaximumRetryCount = 5 });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Single(server.Requests);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task A_server_that_changes_its_key_is_told_by_each_connections_own_verdict()
    {
        await using HttpTestServer before = await HttpTestServer.StartAsync(Leaf);
        await using HttpTestServer after = await HttpTestServer.StartAsync(Impostor);
        await using PortForwarder place = PortForwarder.Start();
        place.Target = before.Port;
        before.Map("/", GoAwayAsync);
        var uri = new Uri($"https://localhost:{place.Port}/");
        var policy = new PinPolicy { Pins = [SpkiPin.Parse(Leaf.Pin), SpkiPin.Parse(Impostor.Pin)] };
        PinnedWebRequest request = Two(uri).Overriding(
            said => said with { Policies = new InlinePins(PinnedWebRequest.TargetOf(uri), policy) });

        Answer first = await SendAsync(request);
        place.Target = after.Port;
        Answer second = await SendAsync(request);

        Assert.Equal(Leaf.Pin, Assert.Single(first.Pinning).MatchedPin);
        Assert.Equal(Impostor.Pin, Assert.Single(second.Pinning).MatchedPin);
    }

    [Fact]
    public async Task While_the_servers_change_under_many_requests_none_reaches_the_impostor()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, s_speaksIt);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using PortForwarder place = PortForwarder.Start();
        place.Target = server.Port;
        int asked = 0;
        server.Map("/", context =>
        {
            if (System.Threading.Interlocked.Increment(ref asked) < 20) return Task.CompletedTask;
            place.Target = impostor.Port;
            return GoAwayAsync(context);
        });
        var uri = new Uri($"https://localhost:{place.Port}/");

        object[] results = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            try
            {
                return (object)(await SendAsync(Two(uri))).Status;
            }
            catch (PinningException error)
            {
                return error.Fault.Id;
            }
        }));
        // Connections that did not get a GOAWAY still reach the server, correctly; the last request gets a new one.
        _client.Pool.Clear();
        PinningException last = await RefusedAsync(Two(uri));

        Assert.All(results, result => Assert.Contains(result, new object[] { 200, "PinMismatch" }));
        Assert.Equal("PinMismatch", last.Fault.Id);
        IReadOnlyList<Testing.TlsConnection> seen =
            await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(20));
        Assert.All(seen, connection => Assert.Empty(connection.ReceivedBytes));
    }

    [Fact]
    public async Task A_header_without_end_is_stopped()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        server.Map("/flood", context =>
        {
            for (int i = 0; i < 200; i++) context.Response.Headers["X-" + i] = new string('x', 1000);
            return Task.CompletedTask;
        });

        PinningException error = await RefusedAsync(Two(new Uri(server.Uri, "/flood")));

        Assert.Equal("RequestFailed", error.Fault.Id);
    }

    private PinnedWebRequest Two(Uri uri) => _client.Request(uri) with { HttpVersion = s_two };

    private static Task GoAwayAsync(HttpContext context)
    {
        context.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose();
        return Task.CompletedTask;
    }
}
#endif
