#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Client.Callbacks;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Client;

/// <summary>TLS options: what a callback alone cannot promise.</summary>
public sealed class PinnedSslOptionsTests
{
    private static readonly TestCertificate s_client = TestCertificate.SelfSigned("client");

    [Fact]
    public void Resumption_and_renegotiation_are_off_and_the_name_is_set()
    {
        PinnedSslOptions options = Of(Leaf).CreateSslOptions();

        Assert.Equal(
            ("localhost", false, false), (options.TargetHost, options.AllowTlsResume, options.AllowRenegotiation));
        Assert.Same(options.Callback, options.RemoteCertificateValidationCallback!.Target);
        Assert.True(options.CertificateChainPolicy!.DisableCertificateDownloads);
        Assert.Equal(X509RevocationMode.NoCheck, options.CertificateChainPolicy.RevocationMode);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_session_that_unpinned_code_made_with_an_impostor_is_not_resumed(SslProtocols version)
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor, new() { Protocols = version });
        for (int i = 0; i < 3; i++)
            Assert.Null(await AuthenticateAsync(impostor.Port, new SslClientAuthenticationOptions
            {
                TargetHost = "localhost", RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            }));
        PinCallback callback = Of(Leaf);

        Exception? error = await AuthenticateAsync(impostor.Port, callback.CreateSslOptions());

        Assert.IsType<AuthenticationException>(error);
        Assert.Equal(Verdict.PinMismatch, Assert.Single(callback.Verdicts).Verdict);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Each_connection_is_checked(SslProtocols version)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf, new() { Protocols = version });
        PinCallback callback = Of(Leaf);
        PinnedSslOptions options = callback.CreateSslOptions();

        for (int i = 0; i < 4; i++) Assert.Null(await AuthenticateAsync(server.Port, options));

        Assert.Equal(4, callback.Verdicts.Count);
    }

    /// <summary>
    /// Renegotiation is turned off, but .NET on Linux goes along with it all the same. It is the same peer's (RFC 5746), and
    /// the callback is not asked again: what matters is that it gets nothing new.
    /// </summary>
    [SkippableFact]
    public async Task A_renegotiation_shows_no_client_certificate()
    {
        Skip.IfNot(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "no server here can renegotiate");
        X509Certificate? shown = null;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            await using var tls = new SslStream(peer.Stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = Leaf.Certificate,
                EnabledSslProtocols = SslProtocols.Tls12,
                AllowRenegotiation = true,
                RemoteCertificateValidationCallback = (_, client, _, _) => client is null,
            });
            if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) await tls.NegotiateClientCertificateAsync();
            shown = tls.RemoteCertificate;
            await tls.WriteAsync(new byte[1]);
        });
        PinCallback callback = KeyOnly(Leaf).CreateCallback("localhost");
        PinnedSslOptions options = callback.CreateSslOptions();
        options.ClientCertificates = [s_client.Certificate];
        using TcpClient socket = new();
        await socket.ConnectAsync("127.0.0.1", server.Port);
        using SslStream stream = new(socket.GetStream());
        await stream.AuthenticateAsClientAsync(options);

        Exception? error = await Record.ExceptionAsync(() => stream.ReadExactlyAsync(new byte[1]).AsTask());

        Assert.True(error is null or IOException, error?.ToString());
        Assert.Null(stream.LocalCertificate);
        Assert.Null(shown);
        Assert.Equal(Leaf.Der, stream.RemoteCertificate!.GetRawCertData());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_certificate_is_withheld_from_everyone(SslProtocols version)
    {
        foreach (TestCertificate shown in new[] { Leaf, Impostor })
        {
            await using TlsTestServer server = TlsTestServer.Start(
                shown, new() { Protocols = version, RequireClientCertificate = true });
            PinnedSslOptions options = Of(Leaf).CreateSslOptions();
            options.ClientCertificates = [s_client.Certificate];
            await AuthenticateAsync(server.Port, options);

            var context = Of(Leaf).CreateSslOptions();
            context.ClientCertificates = [s_client.Certificate];
            context.ClientCertificateContext = SslStreamCertificateContext.Create(s_client.Certificate, null, offline: true);
            Of(Leaf).ApplyTo(context);
            await AuthenticateAsync(server.Port, context);

            Assert.All(
                await server.WaitForConnectionClosedAsync(2, TimeSpan.FromMinutes(1)),
                one => Assert.Null(one.ClientCertificate));
        }
    }

    [Fact]
    public async Task Options_of_a_client_are_completed_and_a_host_of_its_own_is_checked()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        PinCallback callback = Of(Leaf);
        Action<SslClientAuthenticationOptions> complete = callback;
        Func<string, SslClientAuthenticationOptions> make = callback;
        var options = new SslClientAuthenticationOptions { AllowTlsResume = true, AllowRenegotiation = true };
        complete(options);

        Assert.Equal(
            ("localhost", false, false), (options.TargetHost, options.AllowTlsResume, options.AllowRenegotiation));
        Assert.Null(await AuthenticateAsync(server.Port, options));
        Assert.Null(await AuthenticateAsync(server.Port, make("localhost")));
        Assert.Null(await AuthenticateAsync(server.Port, make("")));
        Assert.NotNull(await AuthenticateAsync(server.Port, make("other.example")));
        Assert.Equal(VerdictReason.OtherHost, callback.LastVerdict!.Reason);
        var elsewhere = new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" };
        complete(elsewhere);
        Assert.NotNull(await AuthenticateAsync(server.Port, elsewhere));
        Assert.Equal(VerdictReason.OtherHost, callback.LastVerdict!.Reason);
    }

    /// <summary>The platform's handler sends the Host header as the name of the server.</summary>
    [Fact]
    public async Task A_Host_header_that_names_another_host_is_refused()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinCallback callback = Of(Leaf);
        var options = callback.CreateSslOptions();
        using HttpClient client = new(new SocketsHttpHandler { SslOptions = options });
        using HttpClient unnamed = new(new SocketsHttpHandler
        {
            SslOptions = new() { RemoteCertificateValidationCallback = callback },
        });

        Assert.Equal("hello", await client.GetStringAsync(server.Uri));
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Uri) { Headers = { Host = "other.example" } };
        await Assert.ThrowsAsync<HttpRequestException>(() => unnamed.SendAsync(request));
        Assert.Equal(VerdictReason.OtherHost, callback.LastVerdict!.Reason);
        Assert.Single(server.Requests);
    }

    private static async Task<Exception?> AuthenticateAsync(int port, SslClientAuthenticationOptions options)
    {
        using TcpClient socket = new();
        await socket.ConnectAsync("127.0.0.1", port);
        using SslStream stream = new(socket.GetStream());
        return await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(options);
            // Sessions of TLS 1.3 come after the handshake.
            await stream.WriteAsync(new byte[1]);
        });
    }
}
#endif
