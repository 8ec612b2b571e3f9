using System.Net;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>Proxies people run: the pin is the origin's, as openssl sees it without them.</summary>
public sealed class ProxyServerTests
{
    [SkippableFact]
    public async Task Squid_makes_a_tunnel()
    {
        await using Daemon squid = await Daemons.SquidAsync(wantsLogon: false);

        await CompareAsync(ProxySettings.Read($"http://127.0.0.1:{squid.Port}", null, false), squid);
    }

    [SkippableFact]
    public async Task Squid_makes_a_tunnel_for_those_it_knows_and_for_nobody_else()
    {
        await using Daemon squid = await Daemons.SquidAsync(wantsLogon: true);
        string proxy = $"http://127.0.0.1:{squid.Port}";

        await CompareAsync(ProxySettings.Read(proxy, new NetworkCredential("keeper", "sesame"), false), squid);
        PinVerdict wrong =
            await CheckAsync(443, ProxySettings.Read(proxy, new NetworkCredential("keeper", "barley"), false));
        PinVerdict nobody = await CheckAsync(443, ProxySettings.Read(proxy, null, false));

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyAuthenticationRequired), (wrong.Verdict, wrong.Reason));
        Assert.Equal(
            (Verdict.ConnectFailed, VerdictReason.ProxyAuthenticationRequired), (nobody.Verdict, nobody.Reason));
    }

    [SkippableFact]
    public async Task Dante_makes_a_tunnel()
    {
        await using Daemon danted = await Daemons.DantedAsync();
        ProxySettings proxy = ProxySettings.Read($"socks5://127.0.0.1:{danted.Port}", null, false)!;

        await CompareAsync(proxy, danted);
        PinVerdict forbidden = await PinChecker.CheckAsync(
            new PinCheck(
                TlsTarget.Parse("127.0.0.9"), TestConnections.Policy(TestConnections.Leaf),
                new ConnectionOptions { Timeout = TestConnections.Patience, Proxy = proxy }),
            default);

        Assert.Equal((Verdict.ConnectFailed, VerdictReason.ProxyRefused), (forbidden.Verdict, forbidden.Reason));
    }

    private static async Task CompareAsync(ProxySettings? proxy, Daemon daemon)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        await using NginxServer server = await NginxServer.StartAsync(TestConnections.Leaf);

        PinVerdict verdict = await CheckAsync(server.Port, proxy);

        Assert.True(verdict.Passed, $"{verdict.Message}\n{daemon.Log}");
        Assert.Equal(await OpenSsl.PinOfAsync(server.Port), verdict.MatchedPin);
    }

    private static Task<PinVerdict> CheckAsync(int port, ProxySettings? proxy) =>
        TestConnections.CheckAsync(port, new ConnectionOptions { Timeout = TestConnections.Patience, Proxy = proxy });
}
