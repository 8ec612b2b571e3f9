using System;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Verification;

/// <summary>What a server can put into its handshake to exhaust, mislead or divert a client.</summary>
public sealed class HostileHandshakeTests
{
    [Theory]
    [Trait("Pitfall", "10")]
    [Trait("Pitfall", "13")]
    [InlineData(nameof(ExoticCertificates.Ed25519))]
    [InlineData(nameof(ExoticCertificates.RsaPss))]
    [InlineData(nameof(ExoticCertificates.EcExplicitParameters))]
    [InlineData(nameof(ExoticCertificates.UnknownAlgorithm))]
    public async Task An_exotic_key_among_those_sent_has_its_pin_and_spoils_nothing(string maker)
    {
        var exotic = (ExoticCertificate)typeof(ExoticCertificates).GetMethod(maker)!.Invoke(null, null)!;
        await using ArbitraryChainServer server =
            ArbitraryChainServer.Start(Leaf.Key, [Leaf.Der, exotic.Der, Intermediate.Der]);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal(
            [Leaf.Pin, exotic.Pin, Intermediate.Pin], verdict.PresentedChain.Select(record => record.Pin));
    }

    [Fact]
    public async Task Garbage_in_place_of_a_further_certificate_is_no_handshake_or_no_part_of_the_chain()
    {
        await using ArbitraryChainServer server =
            ArbitraryChainServer.Start(Leaf.Key, [Leaf.Der, [1, 2, 3, 4], Intermediate.Der]);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin));

        // OpenSSL breaks off; a platform that continues shows the rest.
        string[] rest = verdict.Verdict == Verdict.HandshakeFailed ? [] : [Leaf.Pin, Intermediate.Pin];
        Assert.Equal(rest, verdict.PresentedChain.Select(record => record.Pin));
    }

    /// <summary>The platform disposes or resets its chain as soon as the callback is over.</summary>
    [Fact]
    [Trait("Pitfall", "34")]
    [Trait("Pitfall", "35")]
    public async Task What_was_copied_in_the_callback_outlives_the_connection()
    {
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(Leaf, Intermediate);
        CheckedConnection judged = await PinChecker.OpenAsync(
            new PinCheck(TestConnections.Target(server.Port), Policy(Root, Leaf.Pin), new ConnectionOptions()),
            CancellationToken.None);

        judged.Dispose();
        GC.Collect();

        PinVerdict verdict = judged.Verdict;
        foreach (PinRecord record in verdict.Chain.Concat(verdict.PresentedChain))
        {
            using X509Certificate2 copy = record.ToCertificate();
            Assert.Equal(record.Subject, copy.Subject);
        }

        Assert.Equal(Leaf.Chain.Select(one => one.Der), verdict.Chain.Select(record => record.Certificate.Raw));
    }

    /// <summary>OpenSSL stops at 100 KB; other platforms have bounds of their own.</summary>
    [SkippableFact]
    public async Task A_certificate_message_of_ten_megabytes_is_refused_unread()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "how much is read is the platform's choice");
        var huge = new OversizeCertificates();
        await using ScriptedServer server = ScriptedServer.Start(huge.SendAsync);

        PinVerdict verdict = await TestConnections.CheckAsync(server.Port, new ConnectionOptions { Timeout = TestConnections.Patience });

        Assert.Equal((Verdict.HandshakeFailed, VerdictReason.ChainTooLong), (verdict.Verdict, verdict.Reason));
        Assert.Contains(
            $"have {OversizeCertificates.Size} bytes in total", verdict.Message, StringComparison.Ordinal);
        await server.WaitForConnectionClosedAsync(1, TestConnections.Patience);
        Assert.InRange(huge.Sent, 1, OversizeCertificates.Size - 1);
    }

    /// <summary>AIA: on a chain that lacks its issuer, and on one that will be refused, nothing is fetched.</summary>
    [Theory]
    [Trait("Pitfall", "7")]
    [Trait("Pitfall", "31")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_an_issuer_could_be_fetched_is_not_asked(bool isComplete)
    {
        await using ScriptedServer elsewhere = ScriptedServer.Start(_ => Task.CompletedTask);
        TestCertificate leaf = Intermediate.Issue("localhost", new CertificateOptions
        {
            IssuerUrls = [$"http://127.0.0.1:{elsewhere.Port}/issuer.crt"],
            OcspUrls = [$"http://127.0.0.1:{elsewhere.Port}/ocsp"],
            CrlUrls = [$"http://127.0.0.1:{elsewhere.Port}/list.crl"],
        });
        await using ArbitraryChainServer server = isComplete
            ? ArbitraryChainServer.Start(leaf, Intermediate)
            : ArbitraryChainServer.Start(leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, leaf.Pin));

        Assert.Equal(isComplete ? Verdict.Match : Verdict.UntrustedChain, verdict.Verdict);
#if NETSTANDARD_LEG
        // There the platform cannot be kept from fetching what is missing; the deadline bounds it.
        if (isComplete) Assert.Equal(0, elsewhere.ConnectionCount);
#else
        Assert.Equal(0, elsewhere.ConnectionCount);
#endif
    }

    /// <summary>A renegotiation is the same peer's (RFC 5746), and the platform judges nothing again in it.</summary>
    [SkippableFact]
    [Trait("Pitfall", "16")]
    public async Task A_server_that_renegotiates_changes_nothing_of_what_was_judged()
    {
        Skip.IfNot(OperatingSystem.IsLinux() || OperatingSystem.IsWindows(), "no server here can renegotiate");
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
            await tls.WriteAsync(new byte[1]);
        });
        using CheckedConnection judged = await PinChecker.OpenAsync(
            new PinCheck(TestConnections.Target(server.Port), PinOnly(Leaf.Pin), new ConnectionOptions()),
            CancellationToken.None);
        var stream = (SslStream)judged.Connection.Stream;
        PresentedChain presented = judged.Connection.Presented;

        // Some platforms continue, others break off.
        Exception? error = await Record.ExceptionAsync(() => stream.ReadAsync(new byte[1]).AsTask());

        Assert.True(error is null or IOException, error?.ToString());
        Assert.Same(presented, judged.Connection.Presented);
        Assert.Equal(Leaf.Der, presented.Leaf.Raw);
        Assert.Equal(Leaf.Der, stream.RemoteCertificate!.GetRawCertData());
    }
}
