using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>Logging on to a proxy in several steps, as Negotiate does; the tokens are not the point here.</summary>
public sealed class ProxyLogonTests
{
    private const string Again =
        "HTTP/1.1 407 Who is it\r\nProxy-Authenticate: Basic realm=x\r\nProxy-Authenticate: Negotiate ";

    [Fact]
    public async Task Steps_follow_each_other_on_one_connection_past_the_bodies()
    {
        var seen = new List<string?>();
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            seen.Add(await ReadTokenAsync(client));
            await client.SendAsync(Again + "c1\r\nContent-Length: 5\r\n\r\nWho? ");
            seen.Add(await ReadTokenAsync(client));
            await client.SendAsync("HTTP/1.1 200 Fine\r\nContent-Length: 99\r\n\r\n");
        });

        Logon logon = await TunnelAsync(proxy);

        Assert.Equal(["Negotiate t1", "Negotiate t2"], seen);
        Assert.Equal([null, "c1"], logon.Challenges);
        Assert.True(logon.IsDisposed);
    }

    [Fact]
    public async Task The_cookies_of_a_challenge_go_along_with_the_answer_and_no_further()
    {
        var heads = new List<string>();
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            foreach (string fields in new[] { "Set-Cookie: a=1; Path=/\r\nset-cookie: b=2\r\n", "Set-Cookie: a=3\r\n" })
            {
                heads.Add(await client.ReadThroughAsync("\r\n\r\n"));
                await client.SendAsync(Again + "c1\r\n" + fields + "Content-Length: 0\r\n\r\n");
            }

            heads.Add(await client.ReadThroughAsync("\r\n\r\n"));
            await client.SendAsync("HTTP/1.1 200 Fine\r\nSet-Cookie: c=4\r\n\r\n");
        });

        await TunnelAsync(proxy);

        Assert.Equal(
            [null, "Cookie: a=1; b=2", "Cookie: a=3; b=2"],
            heads.Select(head => head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Cookie", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_machine_without_credentials_still_asks_and_is_let_through_where_nobody_minds()
    {
        string? seen = "none";
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            seen = await ReadTokenAsync(client);
            await client.SendAsync("HTTP/1.1 200 Fine\r\n\r\n");
        });

        await TunnelAsync(proxy, new Poor());

        Assert.Null(seen);
    }

    [Fact]
    public async Task A_machine_without_credentials_is_told_so_where_the_proxy_minds()
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await ReadTokenAsync(client);
            await client.SendAsync(Again + "c1\r\nContent-Length: 0\r\n\r\n");
        });

        PreludeException error = await Assert.ThrowsAsync<PreludeException>(() => TunnelAsync(proxy, new Poor()));

        Assert.Equal(VerdictReason.ProxyAuthenticationRequired, error.Reason);
        Assert.Contains("no credentials", error.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n")]
    [InlineData(Again + "c1\r\n\r\n")]
    [InlineData(Again + "c1\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(Again + "c1\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_logon_that_leads_nowhere_ends(string answer)
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            while (true)
            {
                await ReadTokenAsync(client);
                await client.SendAsync(answer);
            }
        });

        PreludeException error = await Assert.ThrowsAsync<PreludeException>(() => TunnelAsync(proxy));

        Assert.Equal(VerdictReason.ProxyAuthenticationRequired, error.Reason);
    }

    [Fact]
    public async Task A_body_without_bounds_is_not_read()
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await ReadTokenAsync(client);
            await client.SendAsync(Again + "c1\r\nContent-Length: 2000000000\r\n\r\n");
            await client.StallAsync();
        });

        PreludeException error = await Assert.ThrowsAsync<PreludeException>(() => TunnelAsync(proxy));

        Assert.Equal(VerdictReason.ProtocolViolation, error.Reason);
    }

    private static async Task<Logon> TunnelAsync(ScriptedServer proxy)
    {
        var logon = new Logon();
        await TunnelAsync(proxy, logon);
        return logon;
    }

    private static async Task TunnelAsync(ScriptedServer proxy, ProxyLogon logon)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        await HttpConnect.TunnelAsync(new PlainChannel(client.Client), TestConnections.Target(443), logon, default)
            .WaitAsync(TestConnections.Patience);
    }

    private static async Task<string?> ReadTokenAsync(ScriptedPeer client)
    {
        string[] lines = (await client.ReadThroughAsync("\r\n\r\n")).Split("\r\n");
        return lines
            .SingleOrDefault(line => line.StartsWith("Proxy-Authorization: ", StringComparison.Ordinal))?.Substring(21);
    }

    /// <summary>As Negotiate is on a machine that is in no domain.</summary>
    private sealed class Poor() : ProxyLogon("Negotiate")
    {
        internal override string? Lack => "no credentials";

        internal override Task<string?> NextAsync(string? challenge, CancellationToken cancel) =>
            Task.FromResult<string?>(null);
    }

    private sealed class Logon() : ProxyLogon("Negotiate")
    {
        internal List<string?> Challenges { get; } = [];

        internal bool IsDisposed { get; private set; }

        internal override Task<string?> NextAsync(string? challenge, CancellationToken cancel)
        {
            Challenges.Add(challenge);
            return Task.FromResult<string?>($"t{Challenges.Count}");
        }

        public override void Dispose()
        {
            IsDisposed = true;
            base.Dispose();
        }
    }
}
