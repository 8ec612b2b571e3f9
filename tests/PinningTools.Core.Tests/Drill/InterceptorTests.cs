using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Drill;

/// <summary>The interceptor against clients that validate, do not, or are hostile.</summary>
public sealed class InterceptorTests : IDisposable
{
    private static readonly HostName s_host = HostName.Parse("api.example");
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);
    private static readonly TestCertificate s_client = TestCertificate.SelfSigned("client");

    private readonly DrillAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_that_accepts_the_certificate_is_through(SslProtocols version)
    {
        using Interceptor interceptor = Start();
        using HttpClient client = Client(interceptor, version, accepts: true);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer hunter2");

        using HttpResponseMessage response = await client.PostAsync(
            new Uri("https://api.example/v1?key=hunter2"), new StringContent("hunter2"));
        InterceptedConnection seen = Assert.Single(await interceptor.EndAsync(s_grace, default));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(seen is { IsThrough: true, IsCertificateShown: true, IsHandshakeFinished: true });
        DrillLeak leak = seen.Leak!;
        Assert.Equal("api.example:443", leak.Target);
        Assert.Equal(version == SslProtocols.Tls12 ? "TLS 1.2" : "TLS 1.3", leak.Protocol);
        Assert.Equal("POST /v1?... HTTP/1.1", leak.Request);
        Assert.Equal(7, leak.BodyBytes);
        Assert.Contains("Authorization: (14 characters)", leak.Headers);
        Assert.DoesNotContain("hunter2", leak + string.Concat(leak.Headers), StringComparison.Ordinal);
    }

    /// <summary>.NET completes a TLS 1.3 handshake before it looks at the certificate: that is no leak.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_that_refuses_the_certificate_leaks_nothing(SslProtocols version)
    {
        using Interceptor interceptor = Start();
        using HttpClient client = Client(interceptor, version, accepts: false);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.example/")));
        IReadOnlyList<InterceptedConnection> seen = await interceptor.EndAsync(s_grace, default);

        Assert.Null(Assert.Single(seen).Leak);
        var trace = RunTrace.From(seen, s_host, 443, new ClientExit());
        Assert.True(trace is { IsRouted: true, IsCertificateShown: true, IsThrough: false });
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_certificate_that_was_shown_is_a_leak_even_if_the_client_stopped(SslProtocols version)
    {
        using Interceptor interceptor = Start();
        using HttpClient client = Client(interceptor, version, accepts: false, s_client.Certificate);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://api.example/")));
        InterceptedConnection seen = Assert.Single(await interceptor.EndAsync(s_grace, default));

        Assert.False(seen.IsThrough);
        Assert.Equal("CN=client", seen.Leak!.ClientCertificate);
        Assert.Contains("client certificate CN=client", seen.Leak.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_direct_port_needs_no_proxy()
    {
        using Interceptor interceptor = Start();
        using TcpClient socket = new();
        await socket.ConnectAsync(IPAddress.Loopback, interceptor.DirectPort);
        using SslStream tls = new(
            socket.GetStream(), false, (_, _, _, errors) => errors != SslPolicyErrors.RemoteCertificateNotAvailable);
        await tls.AuthenticateAsClientAsync("api.example");
        await tls.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: api.example\r\n\r\n"));
        using StreamReader reader = new(tls);

        Assert.StartsWith("HTTP/1.1 200", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        socket.Close();
        Assert.True(Assert.Single(await interceptor.EndAsync(s_grace, default)).IsThrough);
    }

    [Fact]
    public async Task A_redirecting_host_sends_the_client_to_the_impostor()
    {
        DrillScene scene = new(DrillMode.RedirectToInterceptor, s_host, 443)
        {
            RedirectingHost = HostName.Parse("other.example"),
        };
        using Interceptor interceptor = Start(scene);
        using HttpClient client = Client(interceptor, SslProtocols.None, accepts: true);

        using HttpResponseMessage response = await client.GetAsync(new Uri("https://other.example/"));
        IReadOnlyList<InterceptedConnection> seen = await interceptor.EndAsync(s_grace, default);

        Assert.Equal(["other.example", "api.example"], seen.Select(one => one.Host!.Value));
        Assert.True(RunTrace.From(seen, s_host, 443, new ClientExit()).IsThrough);
    }

    [Fact]
    public async Task Plain_HTTP_for_the_pinned_host_is_a_leak_and_for_others_is_not()
    {
        using Interceptor interceptor = Start();
        using HttpClient client = Client(interceptor, SslProtocols.None, accepts: true);

        foreach (string host in new[] { "other.example", "api.example" })
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri($"http://{host}/v1?key=hunter2"));
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }

        IReadOnlyList<InterceptedConnection> seen = await interceptor.EndAsync(s_grace, default);
        DrillLeak leak = Assert.Single(RunTrace.From(seen, s_host, 443, new ClientExit()).Leaks);
        Assert.Equal(("plaintext", "GET http://api.example/v1?... HTTP/1.1"), (leak.Protocol, leak.Request));
    }

    /// <summary>Whatever comes, it ends, and what was seen before stands.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("CONNECT\r\n\r\n")]
    [InlineData("CONNECT :::::443 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT api.example:443 HTTP/1.1\r\n\r\nnot TLS at all, and more of it than a record's head")]
    [InlineData("GET http://[/ HTTP/1.1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005hello")]
    public async Task A_client_that_sends_nonsense_is_not_through(string text)
    {
        using Interceptor interceptor = Start();
        foreach (int port in new[] { interceptor.ProxyPort, interceptor.DirectPort })
        {
            using TcpClient socket = new();
            await socket.ConnectAsync(IPAddress.Loopback, port);
            NetworkStream stream = socket.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            socket.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null);
        }

        Assert.DoesNotContain(await interceptor.EndAsync(s_grace, default), one => one.IsThrough);
    }

    [Fact]
    public async Task A_flood_before_TLS_is_cut_off()
    {
        using Interceptor interceptor = Start();
        using TcpClient socket = new();
        await socket.ConnectAsync(IPAddress.Loopback, interceptor.ProxyPort);
        byte[] line = Encoding.ASCII.GetBytes(new string('a', 1000) + "\r\n");

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true) await socket.GetStream().WriteAsync(line);
        });
    }

    [Fact]
    public async Task A_flood_of_connections_is_cut_off()
    {
        using Interceptor interceptor = Start();
        List<TcpClient> sockets = [];
        try
        {
            // Accepted, and closed at once beyond the limit.
            for (int i = 0; i < 100; i++)
            {
                TcpClient socket = new();
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, interceptor.ProxyPort);
            }

            Assert.Equal(0, await sockets[^1].GetStream().ReadAsync(new byte[1]));
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>A client that holds its connection open does not hold the drill.</summary>
    [Fact]
    public async Task The_end_of_a_run_closes_everything()
    {
        using Interceptor interceptor = Start();
        int[] ports = [interceptor.ProxyPort, interceptor.DirectPort];
        using TcpClient idle = new();
        await idle.ConnectAsync(IPAddress.Loopback, ports[0]);

        Assert.False(Assert.Single(await interceptor.EndAsync(TimeSpan.FromMilliseconds(50), default)).IsThrough);

        Assert.True(await IsClosedAsync(idle));
        foreach (int port in ports)
        {
            using TcpClient late = new();
            await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(IPAddress.Loopback, port));
        }
    }

    [Fact]
    public void It_listens_on_loopback_alone()
    {
        using Interceptor interceptor = Start();
        IPEndPoint[] listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners();

        foreach (int port in new[] { interceptor.ProxyPort, interceptor.DirectPort })
            Assert.All(
                listeners.Where(one => one.Port == port), one => Assert.Equal(IPAddress.Loopback, one.Address));
    }

    private Interceptor Start(DrillScene? scene = null) => new(
        scene ?? new DrillScene(DrillMode.BogusChain, s_host, 443),
        (host, mode) => _authority.Identify(host, mode, []),
        LateLibrary.Create<IImpostorHandshake>("ImpostorHandshake"));

    private static HttpClient Client(
        Interceptor interceptor, SslProtocols version, bool accepts, X509Certificate2? certificate = null)
    {
        SocketsHttpHandler handler = new()
        {
            Proxy = new WebProxy("127.0.0.1", interceptor.ProxyPort),
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = version,
                RemoteCertificateValidationCallback = (_, _, _, _) => accepts,
            },
        };
        if (certificate is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return new HttpClient(handler);
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], CancellationToken.None) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
