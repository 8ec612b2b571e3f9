using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class ProxyTests
{
    private static readonly NetworkCredential s_credential = new("keeper", "open sesame");

    [Fact]
    [Trait("Pitfall", "22")]
    public async Task A_tunnel_leads_to_the_origin_and_its_pin_is_judged()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, Through(proxy));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Null(verdict.Address);
        Assert.Single(proxy.Heads);
    }

    [Fact]
    public async Task The_proxy_learns_host_and_port_and_our_name_and_nothing_else()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();

        await TestConnections.CheckAsync(server.Port, Through(proxy));

        string at = $"localhost:{server.Port}";
        Assert.Equal(
            $"CONNECT {at} HTTP/1.1\r\nHost: {at}\r\nUser-Agent: {UserAgent.Value}\r\n\r\n",
            Encoding.ASCII.GetString(proxy.Heads.Single()));
        Assert.Matches(@"^PinningTools/\d+\.\d+\.\d+$", UserAgent.Value);
    }

    [Fact]
    public async Task The_proxys_own_credentials_go_with_the_request_for_the_tunnel()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Credential = s_credential });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, Through(proxy, s_credential));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Contains(
            "\r\nProxy-Authorization: Basic a2VlcGVyOm9wZW4gc2VzYW1l\r\n\r\n",
            Encoding.ASCII.GetString(proxy.Heads.Single()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task A_proxy_that_wants_other_credentials_is_a_reason_of_its_own(string? password)
    {
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Credential = s_credential });

        PinVerdict verdict =
            await TestConnections.CheckAsync(1, Through(proxy, password is null ? null : new("keeper", password)));

        Assert.Equal(
            (Verdict.ConnectFailed, VerdictReason.ProxyAuthenticationRequired), (verdict.Verdict, verdict.Reason));
        Assert.Contains("-ProxyCredential", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProxyBehaviour.BadGateway, "502")]
    [InlineData(ProxyBehaviour.Garbage, "")]
    public async Task A_proxy_that_makes_no_tunnel_is_a_reason_of_its_own(ProxyBehaviour behaviour, string said)
    {
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Behaviour = behaviour });

        PinVerdict verdict = await TestConnections.CheckAsync(1, Through(proxy));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (verdict.Verdict, verdict.Reason));
        Assert.Contains(said, verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_in_the_message()
    {
        PinVerdict verdict = await TestConnections.CheckAsync(443, Through("http://127.0.0.1:1"));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyUnreachable), (verdict.Verdict, verdict.Reason));
        Assert.Contains("127.0.0.1:1", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_stalls_ends_at_the_deadline()
    {
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Behaviour = ProxyBehaviour.Stall });
        var options = new ConnectionOptions
        {
            Timeout = TimeSpan.FromSeconds(2),
            Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false),
        };

        PinVerdict verdict = await TestConnections.CheckAsync(443, options);

        Assert.Equal((Verdict.TimedOut, VerdictReason.DuringProxy), (verdict.Verdict, verdict.Reason));
        await proxy.WaitForConnectionClosedAsync(1, TestConnections.Patience);
    }

    [Fact]
    public async Task Cancelling_while_the_proxy_stalls_closes_the_connection()
    {
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Behaviour = ProxyBehaviour.Stall });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => TestConnections.CheckAsync(TestConnections.Target(443), Through(proxy), cancel.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await proxy.WaitForConnectionClosedAsync(1, TestConnections.Patience);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Flood: ")]
    [InlineData("")]
    public async Task A_proxy_that_floods_is_given_up(string before)
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadThroughAsync("\r\n\r\n");
            await client.SendAsync(before);
            await client.FloodAsync((byte)'x');
        });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through($"127.0.0.1:{proxy.Port}"));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Header_lines_without_end_are_given_up()
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadThroughAsync("\r\n\r\n");
            await client.SendAsync("HTTP/1.1 200 OK\r\n");
            while (true) await client.SendAsync("X-More: and more\r\n");
        });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through($"127.0.0.1:{proxy.Port}"));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task What_a_proxy_says_cannot_steer_the_terminal()
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadThroughAsync("\r\n\r\n");
            await client.SendAsync("HTTP/1.1 503 \x1b[2J\x9b\aoverloaded\r\n\r\n");
        });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through($"127.0.0.1:{proxy.Port}"));

        Assert.Contains("overloaded", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.Message, char.IsControl);
    }

    [Fact]
    public async Task Bytes_that_come_with_the_proxys_answer_are_not_taken_for_tls()
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadThroughAsync("\r\n\r\n");
            await client.SendAsync("HTTP/1.1 200 OK\r\n\r\n220 mail.example\r\n");
            await client.StallAsync();
        });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through($"127.0.0.1:{proxy.Port}"));

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.NotTls), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    [Trait("Pitfall", "22")]
    public async Task A_proxy_that_leads_elsewhere_cannot_pass_for_the_origin()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(TestConnections.Root.Issue("localhost"));
        await using ConnectProxy proxy = ConnectProxy.Start(new() { ImpostorPort = impostor.Port });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through(proxy));

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
    }

    [Fact]
    public async Task A_given_address_is_what_the_proxy_is_asked_for()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();
        var target = new TlsTarget(HostName.Parse("localhost"), server.Port) { Address = IPAddress.Loopback };

        PinVerdict verdict = await TestConnections.CheckAsync(target, Through(proxy));

        Assert.Equal((Verdict.Match, "127.0.0.1"), (verdict.Verdict, verdict.Address));
        Assert.StartsWith(
            $"CONNECT 127.0.0.1:{server.Port} ", Encoding.ASCII.GetString(proxy.Heads.Single()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://proxy", "ProxyInvalid")]
    [InlineData("https://proxy", "ProxyInvalid")]
    [InlineData("http://", "ProxyInvalid")]
    [InlineData("http://name:password@proxy:3128", "ProxyHasUserInfo")]
    public void What_names_no_proxy_is_refused(string proxy, string id)
    {
        PinningException error = Assert.Throws<PinningException>(() => ProxySettings.Read(proxy, null, false));

        Assert.Equal(id, error.Fault.Id);
        Assert.DoesNotContain("password@", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://proxy", "proxy:80")]
    [InlineData("proxy:3128", "proxy:3128")]
    [InlineData("http://[::1]:3128/", "[::1]:3128")]
    [InlineData("socks5://proxy", "proxy:1080")]
    [InlineData("SOCKS5h://proxy:9050", "proxy:9050")]
    public void A_proxy_is_named_in_several_ways(string text, string endPoint) =>
        Assert.Equal(endPoint, ProxySettings.Read(text, null, false)!.ToString());

    [Fact]
    public void Parameters_that_contradict_each_other_are_refused()
    {
        Assert.Null(ProxySettings.Read(null, null, false));
        Assert.Equal("ProxyMissing", IdOf(() => ProxySettings.Read(null, s_credential, false)));
        Assert.Equal("ProxyMissing", IdOf(() => ProxySettings.Read(null, null, true)));
        Assert.Equal("ProxyCredentialConflict", IdOf(() => ProxySettings.Read("http://proxy", s_credential, true)));
        Assert.Equal("ProxyCredentialConflict", IdOf(() => ProxySettings.Read("socks5://proxy", null, true)));
    }

    [Fact]
    public async Task A_name_that_the_protocol_cannot_carry_is_refused()
    {
        await using ConnectProxy proxy = ConnectProxy.Start();

        PinningException error = await Assert.ThrowsAsync<PinningException>(
            () => TestConnections.CheckAsync(443, Through(proxy, new NetworkCredential("a:b", "c"))));

        Assert.Equal("ProxyUserNameInvalid", error.Fault.Id);
    }

    [Fact]
    public async Task Logging_on_as_the_current_user_speaks_negotiate_or_says_why_not()
    {
        await using ConnectProxy proxy = ConnectProxy.Start(new() { Credential = s_credential });
        var options = new ConnectionOptions { Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, true) };
#if NETSTANDARD_LEG
        PinningException error = await Assert.ThrowsAsync<PinningException>(() => TestConnections.CheckAsync(443, options));

        Assert.Equal("ProxyDefaultCredentialsUnsupported", error.Fault.Id);
#else
        PinVerdict verdict = await TestConnections.CheckAsync(443, options);

        Assert.Equal(
            (Verdict.ConnectFailed, VerdictReason.ProxyAuthenticationRequired), (verdict.Verdict, verdict.Reason));
#endif
    }

    private static ConnectionOptions Through(ConnectProxy proxy, NetworkCredential? credential = null) =>
        Through(proxy.Uri.ToString(), credential);

    private static ConnectionOptions Through(string proxy, NetworkCredential? credential = null) =>
        new() { Timeout = TestConnections.Patience, Proxy = ProxySettings.Read(proxy, credential, false) };

    private static string IdOf(Func<object?> call) => Assert.Throws<PinningException>(call).Fault.Id;
}
