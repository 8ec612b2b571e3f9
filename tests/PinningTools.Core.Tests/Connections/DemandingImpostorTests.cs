using System;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using PinningTools.Tests.Inspection;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>
/// Impostors that demand a client certificate at TLS 1.2, with copied certificates, at each of the connections on the way
/// to it; and servers that show another certificate each time.
/// </summary>
public sealed class DemandingImpostorTests
{
    private const bool IsFramework =
#if NETSTANDARD_LEG
        true;
#else
        false;
#endif

    private const int Signed = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    private const int Unsigned = CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256;

    private static readonly CertificateOptions s_rsa = new() { KeyKind = KeyKind.Rsa2048 };

    private static readonly TestCertificate[] s_leaves =
        [.. Enumerable.Range(0, 3).Select(_ => TestConnections.Root.Issue("localhost", s_rsa))];

    private static readonly TestCertificate s_stranger = TestConnections.Root.Issue("localhost", s_rsa);

    private static readonly TestCertificate s_client = TestConnections.Root.Issue(
        "client", new() { KeyKind = KeyKind.Rsa2048, ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    [Fact]
    public async Task The_servers_of_these_tests_take_the_certificate()
    {
        using BouncyServer server = BouncyServer.Start(Demanding(s_leaves[0]));

        PinVerdict verdict = await CheckAsync(server);

        Assert.True(verdict.Passed, verdict.Message + server.Error);
        Assert.Equal(1, server.ClientCertificates);
    }

    /// <summary>Under RSA key exchange a request for a client certificate proves nothing.</summary>
    [Fact]
    public async Task A_copied_certificate_under_RSA_key_exchange_is_not_proven_and_sees_nothing()
    {
        using BouncyServer impostor = BouncyServer.Start(Demanding(s_leaves[0], s_stranger.Key, Unsigned));

        PinVerdict verdict = await CheckAsync(impostor);

        Assert.Equal((Verdict.NotProven, VerdictReason.KeyNotProven), (verdict.Verdict, verdict.Reason));
        Assert.False(verdict.Passed || verdict.Allowed);
        Assert.True(impostor.ClientCertificates is null or 0);
    }

    [Fact]
    public async Task A_copied_certificate_with_a_signature_of_another_key_sees_nothing()
    {
        using BouncyServer impostor = BouncyServer.Start(Demanding(s_leaves[0], s_stranger.Key));

        PinVerdict verdict = await CheckAsync(impostor);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.HandshakeSignatureInvalid), (verdict.Verdict, verdict.Reason));
        Assert.True(impostor.ClientCertificates is null or 0);
    }

    /// <summary>The server is the right one until it is inspected, then someone else has its address.</summary>
    [Theory]
    [InlineData(Unsigned)]
    [InlineData(Signed)]
    public async Task An_impostor_at_the_second_connection_sees_nothing_where_suites_can_be_chosen(int suite)
    {
        int connection = 0;
        using BouncyServer server = BouncyServer.Start(() => Interlocked.Increment(ref connection) <= 2
            ? Demanding(s_leaves[0])
            : Demanding(s_leaves[0], s_stranger.Key, suite));

        PinVerdict verdict = await CheckAsync(server);

        Assert.Contains(verdict.Verdict, new[] { Verdict.HandshakeFailed, Verdict.NotProven });
        Assert.False(verdict.Passed || verdict.Allowed);
        if (KeyAlgorithmChoice.CanChooseSuites || suite == Signed) Assert.True(server.ClientCertificates is null or 0);
    }

#if !NETSTANDARD_LEG
    /// <summary>Many systems offer no other by default, so that the test above passes there without this.</summary>
    [SkippableTheory]
    [InlineData(KeyKind.Rsa2048, "TLS_(AES|CHACHA20|ECDHE_RSA|DHE_RSA)_")]
    [InlineData(KeyKind.EcP256, "TLS_(AES|CHACHA20|ECDHE_ECDSA)_")]
    public void A_connection_that_may_show_it_offers_signed_key_exchange_for_the_leafs_key_alone(KeyKind kind, string suites)
    {
        Skip.IfNot(KeyAlgorithmChoice.CanChooseSuites, "This system chooses the cipher suites itself.");
        // For the analyzer.
        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid()) return;
        TestCertificate leaf = TestConnections.Root.Issue("localhost", new() { KeyKind = kind });
        var handshake = new System.Net.Security.SslClientAuthenticationOptions();

        KeyAlgorithmChoice.OfferSigned(ApprovedLeaves.None.With(DerCertificate.Parse(leaf.Der)), handshake);

