using System;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.Inspection;
using Xunit;

namespace PinningTools.Tests.Integration;

/// <summary>
/// Servers people run, with the settings of ten years ago: directly, behind STARTTLS and through a proxy. openssl is the
/// oracle of each pin.
/// </summary>
public sealed class LegacyDaemonTests
{
    private const string OldSuite = "AES128-SHA:@SECLEVEL=0";

    /// <summary>It signs and decrypts: RSA key exchange has no other proof.</summary>
    private static readonly TestCertificate s_rsa =
        TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });

    [SkippableTheory]
    [InlineData("TLSv1", "ssl_ciphers " + OldSuite + ";", HandshakeProof.Finished, ProofStrength.Legacy, "TLS 1.0")]
    [InlineData("TLSv1.1", "ssl_ciphers ECDHE-RSA-AES128-SHA:@SECLEVEL=0;", HandshakeProof.ServerKeyExchange, ProofStrength.Legacy, "TLS 1.1")]
    [InlineData("TLSv1.2", "ssl_ciphers AES128-SHA;", HandshakeProof.Finished, ProofStrength.Legacy, "TLS 1.2")]
    public async Task Nginx_with_old_versions_and_suites(
        string protocols, string directives, HandshakeProof proof, ProofStrength strength, string protocol)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to these servers");
        await using NginxServer server = await NginxServer.StartAsync(
            s_rsa, new NginxOptions { Protocols = protocols, ServerDirectives = directives });

        PinVerdict verdict = await CheckAsync(TestConnections.Target(server.Port));

        AssertInspected(verdict, proof, strength, protocol, server.ErrorLog);
    }

    /// <summary>nginx ends a handshake of TLS 1.2 later, with a response: only the request fails there.</summary>
    [SkippableFact]
    public async Task Nginx_that_wants_a_client_certificate_is_read_by_the_platform()
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        await using NginxServer server = await NginxServer.StartAsync(
            s_rsa, new NginxOptions { Protocols = "TLSv1.2", ServerDirectives = "ssl_verify_client on; ssl_client_certificate first.pem;" });

        PinVerdict verdict = await CheckAsync(TestConnections.Target(server.Port));

        Assert.True(verdict.Passed, $"{verdict.Message}\n{server.ErrorLog}");
        Assert.False(verdict.Inspected);
    }

    [SkippableFact]
    public async Task Postfix_behind_STARTTLS()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using Daemon server = await Daemons.PostfixAsync(s_rsa, $"""
            smtpd_tls_protocols = TLSv1
            smtpd_tls_ciphers = medium
            tls_medium_cipherlist = {OldSuite}
            """);

        PinVerdict verdict = await CheckAsync(TlsTarget.Parse("localhost", server.Port, StartTlsProtocol.Smtp));

        AssertInspected(verdict, HandshakeProof.Finished, ProofStrength.Legacy, "TLS 1.0", server.Log);
        Assert.Equal(
            await OpenSsl.PinOfAsync(server.Port, "smtp", "-tls1", "-cipher", OldSuite), verdict.MatchedPin);
    }

    [SkippableTheory]
    [InlineData(0, StartTlsProtocol.Imap, "imap")]
    [InlineData(1, StartTlsProtocol.Pop3, "pop3")]
    public async Task Dovecot_behind_STARTTLS(int port, StartTlsProtocol protocol, string name)
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using Daemon server = await Daemons.DovecotAsync(
            s_rsa,
            $"""
            import_environment = OPENSSL_CONF
            ssl_min_protocol = TLSv1
            ssl_cipher_list = {OldSuite}
            """,
            """
            openssl_conf = here
            [here]
            ssl_conf = tls
            [tls]
            system_default = old
            [old]
            MinProtocol = TLSv1
            MaxProtocol = TLSv1.1
            """);

        PinVerdict verdict = await CheckAsync(TlsTarget.Parse("localhost", server.Ports[port], protocol));

        AssertInspected(verdict, HandshakeProof.Finished, ProofStrength.Legacy, "TLS 1.1", server.Log);
        Assert.Equal(
            await OpenSsl.PinOfAsync(server.Ports[port], name, "-tls1_1", "-cipher", OldSuite), verdict.MatchedPin);
    }

    [SkippableFact]
    public async Task A_legacy_server_through_Squid()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's TLS speaks to this server");
        await using Daemon squid = await Daemons.SquidAsync(wantsLogon: false);
        await using OpenSslServer server = await OpenSslServer.StartAsync(s_rsa, "-tls1", "-cipher", OldSuite);
        ConnectionOptions options = LegacyServerTests.Options with
        {
            Proxy = ProxySettings.Read($"http://127.0.0.1:{squid.Port}", null, false),
        };

        PinVerdict verdict = await CheckAsync(TestConnections.Target(server.Port), options);

        AssertInspected(verdict, HandshakeProof.Finished, ProofStrength.Legacy, "TLS 1.0", squid.Log);
        Assert.Null(verdict.Address);
        Assert.Equal(server.Pin, verdict.MatchedPin);
    }

    private static void AssertInspected(
        PinVerdict verdict, HandshakeProof proof, ProofStrength strength, string protocol, string log)
    {
        Assert.True(verdict.Verdict == Verdict.Match, $"{verdict.Message}\n{log}");
        Assert.Equal(
            (true, proof, strength, protocol, false),
            (verdict.Inspected, verdict.Proof, verdict.ProofStrength, verdict.Protocol, verdict.Passed));
        Assert.Equal(s_rsa.Pin, verdict.MatchedPin);
        Assert.Contains(verdict.Warnings, warning => warning.Contains("as old servers do", StringComparison.Ordinal));
    }

    private static Task<PinVerdict> CheckAsync(TlsTarget target, ConnectionOptions? options = null) => PinChecker.CheckAsync(
        new PinCheck(target, TestConnections.Policy(s_rsa), options ?? LegacyServerTests.Options) { Inspects = true }, default);
}
