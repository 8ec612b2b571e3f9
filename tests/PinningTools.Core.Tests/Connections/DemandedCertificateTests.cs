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
