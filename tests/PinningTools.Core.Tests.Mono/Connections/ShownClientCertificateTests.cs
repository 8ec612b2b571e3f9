using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Verification;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>
/// A client certificate on a platform that asks for it without saying who the server is, as .NET Framework does.
/// </summary>
public sealed class ShownClientCertificateTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_leaf = s_root.Issue("localhost");
    private static readonly TestCertificate s_client = s_root.Issue("client");

    private static Task<PinVerdict> CheckAsync(int port) => PinChecker.CheckAsync(new PinCheck(
        TlsTarget.Parse("localhost", port),
        new PinPolicy
        {
            Pins = [SpkiPin.Parse(s_leaf.Pin)], Trust = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]),
        },
        new ConnectionOptions
        {
            Timeout = TimeSpan.FromSeconds(20), ClientCertificate = ClientCertificate.From(s_client.ToPlatform()),
        }), default);

    [Fact]
    public async Task It_is_shown_on_a_second_connection_after_a_good_verdict()
    {
        await using PlatformServer server = PlatformServer.Start(s_leaf, asks: true);

        PinVerdict verdict = await CheckAsync(server.Port);

        Assert.True(verdict.Passed, verdict.Message);
        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(
            2, TimeSpan.FromSeconds(10));
        Assert.Null(seen[0].ClientCertificate);
        Assert.Equal(s_client.Der, seen[1].ClientCertificate);
    }

    [Fact]
    public async Task An_impostor_never_sees_it()
    {
        await using PlatformServer server = PlatformServer.Start(s_root.Issue("localhost"), asks: true);

        PinVerdict verdict = await CheckAsync(server.Port);

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.Null(Assert.Single(
            await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10))).ClientCertificate);
    }

    [Fact]
    public async Task A_server_that_does_not_ask_is_connected_to_once()
    {
        await using PlatformServer server = PlatformServer.Start(s_leaf);

        PinVerdict verdict = await CheckAsync(server.Port);

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Single(await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10)));
    }
}