        Assert.NotNull(handshake.CipherSuitesPolicy);
        Assert.All(handshake.CipherSuitesPolicy.AllowedCipherSuites, suite => Assert.Matches("^" + suites, suite.ToString()));
        Assert.True(handshake.CipherSuitesPolicy.AllowedCipherSuites.Count() > 9);
    }
#endif

    /// <summary>
    /// What an inspection approved is forgotten with the first bad verdict. Where the platform does not say which server it
    /// asks for, the impostor sees the certificate before that, once.
    /// </summary>
    [Fact]
    public async Task An_impostor_that_takes_over_before_a_request_does_not_see_it_with_each_request()
    {
        TestCertificate leaf = WebClient.Root.Issue("localhost", s_rsa);
        TestCertificate impostor = WebClient.Root.Issue("localhost", s_rsa);
        int connection = 0;
        using BouncyServer server = BouncyServer.Start(() =>
            Demanding(Interlocked.Increment(ref connection) <= 2 ? leaf : impostor));
        using var client = new WebClient();
        PinnedWebRequest request = client.Request(new Uri($"https://localhost:{server.Port}/"), leaf.Pin) with
        {
            Connection = new() { ClientCertificate = ClientCertificate.From(s_client.Certificate) },
        };

        for (int i = 0; i < 3; i++) await WebClient.RefusedAsync(request);

        Assert.True(connection > 3);
        Assert.InRange(server.ShownTimes, 0, IsFramework ? 1 : 0);
    }

    [Fact]
    public async Task A_server_with_another_key_at_the_second_connection_sees_nothing()
    {
        int connection = 0;
        using BouncyServer server = BouncyServer.Start(
            () => Demanding(Interlocked.Increment(ref connection) <= 2 ? s_leaves[0] : s_stranger));

        PinVerdict verdict = await CheckAsync(server);

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.Equal(4, connection);
        Assert.True(server.ClientCertificates is null or 0);
    }

    [Fact]
    public async Task Another_leaf_that_is_good_as_well_is_inspected_and_gets_it()
    {
        int connection = 0;
        using BouncyServer server = BouncyServer.Start(
            () => Demanding(Interlocked.Increment(ref connection) <= 2 ? s_leaves[0] : s_leaves[1]));

        PinVerdict verdict = await CheckAsync(server);

        Assert.True(verdict.Passed, verdict.Message + server.Error);
        Assert.Equal((5, s_leaves[1].Pin), (connection, verdict.MatchedPin));
    }

    [Fact]
    public async Task A_server_that_shows_another_leaf_each_time_is_given_up()
    {
        int connection = 0;
        using BouncyServer server = BouncyServer.Start(
            () => Demanding(s_leaves[(Interlocked.Increment(ref connection) - 1) / 2]));

        PinVerdict verdict = await CheckAsync(server);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.ClientCertificateRequired, 5),
            (verdict.Verdict, verdict.Reason, connection));
        Assert.Contains("another certificate on each connection", verdict.Message, StringComparison.Ordinal);
        Interlocked.Exchange(ref connection, 0);
        ConnectionFailure failure = await Assert.ThrowsAsync<ConnectionFailure>(() => PinChecker.OpenAsync(Check(server), default));
        Assert.Equal("ClientCertificateWithheld", failure.Fault.Id);
        Assert.True(server.ClientCertificates is null or 0);
    }

    private static BouncyChoices Demanding(TestCertificate shown, AsymmetricAlgorithm? key = null, int suite = Signed) =>
        new()
        {
            Key = PrivateKeyFactory.CreateKey((key ?? shown.Key).ExportPkcs8PrivateKey()),
            Certificates = [shown.Der],
            Version = ProtocolVersion.TLSv12,
            Suite = suite,
            Scheme = SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
            DemandsClientCertificate = true,
        };

    private static Task<PinVerdict> CheckAsync(BouncyServer server) => PinChecker.CheckAsync(Check(server), default);

    private static PinCheck Check(BouncyServer server)
    {
        PinPolicy policy = TestConnections.Policy(s_leaves[0]) with
        {
            Pins = [.. s_leaves.Select(leaf => SpkiPin.Parse(leaf.Pin))],
        };
        var options = new ConnectionOptions
        {
            Timeout = TestConnections.Patience, ClientCertificate = ClientCertificate.From(s_client.Certificate),
        };
        return new PinCheck(TestConnections.Target(server.Port), policy, options) { Inspects = true };
    }
}
