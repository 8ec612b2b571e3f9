using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Http.WebClient;

namespace PinningTools.Tests.Http;

public sealed class TransportTests : IDisposable
{
    private readonly WebClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task The_same_policy_uses_the_same_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        for (int i = 0; i < 5; i++) await SendAsync(_client.Request(server.Uri));

        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    [Trait("Pitfall", "17")]
    public async Task Another_pin_opens_another_connection_and_a_wrong_one_gets_none()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        await SendAsync(_client.Request(server.Uri, Leaf.Pin));
        await SendAsync(_client.Request(server.Uri, Root.Pin));
        PinningException error = await RefusedAsync(_client.Request(server.Uri, Impostor.Pin));

        Assert.Equal("PinMismatch", error.Fault.Id);
        Assert.Equal(2, server.Requests.Count);
        Assert.True(server.ConnectionCount >= 2);
    }

    [Fact]
    public async Task Other_credentials_open_another_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        PinnedWebRequest session = _client.Request(server.Uri) with { HasSession = true };

        await SendAsync(session with { Credentials = new NetworkCredential("a", "1") });
        await SendAsync(session with { Credentials = new NetworkCredential("a", "1") });
        await SendAsync(session with { Credentials = new NetworkCredential("a", "2") });
        await SendAsync(session);

        Assert.Equal(3, server.ConnectionCount);
    }

    [Fact]
    public async Task Another_password_given_to_the_same_object_goes_to_no_older_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        PinnedWebRequest request = _client.Request(new Uri(server.Uri, "/auth/basic")) with { HasSession = true };
        var logon = new NetworkCredential("me", "first");
        await SendAsync(request with { Credentials = logon });

        logon.Password = "for another server";
        await SendAsync(request with { Credentials = new NetworkCredential("me", "first") });

        string[] tokens = [.. server.Requests
            .Where(one => one.Headers.ContainsKey("Authorization")).Select(one => one.Headers["Authorization"])];
        string only = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("me:first"));
        Assert.Equal([only, only], tokens);
    }

    [Fact]
    public void Another_password_given_to_the_same_object_goes_to_no_older_proxy()
    {
        var logon = new NetworkCredential("me", "first");
        ProxySettings proxy = ProxySettings.Read("http://localhost:1", logon, false)!;
        string key = proxy.Key;

        logon.Password = "for another proxy";

        Assert.Equal("first", proxy.Credential!.Password);
        Assert.Equal(key, proxy.Key);
    }

    [Fact]
    public void Everything_that_makes_a_connection_another_one_is_in_the_key()
    {
        PinPolicy policy = new() { Pins = [SpkiPin.Parse(Leaf.Pin)], Trust = Trust };
        var target = new TlsTarget(HostName.Parse("localhost"), 443);
        HopPolicy usual = HopPolicy.Pinned(policy);
        var said = new OverriddenPolicies(new InlinePins(target, policy));
        ClientCertificate own = ClientCertificate.From(Leaf.Certificate);
        var socket = new UnixDomainSocketEndPoint("/x");
        ProxySettings proxy = ProxySettings.Read("http://p:1", null, false)!;
        ProxySettings withLogon = ProxySettings.Read("http://p:1", new NetworkCredential("a", "b"), false)!;
        TransportSettings[] all =
        [
            new() { Target = target, Policy = usual },
            new() { Target = new TlsTarget(HostName.Parse("localhost"), 444), Policy = usual },
            new() { Target = new TlsTarget(HostName.Parse("other"), 443), Policy = usual },
            new() { Target = new TlsTarget(target.Host, 443) { Address = IPAddress.Loopback }, Policy = usual },
            new() { Target = new TlsTarget(target.Host, 443) { ServerName = HostName.Parse("x") }, Policy = usual },
            Under((said with { Trust = TrustSettings.System }).Apply(policy)),
            Under((said with { Trust = TrustSettings.PinOnly }).Apply(policy)),
            Under((said with { ReportOnly = true }).Apply(policy)),
            Under(new PinPolicy { Pins = [SpkiPin.Parse(Root.Pin)], Trust = Trust }),
            Under(new PinPolicy { Pins = policy.Pins, Vetoes = [SpkiPin.Parse(Root.Pin)], Trust = Trust }),
            Under(new PinPolicy { Pins = policy.Pins, Trust = Trust, At = new DateTime(2030, 1, 1) }),
            Under((said with { CheckRevocation = true }).Apply(policy)),
            Under(BoundTo(PinRole.Unspecified)),
            Under(BoundTo(PinRole.Leaf)),
            Under(BoundTo(PinRole.Root)),
            new() { Target = target, Policy = HopPolicy.Unpinned(PinPolicy.NotPinned(Trust)) },
            new() { Target = target, Policy = HopPolicy.Unpinned(PinPolicy.NotPinned(Trust.WithRevocation())) },
            new() { Target = target, Policy = HopPolicy.Plain },
            new() { Target = target, Policy = usual, Connection = new() { Protocols = SslProtocols.Tls12 } },
            new() { Target = target, Policy = usual, Connection = new() { ApplicationProtocols = ["h2"] } },
            new() { Target = target, Policy = usual, Connection = new() { KeyAlgorithm = ServerKeyAlgorithm.Rsa } },
            new() { Target = target, Policy = usual, Connection = new() { ClientCertificate = own } },
            new() { Target = target, Policy = usual, Credentials = new NetworkCredential("a", "b") },
            new() { Target = target, Policy = usual, Credentials = CredentialCache.DefaultCredentials },
            new() { Target = target, Policy = usual, Cookies = new CookieContainer() },
            new() { Target = target, Policy = usual, Cookies = new CookieContainer() },
            new() { Target = target, Policy = usual, Connection = new() { Proxy = proxy } },
            new() { Target = target, Policy = usual, Connection = new() { Proxy = withLogon } },
            new() { Target = target, Policy = usual, Connection = new() { LocalEndPoint = socket } },
        ];

        Assert.Equal(all.Length, all.Select(settings => settings.Key).Distinct().Count());

        static PinPolicy BoundTo(PinRole role) => PinPolicy.From(new PinSet(HostPattern.Parse("localhost"))
        {
            Pins = [new(SpkiPin.Parse(Leaf.Pin)) { Role = role, RoleEnforced = role != PinRole.Unspecified }],
        });

        TransportSettings Under(PinPolicy other) => new() { Target = target, Policy = HopPolicy.Pinned(other) };
    }

    /// <summary>The deadline is each request's own, and a lookup that is not the system's is kept for no one.</summary>
    [Fact]
    public void A_connection_has_no_option_that_the_key_does_not_know()
    {
        string[] known =
        [
            nameof(ConnectionOptions.Protocols), nameof(ConnectionOptions.ApplicationProtocols),
            nameof(ConnectionOptions.KeyAlgorithm), nameof(ConnectionOptions.ClientCertificate),
            nameof(ConnectionOptions.LocalEndPoint), nameof(ConnectionOptions.Proxy),
            nameof(ConnectionOptions.Timeout), nameof(ConnectionOptions.LookUp),
            nameof(ConnectionOptions.InspectionHandshake),
        ];
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        Assert.Equal(
            known.Order(),
            typeof(ConnectionOptions).GetProperties(Own).Select(one => one.Name)
                .Where(name => name != "EqualityContract").Order());
        Assert.False(new TransportSettings
        {
            Target = new TlsTarget(HostName.Parse("localhost"), 443),
            Policy = HopPolicy.Plain,
            Connection = new() { LookUp = _ => [] },
        }.CanBePooled);
    }

    [Fact]
    public async Task An_emptied_pool_lets_requests_under_way_end()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        Task<Answer> slow = SendAsync(_client.Request(new Uri(server.Uri, "/slow/500")));
        await Task.Delay(100);
        _client.Pool.Clear();

        Assert.Equal("hello", (await slow).Text);
        Assert.Equal(0, _client.Pool.Count);
    }

    [Fact]
    public void The_pool_is_bounded()
    {
        for (int port = 1; port < 700; port++)
            _client.Pool.Rent(new TransportSettings
            {
                Target = new TlsTarget(HostName.Parse("localhost"), port),
                Policy = HopPolicy.Unpinned(PinPolicy.NotPinned(TrustSettings.System)),
            }).Dispose();

        Assert.InRange(_client.Pool.Count, 1, 256);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_runs_out_ends_the_life_of_its_connections(bool ofAuthority)
    {
        var end = new CertificateOptions { NotAfter = DateTimeOffset.UtcNow.AddSeconds(3) };
        TestCertificate brief = ofAuthority
            ? Root.IssueAuthority("Brief", end).Issue("localhost")
            : Root.Issue("localhost", end);
        await using HttpTestServer server = await HttpTestServer.StartAsync(brief);
        await SendAsync(_client.Request(server.Uri, brief.Pin));

        await Task.Delay(TimeSpan.FromSeconds(4));
        PinningException error = await RefusedAsync(_client.Request(server.Uri, brief.Pin));

        Assert.Equal("CertificateExpired", error.Fault.Id);
        Assert.Single(server.Requests);
    }

    /// <summary>The next command may run as someone else.</summary>
    [Fact]
    public async Task A_connection_of_the_current_user_is_kept_for_nobody()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        await SendAsync(_client.Request(server.Uri) with { Credentials = CredentialCache.DefaultCredentials });

        Assert.Equal(0, _client.Pool.Count);
    }

    [Fact]
    public void A_way_through_a_proxy_as_the_current_user_is_kept_for_nobody()
    {
        var settings = new TransportSettings
        {
            Target = new TlsTarget(HostName.Parse("localhost"), 443),
            Policy = HopPolicy.Unpinned(PinPolicy.NotPinned(Trust)),
            Connection = new()
            {
                Proxy = ProxySettings.Read("http://localhost:3128", null, useDefaultCredentials: true),
            },
        };

        Assert.False(settings.CanBePooled);
    }

    [Fact]
    public async Task Cancelling_ends_a_connect_at_once()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.AcceptAndSayNothing);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SendAsync(_client.Request(server.Uri), cancel.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_proxy_is_not_asked_for_a_connection_without_TLS()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(
            Leaf, new HttpServerOptions { PlainHttp = true });
        await using ConnectProxy proxy = ConnectProxy.Start();
        ProxySettings settings = ProxySettings.Read(proxy.Uri.ToString(), null, false)!;

        var uri = new Uri(server.Uri, "/redirect?to=" + server.PlainUri);

        PinningException error = await RefusedAsync(_client.Request(uri) with
        {
            AllowInsecureRedirect = true, Proxy = _ => settings,
        });

        Assert.Equal("PlainThroughProxy", error.Fault.Id);
    }

