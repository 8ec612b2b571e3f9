using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Http;

public sealed class PinnedTransportTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_leaf = s_root.Issue("localhost");

    private static PinPolicy Policy(string pin) => new()
    {
        Pins = [SpkiPin.Parse(pin)],
        Trust = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]),
    };

    [Fact]
    public async Task A_server_with_the_pinned_key_answers()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(s_leaf);
        var request = PinnedWebRequest.Make(server.Uri.ToString(), "GET", null, null, null);

        PinnedWebResponse response = await request.SendAsync(Policy(s_leaf.Pin), TimeSpan.FromSeconds(20), CancellationToken.None);

        Assert.Equal(200, response.StatusCode);
        Assert.Equal("hello", response.Content);
        Assert.True(Assert.Single(response.Pinning).Passed);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_impostor_sees_a_handshake_and_not_one_byte_of_the_request()
    {
        // Its certificate is as valid as the real one: the same authority issued it. Only the key differs.
        TestCertificate impostor = s_root.Issue("localhost");
        await using TlsTestServer server = TlsTestServer.Start(impostor);
        var request = PinnedWebRequest.Make(server.Uri.ToString(), "POST", null, "secret", "text/plain");

        var error = await Assert.ThrowsAsync<PinningException>(
            () => request.SendAsync(Policy(s_leaf.Pin), TimeSpan.FromSeconds(20), CancellationToken.None));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(Verdict.PinMismatch, error.Verdict!.Verdict);
        IReadOnlyList<Testing.TlsConnection> seen = await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10));
        Assert.Empty(Assert.Single(seen).ReceivedBytes);
    }

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("ftp://localhost/")]
    [InlineData("https://")]
    public void Without_TLS_there_is_nothing_to_pin(string uri)
    {
        var error = Assert.Throws<PinningException>(() => PinnedWebRequest.Make(uri, "GET", null, null, null));

        Assert.Equal("UriNotHttps", error.Fault.Id);
    }
}
