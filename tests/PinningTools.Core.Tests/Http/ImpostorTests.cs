using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

/// <summary>An impostor sees a handshake and not one byte of HTTP, however the request reached it.</summary>
public sealed class ImpostorTests : IDisposable
{
    private static readonly RequestBody s_secret = RequestBody.FromText("secret");

    private static readonly TestCertificate s_own = Root.Issue(
        "client", new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task On_the_first_request()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);

        PinningException error = await RefusedAsync(_client.Request(impostor.Uri) with
        {
            Method = HttpMethod.Post, Body = s_secret,
        });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(Verdict.PinMismatch, error.VerdictOf()!.Verdict);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task On_a_redirection()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        var first = new Uri(server.Uri, $"/redirect?to={impostor.Uri}&code=307");

        PinningException error = await RefusedAsync(
            _client.Request(first, null, (impostor.Uri, Leaf.Pin)) with
            {
                Method = HttpMethod.Post, Body = s_secret, PreserveAuthorization = true,
            });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Single(server.Requests);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task On_a_new_connection_behind_the_same_session()
    {
        var cookies = new CookieContainer();
        await using PortForwarder place = PortForwarder.Start();
        await using (HttpTestServer server = await HttpTestServer.StartAsync(Leaf))
        {
            place.Target = server.Port;
            await SendAsync(
                _client.Request(new Uri($"https://localhost:{place.Port}/cookie/set?session=1")) with { Cookies = cookies });
        }

        // The real server is gone; an impostor answers in its place now.
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        place.Target = impostor.Port;

        PinningException error = await RefusedAsync(
            _client.Request(new Uri($"https://localhost:{place.Port}/")) with { Cookies = cookies });

        Assert.Equal("PinMismatch", error.Fault.Id);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    [Trait("Pitfall", "21")]
    public async Task Through_a_proxy_which_itself_sees_host_and_port_alone()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start(new ConnectProxyOptions { ImpostorPort = impostor.Port });
        ProxySettings settings = ProxySettings.Read(proxy.Uri.ToString(), null, false)!;

        PinningException error = await RefusedAsync(_client.Request(server.Uri) with
        {
            Proxy = _ => settings,
            Headers = [new("Authorization", "Bearer secret"), new("X-Key", "secret")],
        });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.DoesNotContain("secret", System.Text.Encoding.ASCII.GetString(Assert.Single(proxy.Heads)));
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task A_proxy_that_speaks_for_the_server_before_the_handshake_is_not_believed()
    {
        const string Forged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
        string received = "";
        await using ScriptedServer proxy = ScriptedServer.Start(async client =>
        {
            await client.ReadThroughAsync("\r\n\r\n");
            await client.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n" + Forged);
            while (received.Length < 100_000) received += (char)(await client.ReadAsync(1))[0];
        });
        ProxySettings settings = ProxySettings.Read($"http://localhost:{proxy.Port}", null, false)!;

        PinningException error = await RefusedAsync(_client.Request(new Uri("https://localhost/secret")) with
        {
            Proxy = _ => settings,
        });

        Assert.Equal(FaultKind.Connection, error.Fault.Kind);
        Assert.DoesNotContain("secret", received);
    }

    [Fact]
    public async Task On_a_retry_and_a_refusal_is_not_retried()
    {
        int port;
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        await using PortForwarder place = PortForwarder.Start();
        port = place.Port;
        place.Target = server.Port;
        server.Map("/", context =>
        {
            place.Target = impostor.Port;
            context.Response.Headers.Connection = "close";
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });

        PinningException error = await RefusedAsync(
            _client.Request(new Uri($"https://localhost:{port}/")) with { MaximumRetryCount = 5 });

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Single(server.Requests);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    public async Task When_a_download_is_resumed()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);
        using var folder = new TemporaryFolder();
        string file = folder.File("part");
        await File.WriteAllTextAsync(file, "part");

        await Assert.ThrowsAsync<PinRefusedException>(() => _client.DownloadAsync(impostor.Uri, file, resumeFrom: 4));

        Assert.Equal("part", await File.ReadAllTextAsync(file));
        await AssertSilentAsync(impostor);
    }

    [Fact]
    [Trait("Pitfall", "21")]
    public async Task Under_HTTP_2()
    {
        await using TlsTestServer impostor = TlsTestServer.Start(Impostor);

        PinningException error = await RefusedAsync(_client.Request(impostor.Uri) with
        {
            HttpVersion = new Version(2, 0),
        });

        Assert.Equal("PinMismatch", error.Fault.Id);
        await AssertSilentAsync(impostor);
    }

    [Fact]
    [Trait("Pitfall", "1")]
    public async Task With_the_pinned_certificate_appended()
    {
        // CVE-2016-2402: the victim's certificate is public, so anyone can send it along.
        await using ArbitraryChainServer impostor = ArbitraryChainServer.Start(Impostor, Leaf);

        PinningException error = await RefusedAsync(_client.Request(impostor.Uri));

        Assert.Equal(VerdictReason.OnlyInPresentedChain, error.VerdictOf()!.Reason);
        await AssertSilentAsync(impostor);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_certificate_is_withheld_from_it(SslProtocols protocol)
    {
        await using TlsTestServer impostor = TlsTestServer.Start(
            Impostor, new TlsServerOptions { RequireClientCertificate = true, Protocols = protocol });

        await RefusedAsync(_client.Request(impostor.Uri) with
        {
            Connection = new() { ClientCertificate = ClientCertificate.From(s_own.Certificate) },
        });

        var seen = await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(20));
        Assert.All(seen, connection => Assert.Null(connection.ClientCertificate));
        Assert.All(seen, connection => Assert.Empty(connection.ReceivedBytes));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_client_certificate_goes_along_with_a_redirection_where_asked_for_and_to_a_pinned_host_alone(
        bool isPinned, bool isAsked)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        // With a different certificate: with the same one it would accept the sessions of the first server.
        TestCertificate leaf = Root.Issue("localhost");
        await using HttpTestServer other = await HttpTestServer.StartAsync(
            leaf, new HttpServerOptions { RequireClientCertificate = true });
        (Uri, string)[] others = isPinned ? [(other.Uri, leaf.Pin)] : [];
        PinnedWebRequest request =
            _client.Request(new Uri(server.Uri, "/redirect?to=" + other.Uri), null, others) with
            {
                AllowUnpinnedRedirect = true,
                PreserveAuthorization = isAsked,
                Connection = new() { ClientCertificate = ClientCertificate.From(s_own.Certificate) },
            };

        if (isPinned && isAsked) await SendAsync(request);
        else await RefusedAsync(request);

        Assert.Equal(isPinned && isAsked ? 1 : 0, other.Requests.Count);
        Assert.All(other.Requests, seen => Assert.Equal(s_own.Der, seen.ClientCertificate));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_client_certificate_is_shown_to_the_pinned_server(SslProtocols protocol)
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { RequireClientCertificate = true, TlsProtocols = protocol });

        PinnedWebRequest request = _client.Request(server.Uri) with
        {
            Connection = new() { ClientCertificate = ClientCertificate.From(s_own.Certificate) },
        };
        await SendAsync(request);
        await SendAsync(request);

        Assert.All(server.Requests, seen => Assert.Equal(s_own.Der, seen.ClientCertificate));
        Assert.Equal(1, server.ConnectionCount);
    }
}
