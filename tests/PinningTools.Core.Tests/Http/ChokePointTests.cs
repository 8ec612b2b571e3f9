#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>Only the evaluated connection carries a request, whatever the handler is made to do.</summary>
public sealed class ChokePointTests : IAsyncLifetime
{
    private HttpTestServer _server = null!;

    public async Task InitializeAsync() => _server = await HttpTestServer.StartAsync(Leaf);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_transport_connects_to_its_own_host_alone()
    {
        using PinnedTransport transport = Transport(port: 1);
        using var message = new HttpRequestMessage(HttpMethod.Get, _server.Uri);

        Exception error = await Assert.ThrowsAnyAsync<Exception>(
            () => transport.SendAsync(message, new ConnectRequest(TimeSpan.FromSeconds(10), default), default));

        Assert.Equal("ConnectionNotJudged", PinnedTransport.RefusalIn(error)?.Fault.Id);
        Assert.Equal(0, _server.ConnectionCount);
    }

    [Fact]
    public async Task A_connection_that_was_not_judged_carries_nothing()
    {
        using PinnedTransport transport = Transport(_server.Port);
        SocketsHttpHandler handler = transport.MakeHandler();
        handler.ConnectCallback = async (_, cancel) => await ConnectUnjudgedAsync(cancel);

        Exception error = await SendAsync(handler);

        Assert.Equal("ConnectionNotJudged", Assert.IsType<PinningException>(error.InnerException).Fault.Id);
        await Patience.UntilAsync(() => _server.ConnectionCount == 1);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_handler_that_did_TLS_of_its_own_would_trust_nobody()
    {
        using PinnedTransport transport = Transport(_server.Port);
        SocketsHttpHandler handler = transport.MakeHandler();
        handler.ConnectCallback = null;
        handler.SslOptions.CertificateChainPolicy = Valid();

        Exception error = await SendAsync(handler);

        Assert.IsType<AuthenticationException>(error.InnerException);
        Assert.Empty(_server.Requests);
    }

    private static PinnedTransport Transport(int port) => new(new TransportSettings
    {
        Target = new TlsTarget(HostName.Parse("localhost"), port),
        Policy = HopPolicy.Unpinned(PinPolicy.NotPinned(Trust)),
    });

    private async Task<Exception> SendAsync(SocketsHttpHandler handler)
    {
        using var invoker = new HttpMessageInvoker(handler);
        using var message = new HttpRequestMessage(HttpMethod.Get, _server.Uri);
        return await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(message, default));
    }

    private async Task<Stream> ConnectUnjudgedAsync(CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("localhost", _server.Port, cancel);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        var options = new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = Valid() };
        await stream.AuthenticateAsClientAsync(options, cancel);
        return stream;
    }

    /// <summary>Under this the platform finds nothing wrong with the server.</summary>
    private static X509ChainPolicy Valid() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { Root.Certificate },
    };
}
#endif