#if NETSTANDARD_LEG
    [Fact]
    public async Task A_SOCKS_proxy_is_refused_where_the_platform_knows_none()
    {
        ProxySettings settings = ProxySettings.Read("socks5://localhost:1", null, false)!;

        PinningException error = await RefusedAsync(
            _client.Request(new Uri("https://localhost/")) with { Proxy = _ => settings });

        Assert.Equal("ParameterUnsupported", error.Fault.Id);
    }
#else
    [Fact]
    public async Task HTTP_2_keeps_one_connection()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);

        for (int i = 0; i < 5; i++)
        {
            Answer answer = await SendAsync(_client.Request(server.Uri) with { HttpVersion = new Version(2, 0) });
            Assert.True(Assert.Single(answer.Pinning).Passed);
        }

        Assert.All(server.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Equal(1, server.ConnectionCount);
    }

    [SkippableFact]
    public async Task A_Unix_socket_stands_in_for_the_host_and_is_judged_like_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "the socket's path is written for Unix");
        await using HttpTestServer server = await HttpTestServer.StartAsync(Leaf);
        using var folder = new Support.TemporaryFolder();
        var place = new UnixDomainSocketEndPoint(folder.File("s"));
        using var listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(place);
        listener.Listen();
        Task relay = RelayAsync(listener, server.Port);

        Answer answer = await SendAsync(_client.Request(new Uri("https://localhost/")) with
        {
            Connection = new() { LocalEndPoint = place },
        });

        Assert.Equal("hello", answer.Text);
        _client.Pool.Clear();
        await relay;
    }

    private static async Task RelayAsync(Socket listener, int port)
    {
        using Socket from = await listener.AcceptAsync();
        using var to = new TcpClient();
        await to.ConnectAsync(IPAddress.Loopback, port);
        await using var client = new NetworkStream(from);
        await Task.WhenAny(client.CopyToAsync(to.GetStream()), to.GetStream().CopyToAsync(client));
    }
#endif
}
