using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

public sealed class ClientCertificateTests
{
    private static readonly TestCertificate s_client =
        TestConnections.Root.Issue("client", new() { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task It_is_shown_on_a_second_connection_after_a_good_verdict(SslProtocols protocol)
    {
        await using TlsTestServer server = Asking(TestConnections.Leaf, protocol);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, WithClientCertificate());

        Assert.Equal(Verdict.Match, verdict.Verdict);
        var seen = await server.WaitForConnectionClosedAsync(2, TestConnections.Patience);
        Assert.Null(seen[0].ClientCertificate);
        Assert.Equal(s_client.Der, seen[1].ClientCertificate);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task An_impostor_never_sees_it(SslProtocols protocol)
    {
        await using TlsTestServer server = Asking(TestConnections.Root.Issue("localhost"), protocol);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, WithClientCertificate());

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        var only = Assert.Single(await server.WaitForConnectionClosedAsync(1, TestConnections.Patience));
        Assert.Null(only.ClientCertificate);
    }

    [Fact]
    public async Task An_impostor_that_takes_over_between_the_connections_never_sees_it()
    {
        int connections = 0;
        X509Certificate? seen = null;
        await using ScriptedServer server = ScriptedServer.Start(async peer =>
        {
            TestCertificate shown = ++connections == 1 ? TestConnections.Leaf : TestConnections.Root.Issue("localhost");
            using var tls = new SslStream(peer.Stream, true, (_, certificate, _, _) => (seen ??= certificate) is null);
            await tls.AuthenticateAsServerAsync(shown.Certificate, true, SslProtocols.Tls13, false);
            await peer.StallAsync();
        });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, WithClientCertificate());

        Assert.Equal((2, Verdict.PinMismatch), (connections, verdict.Verdict));
        await server.WaitForConnectionClosedAsync(2, TestConnections.Patience);
        Assert.Null(seen);
    }

    [Fact]
    public async Task A_server_that_does_not_ask_is_connected_to_once()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, WithClientCertificate());

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Single(await server.WaitForConnectionClosedAsync(1, TestConnections.Patience));
    }

    [Fact]
    public async Task The_pins_of_a_host_are_read_in_the_same_way()
    {
        await using TlsTestServer server = Asking(TestConnections.Leaf, SslProtocols.Tls13);

        PresentedPins pins =
            await PinChecker.ReadAsync(
                new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), WithClientCertificate()), default);

        Assert.Equal(TestConnections.Leaf.Pin, pins.Records[0].Pin);
        Assert.Equal(s_client.Der, (await server.WaitForConnectionClosedAsync(2, TestConnections.Patience))[1].ClientCertificate);
    }

    [Fact]
    public async Task An_untrusted_host_whose_pins_are_read_never_sees_it()
    {
        await using TlsTestServer server = Asking(TestConnections.Leaf, SslProtocols.Tls13);

        var check = new PinCheck(
            TestConnections.Target(server.Port), PinPolicy.NotPinned(TrustSettings.System), WithClientCertificate());
        await PinChecker.ReadAsync(check, default);

        Assert.Null(Assert.Single(await server.WaitForConnectionClosedAsync(1, TestConnections.Patience)).ClientCertificate);
    }

    /// <summary>
    /// A user can say that ordinary validation is enough for a host without a pin: then it must have been passed. What
    /// only the verdict afterwards would tell is too late.
    /// </summary>
    [Theory]
    [InlineData("validated", true, true)]
    [InlineData("validated", false, false)]
    [InlineData("untrusted", true, false)]
    [InlineData("unchecked", true, false)]
    [InlineData("mismatch", true, false)]
    public async Task A_host_without_a_pin_sees_it_by_ordinary_validation_alone(string host, bool isAccepted, bool isShown)
    {
        await using TlsTestServer server = Asking(TestConnections.Leaf, SslProtocols.Tls13);
        PinPolicy pinned = TestConnections.Policy(TestConnections.Root.Issue("localhost"));
        PinPolicy policy = host switch
        {
            "validated" => PinPolicy.NotPinned(pinned.Trust),
            "untrusted" => PinPolicy.NotPinned(TrustSettings.System),
            "unchecked" => PinPolicy.NotPinned(TrustSettings.PinOnly),
            _ => pinned,
        };
        var check = new PinCheck(TestConnections.Target(server.Port), policy, WithClientCertificate())
        {
            AcceptsUnpinned = isAccepted,
        };

        using (await PinChecker.OpenAsync(check, default))
        {
        }

        var seen = await server.WaitForConnectionClosedAsync(isShown ? 2 : 1, TestConnections.Patience);
        Assert.Equal(isShown ? s_client.Der : null, seen[^1].ClientCertificate);
        Assert.Equal(isShown ? 2 : 1, seen.Count);
    }

    [Fact]
    public void A_certificate_without_its_key_is_refused()
    {
        using var bare = new X509Certificate2(s_client.Der);

        Assert.Equal(
            "ClientCertificateHasNoKey", Assert.Throws<PinningException>(() => ClientCertificate.From(bare)).Fault.Id);
    }

    [Theory]
    [InlineData(true, "ClientCertificateEphemeral")]
    [InlineData(false, null)]
    public void A_key_that_Windows_has_in_memory_alone_is_told_as_what_it_is(bool isEphemeral, string? fault)
    {
        using var key = new CngLike { Key = new { IsEphemeral = isEphemeral } };

        Assert.Equal(fault, ClientCertificate.WhyNot(key, "CN=client")?.Id);
    }

#if !NETSTANDARD_LEG
    [Fact]
    public void A_certificate_whose_issuer_would_be_fetched_in_mid_handshake_is_refused()
    {
        TestCertificate client = TestConnections.Root.IssueAuthority("Elsewhere").Issue("client", new()
        {
            ExtendedKeyUsages = [CertificateOptions.ClientAuth],
            IssuerUrls = ["http://127.0.0.1:1/issuer.crt"],
        });

        var error = Assert.Throws<PinningException>(() => ClientCertificate.From(client.Certificate));

        Assert.Equal("ClientCertificateIncomplete", error.Fault.Id);
    }
#endif

    private static TlsTestServer Asking(TestCertificate certificate, SslProtocols protocol) =>
        TlsTestServer.Start(certificate, new() { Protocols = protocol, RequireClientCertificate = true });

    private static ConnectionOptions WithClientCertificate() =>
        new() { Timeout = TestConnections.Patience, ClientCertificate = ClientCertificate.From(s_client.Certificate) };

    /// <summary>As RSACng and ECDsaCng are, which are on Windows alone.</summary>
    private sealed class CngLike : AsymmetricAlgorithm
    {
        public required object Key { get; init; }
    }
}
