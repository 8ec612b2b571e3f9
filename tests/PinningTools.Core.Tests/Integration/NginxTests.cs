using System;
using System.IO;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;

namespace PinningTools.Tests.Integration;

public sealed class NginxTests
{
    private static readonly ConnectionOptions s_options = new() { Timeout = TestConnections.Patience };

    [SkippableTheory]
    [InlineData("TLSv1.2", "TLS 1.2")]
    [InlineData("TLSv1.3", "TLS 1.3")]
    public async Task Its_pin_is_the_one_openssl_sees(string protocols, string spoken)
    {
        await using NginxServer server = await StartAsync(new() { Protocols = protocols });

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, s_options);

        Assert.Equal((Verdict.Match, spoken), (verdict.Verdict, verdict.Protocol));
        Assert.Equal(await OpenSsl.PinOfAsync(server.Port), verdict.MatchedPin);
    }

#if !NETSTANDARD_LEG
    [SkippableTheory]
    [Trait("Pitfall", "8")]
    [InlineData(ServerKeyAlgorithm.Rsa, "ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData(ServerKeyAlgorithm.Ecdsa, "ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")]
    public async Task Each_of_two_certificates_can_be_asked_for(
        ServerKeyAlgorithm algorithm, string cipher, string suite)
    {
        TestCertificate rsa = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        await using NginxServer server =
            await StartAsync(new() { SecondCertificatePem = rsa.ChainPem, SecondKeyPem = rsa.KeyPem });

        PresentedPins pins = await PinChecker.ReadAsync(
            new PinCheck(
                TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), s_options with { KeyAlgorithm = algorithm }),
            default);

        Assert.Equal((algorithm == ServerKeyAlgorithm.Rsa ? rsa : TestConnections.Leaf).Pin, pins.Records[0].Pin);
        Assert.Equal(("TLS 1.2", suite), (pins.Records[0].Protocol, pins.Records[0].CipherSuite));
        Assert.Equal(await OpenSsl.PinOfAsync(server.Port, null, "-tls1_2", "-cipher", cipher), pins.Records[0].Pin);
    }

    [SkippableTheory]
    [InlineData("TLSv1.3", VerdictReason.ProtocolRefused)]
    [InlineData("TLSv1.2", VerdictReason.KeyAlgorithmNotOffered)]
    public async Task A_kind_of_key_that_it_cannot_show_has_a_reason(string protocols, VerdictReason reason)
    {
        await using NginxServer server = await StartAsync(new() { Protocols = protocols });

        PinVerdict verdict =
            await TestConnections.CheckAsync(server.Port, s_options with { KeyAlgorithm = ServerKeyAlgorithm.Rsa });

        Assert.Equal((Verdict.HandshakeFailed, reason), (verdict.Verdict, verdict.Reason));
    }
#endif

    /// <summary>A resumed session comes without a certificate: the check that pins are for would not be made.</summary>
    [SkippableTheory]
    [Trait("Pitfall", "15")]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task It_never_gets_to_resume_a_session(string protocols)
    {
        await using NginxServer server = await StartAsync(new()
        {
            Protocols = protocols,
            ServerDirectives = "ssl_session_cache shared:all:1m; ssl_session_tickets on; "
                + "add_header X-Resumed \"<$ssl_session_reused>\";",
        });

        for (int i = 0; i < 4; i++)
        {
            using CheckedConnection judged = await PinChecker.OpenAsync(
                new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), s_options), default);
            await judged.Connection.Stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            string answer = await new StreamReader(judged.Connection.Stream).ReadToEndAsync().WaitAsync(TestConnections.Patience);
            Assert.Contains("X-Resumed: <.>", answer, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task It_gets_a_client_certificate_after_its_own_was_judged(string protocols)
    {
        TestCertificate client =
            TestConnections.Root.Issue("client", new() { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });
        string folder = Directory.CreateTempSubdirectory("pin-").FullName;
        try
        {
            TestConnections.Root.WritePem(Path.Combine(folder, "root.pem"));
            await using NginxServer server = await StartAsync(new()
            {
                Protocols = protocols,
                ServerDirectives =
                    $"ssl_client_certificate {folder}/root.pem; ssl_verify_client on; "
                    + "add_header X-Client $ssl_client_s_dn;",
            });
            ConnectionOptions options = s_options with { ClientCertificate = ClientCertificate.From(client.Certificate) };

            using CheckedConnection judged = await PinChecker.OpenAsync(
                new PinCheck(TestConnections.Target(server.Port), TestConnections.Policy(TestConnections.Leaf), options), default);
            await judged.Connection.Stream.WriteAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray());
            string answer = await new StreamReader(judged.Connection.Stream).ReadToEndAsync().WaitAsync(TestConnections.Patience);

            Assert.True(judged.Verdict.Passed, judged.Verdict.Message);
            Assert.Contains("X-Client: CN=client", answer, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tls_1_2_server_that_demands_a_client_certificate_first_is_told_of(bool given)
    {
        await using Daemon server = Daemon.Of("openssl");
        server.Write(TestConnections.Leaf);
        await server.StartAsync(
        [
            "s_server", "-accept", $"127.0.0.1:{server.Port}", "-tls1_2", "-Verify", "1", "-cert", "cert.pem",
            "-key", "key.pem", "-quiet",
        ]);
        TestCertificate client =
            TestConnections.Root.Issue("client", new() { ExtendedKeyUsages = [CertificateOptions.ClientAuth] });
        ClientCertificate? identity = given ? ClientCertificate.From(client.Certificate) : null;
        ConnectionOptions options = s_options with { ClientCertificate = identity };

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, options);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.ClientCertificateRequired), (verdict.Verdict, verdict.Reason));
        Assert.Contains(given ? "-NoInspection" : "-ClientCertificate", verdict.Message, StringComparison.Ordinal);
    }

    private static Task<NginxServer> StartAsync(NginxOptions options)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        return NginxServer.StartAsync(TestConnections.Leaf, options);
    }
}
