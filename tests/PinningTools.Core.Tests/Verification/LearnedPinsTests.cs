using System;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Connections;
using PinningTools.Tests.Http;
using PinningTools.Tests.Inspection;
using PinningTools.Tests.PinSets;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>What a host shows, as a pin set to be confirmed.</summary>
public sealed class LearnedPinsTests
{
    private static readonly TrustSettings s_trust = TestConnections.Policy(TestConnections.Leaf).Trust;

    [Fact]
    public async Task The_roles_that_are_wanted_become_pins_of_the_host()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        LearnedPins learned = await LookAsync(
            server.Port, new PinSetDraft { Trust = s_trust }, CertificateRole.Leaf, CertificateRole.Root);
        PinSet set = learned.ToSet();

        Assert.Equal($"localhost:{server.Port}", set.Pattern);
        Assert.Equal(
            [(TestConnections.Leaf.Pin, PinRole.Leaf), (TestConnections.Root.Pin, PinRole.Root)], set.Pins.Select(pin => (pin.Pin, pin.Role)));
        Assert.All(set.Pins, pin => Assert.NotNull(pin.LastSeen));
        Assert.Equal(TrustMode.Anchors, set.Trust);
        Assert.Null(learned.Warning);
    }

    [Fact]
    public async Task The_question_names_every_key_that_would_be_trusted()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);

        LearnedPins learned = await LookAsync(server.Port, new PinSetDraft { Trust = s_trust }, CertificateRole.Leaf);

        Assert.Contains($"localhost:{server.Port} shows these keys now", learned.Question);
        Assert.Contains($"{TestConnections.Leaf.Pin}  Leaf  CN=localhost", learned.Question);
        Assert.DoesNotContain(TestConnections.Root.Pin, learned.Question);
    }

    [Fact]
    public async Task Hosts_backups_and_certificates_are_the_drafts()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        var draft = new PinSetDraft
        {
            Trust = s_trust,
            Hosts = HostPattern.Parse("**.example"),
            Backups = [TestSets.Entry("spare")],
            KeepsCertificates = true,
        };

        PinSet set = (await LookAsync(server.Port, draft, CertificateRole.Leaf)).ToSet();

        Assert.Equal("**.example", set.Pattern);
        Assert.Equal([PinRole.Leaf, PinRole.Backup], set.Pins.Select(pin => pin.Role));
        Assert.Equal([Convert.ToBase64String(TestConnections.Leaf.Der), null], set.Pins.Select(pin => pin.Certificate));
    }

    /// <summary>CVE-2016-2402: what a server merely sent is learned by nobody.</summary>
    [Fact]
    public async Task A_chain_that_does_not_validate_teaches_nothing_but_its_leaf_under_key_only_trust()
    {
        TestCertificate alone = TestCertificate.SelfSigned("localhost");
        await using TlsTestServer server = TlsTestServer.Start(alone);

        PinningException error = await Assert.ThrowsAsync<PinningException>(() => LookAsync(
            server.Port, new PinSetDraft { Trust = s_trust }, CertificateRole.Leaf, CertificateRole.Root));
        LearnedPins learned = await LookAsync(
            server.Port, new PinSetDraft { Trust = TrustSettings.PinOnly }, CertificateRole.Root);

        Assert.Equal("NothingToLearn", error.Fault.Id);
        Assert.Equal(alone.Pin, Assert.Single(learned.ToSet().Pins).Pin);
        Assert.Equal(TrustMode.PinOnly, learned.ToSet().Trust);
    }

    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task All_certificates_of_a_host_are_learned_together(string protocols)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        TestCertificate rsa = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        TestCertificate stranger = TestCertificate.SelfSigned("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        await using NginxServer both = await NginxServer.StartAsync(
            TestConnections.Leaf,
            new() { Protocols = protocols, SecondCertificatePem = rsa.ChainPem, SecondKeyPem = rsa.KeyPem });
        await using NginxServer half = await NginxServer.StartAsync(
            TestConnections.Leaf,
            new() { Protocols = protocols, SecondCertificatePem = stranger.ChainPem, SecondKeyPem = stranger.KeyPem });
        var draft = new PinSetDraft { Trust = s_trust };

        LearnedPins all = await LookAsync(both.Port, draft, CertificateRole.Leaf, CertificateRole.Root);
        LearnedPins one = await LookAsync(half.Port, draft, CertificateRole.Leaf, CertificateRole.Root);

        Assert.Equal(
            new[] { TestConnections.Leaf.Pin, TestConnections.Root.Pin, rsa.Pin }.Order(StringComparer.Ordinal),
            all.ToSet().Pins.Select(pin => pin.Pin).Order(StringComparer.Ordinal));
        Assert.Contains(rsa.Pin, all.Question, StringComparison.Ordinal);
        Assert.Null(all.Warning);
        Assert.DoesNotContain(stranger.Pin, one.Question, StringComparison.Ordinal);
        Assert.Contains("also has a certificate with the key RSA, of which nothing is pinned", one.Warning);
    }

    /// <summary>A copy of another certificate, shown for the kind of key that clients rarely ask for.</summary>
    [Fact]
    public async Task A_second_certificate_that_is_not_proven_is_not_learned()
    {
        TestCertificate copied = TestConnections.Root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        using BouncyServer impostor = BouncyServer.Start(new BouncyChoices
        {
            Key = BouncyKeys.Pair("rsa2048").Private,
            Certificates = [copied.Der],
            Version = Org.BouncyCastle.Tls.ProtocolVersion.TLSv12,
            Suite = Org.BouncyCastle.Tls.CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
            DemandsClientCertificate = true,
        });
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        await using PortForwarder place = PortForwarder.Start();
        // The first connection goes to the second target.
        place.Targets = [impostor.Port, server.Port, .. Enumerable.Repeat(impostor.Port, 20)];

        LearnedPins learned = await LookAsync(place.Port, new PinSetDraft { Trust = s_trust }, CertificateRole.Leaf);

        Assert.Equal(TestConnections.Leaf.Pin, Assert.Single(learned.ToSet().Pins).Pin);
        Assert.Contains("did not prove", learned.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forbidden_key_is_not_learned()
    {
        await using TlsTestServer server = TlsTestServer.Start(TestConnections.Leaf);
        var draft = new PinSetDraft { Trust = s_trust, Vetoes = [new PinSetPin(SpkiPin.Parse(TestConnections.Leaf.Pin))] };

        LearnedPins learned = await LookAsync(server.Port, draft, CertificateRole.Leaf);

        Assert.Equal("PinBothGoodAndBad", TestSets.FaultOf(() => learned.ToSet()));
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_a_fault() =>
        // Nobody listens on the discard port of a test machine.
        Assert.Equal("ConnectFailed", (await Assert.ThrowsAsync<PinningException>(
            () => LookAsync(9, new PinSetDraft(), CertificateRole.Leaf))).Fault.Id);

    private static Task<LearnedPins> LookAsync(int port, PinSetDraft draft, params CertificateRole[] roles) =>
        LearnedPins.LookAsync(
            draft, TestConnections.Target(port), new ConnectionOptions { Timeout = TestConnections.Patience }, roles, default);
}
