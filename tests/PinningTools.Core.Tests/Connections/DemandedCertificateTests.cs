using System;
using System.IO;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Integration;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>
/// Servers that end a TLS 1.2 handshake unless they get a client certificate: an inspection evaluates them, and only a
/// leaf that proved its key is shown the certificate, on the next connection.
/// </summary>
public sealed class DemandedCertificateTests
{
    private static readonly TestCertificate s_client =
        TestConnections.Root.Issue("client", new() { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });

    [SkippableFact]
    public async Task It_is_shown_after_an_inspection_and_the_verdict_is_that_of_the_connection()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);

        PinVerdict verdict = await CheckAsync(server.Port, With(s_client));

        Assert.True(verdict.Passed, verdict.Message + server.Log);
        Assert.Equal("TLS 1.2", verdict.Protocol);
        Assert.Equal(await OpenSsl.PinOfAsync(TestConnections.Leaf.Pem), verdict.MatchedPin);
        Assert.Contains("CN = client", await WaitAsync(server, "CN = client"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_wrong_one_is_refused_by_the_server()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);
        TestCertificate stranger = TestCertificate.Root("Elsewhere").Issue("client");

        PinVerdict verdict = await CheckAsync(server.Port, With(stranger));

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.ClientCertificateRefused), (verdict.Verdict, verdict.Reason));
    }

    [SkippableFact]
    public async Task A_server_with_another_key_does_not_see_it()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Root.Issue("localhost"));

        PinVerdict verdict = await CheckAsync(server.Port, With(s_client));

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.DoesNotContain("CN = client", server.Log, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_pins_are_read_with_it_or_without(bool given)
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);
        var check = new PinCheck(
            TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), With(given ? s_client : null))
        {
            Inspects = true,
        };

        PresentedPins pins = await PinChecker.ReadAsync(check, default);

        Assert.Equal((TestConnections.Leaf.Pin, !given), (pins.Records[0].Pin, pins.Records[0].Inspected));
        Assert.False(pins.IsUnproven);
    }

    [SkippableFact]
    public async Task Without_inspections_it_is_withheld()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, With(s_client));

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.ClientCertificateRequired), (verdict.Verdict, verdict.Reason));
        Assert.Contains("-NoInspection", verdict.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CN = client", server.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_set_that_only_reports_does_not_stop_it()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);
        PinPolicy policy = TestConnections.Policy(TestConnections.Root.Issue("localhost")) with { Mode = PinSetMode.ReportOnly };
        var check = new PinCheck(TestConnections.Target(server.Port), policy, With(s_client)) { Inspects = true };

        PinVerdict verdict = await PinChecker.CheckAsync(check, default);

        Assert.Equal((Verdict.PinMismatch, true, false), (verdict.Verdict, verdict.Allowed, verdict.Inspected));
        await WaitAsync(server, "CN = client");
    }

    [SkippableFact]
    public async Task It_is_shown_behind_STARTTLS()
    {
        await using Daemon server = await Daemons.SlapdAsync(TestConnections.Leaf, TestConnections.Root);
        TlsTarget target = TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Ldap);
        PinCheck Check(TestCertificate? client) =>
            new(target, TestConnections.Policy(TestConnections.Leaf), With(client)) { Inspects = true };

        PinVerdict with = await PinChecker.CheckAsync(Check(s_client), default);
        PinVerdict without = await PinChecker.CheckAsync(Check(null), default);

        Assert.True(with is { Passed: true, Inspected: false, Protocol: "TLS 1.2" }, with.Message + server.Log);
        Assert.True(without is { Passed: false, Inspected: true, Verdict: Verdict.Match }, without.Message + server.Log);
    }

    /// <summary>Postfix completes the handshake and refuses afterwards: its key is known without a certificate.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Postfix_requires_it_only_after_the_handshake(bool given)
    {
        await using Daemon server = await Daemons.PostfixAsync(TestConnections.Leaf, """
            smtpd_tls_mandatory_protocols = TLSv1.2
            smtpd_tls_req_ccert = yes
            smtpd_tls_security_level = encrypt
            smtpd_tls_loglevel = 1
            """, TestConnections.Root);
        TlsTarget target = TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Smtp);

        PinVerdict verdict = await PinChecker.CheckAsync(
            new PinCheck(target, TestConnections.Policy(TestConnections.Leaf), With(given ? s_client : null)), default);

        Assert.True(verdict is { Passed: true, Protocol: "TLS 1.2" }, verdict.Message + server.Log);
        string said = given ? "Trusted TLS connection established" : "No client certificate presented";
        Assert.Contains(said, await WaitAsync(server, said), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task It_is_shown_through_a_proxy()
    {
        await using Daemon server = await DemandingAsync(TestConnections.Leaf);
        await using ConnectProxy proxy = ConnectProxy.Start();

        PinVerdict verdict = await CheckAsync(
            server.Port, With(s_client) with { Proxy = ProxySettings.Read(proxy.Uri.ToString(), null, false) });

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Equal(3, proxy.ConnectionCount);
    }

    private static Task<PinVerdict> CheckAsync(int port, ConnectionOptions options) => PinChecker.CheckAsync(
        new PinCheck(TestConnections.Target(port), TestConnections.Policy(TestConnections.Leaf), options)
        {
            Inspects = true,
        },
        default);

    private static ConnectionOptions With(TestCertificate? client) => new()
    {
        Timeout = TestConnections.Patience,
        ClientCertificate = client is null ? null : ClientCertificate.From(client.Certificate),
    };

    private static Task<Daemon> DemandingAsync(TestCertificate certificate, params string[] more)
    {
        Daemon server = Daemon.Of("openssl");
        server.Write(certificate);
        server.Write("root.pem", TestConnections.Root.Pem);
        return server.StartAsync(
        [
            "s_server", "-accept", $"127.0.0.1:{server.Port}", "-tls1_2", "-Verify", "1", "-verify_return_error",
            "-CAfile", "root.pem", "-cert", "cert.pem", "-key", "key.pem", .. more,
        ]);
    }

    private static async Task<string> WaitAsync(Daemon server, string said)
    {
        for (int i = 0; i < 400 && !server.Log.Contains(said, StringComparison.Ordinal); i++) await Task.Delay(25);
        return server.Log;
    }
}
