using System.Linq;
using System.Net;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class Socks5Tests
{
    private static readonly NetworkCredential s_credential = new("keeper", "open sesame");

    [Fact]
    public async Task A_tunnel_leads_to_the_origin_whose_name_the_proxy_resolves()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using Socks5Proxy proxy = Socks5Proxy.Start();

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, Through(proxy));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal($"localhost:{server.Port}", proxy.Requests.Single());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task An_address_is_asked_for_as_an_address(string address)
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using Socks5Proxy proxy = Socks5Proxy.Start();

        PinVerdict verdict = await TestConnections.CheckAsync(TlsTarget.Parse(address, server.Port), Through(proxy));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal($"{address}:{server.Port}", proxy.Requests.Single());
    }

    [Fact]
    public async Task A_name_and_password_are_given_where_they_are_wanted()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using Socks5Proxy proxy = Socks5Proxy.Start(s_credential);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, Through(proxy, s_credential));

        Assert.Equal(Verdict.Match, verdict.Verdict);
    }

    [Fact]
    public async Task A_name_and_password_are_not_given_where_they_are_not_wanted()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using Socks5Proxy proxy = Socks5Proxy.Start();

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, Through(proxy, s_credential));

        Assert.Equal(Verdict.Match, verdict.Verdict);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Missing_or_wrong_credentials_are_a_reason_of_their_own(string? password)
    {
        await using Socks5Proxy proxy = Socks5Proxy.Start(s_credential);

        PinVerdict verdict =
            await TestConnections.CheckAsync(443, Through(proxy, password is null ? null : new("keeper", password)));

        Assert.Equal(
            (Verdict.ConnectFailed, VerdictReason.ProxyAuthenticationRequired), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [InlineData(2, "rules do not allow")]
    [InlineData(4, "host cannot be reached")]
    [InlineData(77, "reply 77")]
    public async Task A_refusal_is_told_in_words(byte reply, string said)
    {
        await using Socks5Proxy proxy = Socks5Proxy.Start(reply: reply);

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through(proxy));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (verdict.Verdict, verdict.Reason));
        Assert.Contains(said, verdict.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    [InlineData("\x05")]
    [InlineData("\x05\x00\x04\x00\x00\x01")]
    [InlineData("\x05\x00\x05\x00\x00\x09")]
    public async Task What_is_no_socks_is_refused(string answer)
    {
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadAsync(3);
            await client.SendAsync(answer);
        });

        PinVerdict verdict = await TestConnections.CheckAsync(443, Through($"socks5://127.0.0.1:{proxy.Port}"));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task A_name_longer_than_the_protocol_carries_is_refused_before_anything_is_sent()
    {
        await using Socks5Proxy proxy = Socks5Proxy.Start(s_credential);

        PinningException error = await Assert.ThrowsAsync<PinningException>(
            () => TestConnections.CheckAsync(443, Through(proxy, new NetworkCredential(new string('n', 256), "p"))));

        Assert.Equal("ProxyUserNameInvalid", error.Fault.Id);
    }

    private static ConnectionOptions Through(Socks5Proxy proxy, NetworkCredential? credential = null) =>
        Through(proxy.Uri, credential);

    private static ConnectionOptions Through(string proxy, NetworkCredential? credential = null) =>
        new() { Timeout = TestConnections.Patience, Proxy = ProxySettings.Read(proxy, credential, false) };
}
