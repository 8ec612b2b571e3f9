using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Inspection;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>The rules that look at the live chain of a host.</summary>
public sealed class OnlineRulesTests
{
    [Fact]
    public async Task All_pins_in_the_live_chain_and_the_other_rules_that_look_at_it()
    {
        TestCertificate root = TestCertificate.Root("Lint Root");
        TestCertificate authority = root.IssueAuthority("E7, O=Let's Encrypt");
        TestCertificate leaf = authority.Issue("localhost", new() { NotAfter = DateTimeOffset.UtcNow.AddDays(10) });
        await using TlsTestServer server = TlsTestServer.Start(leaf);
        PinSet live(params PinSetPin[] pins) => new(HostPattern.Parse($"localhost:{server.Port}"))
        {
            Trust = TrustMode.Anchors,
            TrustAnchors = [Convert.ToBase64String(root.Der)],
            Pins = pins,
        };
        PinSetPin leafPin = new(SpkiPin.Parse(leaf.Pin));
        PinSetPin authorityPin = new(SpkiPin.Parse(authority.Pin));
        PinSetPin rootPin = new(SpkiPin.Parse(root.Pin));
        PinSetPin hash = new(SpkiPin.FromHash(SHA256.HashData(leaf.Der)));

        Assert.Equal(["AllPinsInChain", "LeafExpiresSoon"], await LookAsync(live(leafPin, rootPin)));
        Assert.Equal(["LeafExpiresSoon"], await LookAsync(live(leafPin, TestSets.Entry("backup"))));
        Assert.Equal(["CertificateHash"], await LookAsync(live(rootPin, hash)));
        Assert.Equal(["RotatingIntermediate"], await LookAsync(live(authorityPin, TestSets.Entry("backup"))));
        Assert.Equal(["LiveMismatch"], await LookAsync(live(TestSets.Entry("other"), TestSets.Entry("backup"))));
        Assert.Empty(await LookAsync(live(rootPin, TestSets.Entry("backup"))));
    }

    /// <summary>The mistake that surveys of DANE find most: the other certificate of a host is not pinned.</summary>
    [SkippableTheory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task A_host_with_two_certificates_needs_pins_for_both(string protocols)
    {
        Skip.IfNot(NginxServer.IsAvailable, "nginx is not installed.");
        TestCertificate root = TestCertificate.Root("Lint Root");
        TestCertificate leaf = root.Issue("localhost");
        TestCertificate other = root.Issue("localhost", new() { KeyKind = KeyKind.Rsa2048 });
        await using NginxServer server = await NginxServer.StartAsync(
            leaf, new() { Protocols = protocols, SecondCertificatePem = other.ChainPem, SecondKeyPem = other.KeyPem });
        PinSet live(params string[] pins) => new(HostPattern.Parse($"localhost:{server.Port}"))
        {
            Trust = TrustMode.Anchors,
            TrustAnchors = [Convert.ToBase64String(root.Der)],
            Pins = [.. pins.Select(pin => new PinSetPin(SpkiPin.Parse(pin))), TestSets.Entry("backup")],
        };

        Assert.Equal(["OtherCertificateNotPinned"], await LookAsync(live(leaf.Pin)));
        Assert.Equal(
            ["LiveMismatch", "OtherCertificateNotPinned"], (await LookAsync(live(other.Pin))).Order(StringComparer.Ordinal));
        Assert.Empty(await LookAsync(live(leaf.Pin, other.Pin)));
        Assert.Empty(await LookAsync(live(root.Pin)));
        Assert.Equal(["LiveMismatch"], await LookAsync(live()));
    }

    [Fact]
    public async Task A_key_that_the_live_host_does_not_hold_is_a_mismatch()
    {
        TestCertificate leaf = TestCertificate.SelfSigned("localhost");
        await using CopiedCertificateServer server = CopiedCertificateServer.Start(
            leaf, TestCertificate.SelfSigned("other").Key, SslProtocols.Tls12);
        var set = new PinSet(HostPattern.Parse($"localhost:{server.Port}"))
        {
            Trust = TrustMode.PinOnly, Pins = [new(SpkiPin.Parse(leaf.Pin)), TestSets.Entry("backup")],
        };

        Assert.Equal(["LiveMismatch"], await LookAsync(set));
    }

    [Fact]
    public async Task A_live_host_that_only_an_inspection_can_read()
    {
        await using MisbehavingServer refusing = MisbehavingServer.Start(Misbehaviour.TlsAlert);
        await using TlsTestServer server = TlsTestServer.Start(FakeInspection.Leaf);
        PinSet Of(int port) => new(HostPattern.Parse($"localhost:{port}"))
        {
            Trust = TrustMode.PinOnly, Pins = [new(SpkiPin.Parse(FakeInspection.Leaf.Pin)), TestSets.Entry("backup")],
        };
        var proving = new FakeInspection();
        var mute = new FakeInspection
        {
            Read = (_, _) => Task.FromResult(FakeInspection.Shown(HandshakeProof.None, ProofStrength.None)),
        };
        PinSet set = Of(refusing.Port);

        Assert.Equal(["InspectedOnly"], await LookAsync(set, proving.Options));
        Assert.Empty(await LookAsync(set with { AllowInspected = true }, proving.Options));
        Assert.Equal(["LiveMismatch"], await LookAsync(set with { AllowInspected = true }, mute.Options));
        Assert.Equal(["InspectionUnneeded"], await LookAsync(Of(server.Port) with { AllowInspected = true }));
        Assert.Empty(await LookAsync(Of(server.Port)));
        // What was only shown is no look at the keys in service.
        Assert.Null((await OnlineRules.CheckAsync(set, new PinLinter([set]), mute.Options, default)).Shown);
    }

    [Fact]
    public async Task Whether_a_pin_is_in_service_is_settled_by_a_look()
    {
        TestCertificate root = TestCertificate.Root("Sight Root");
        TestCertificate leaf = root.Issue("localhost");
        await using TlsTestServer server = TlsTestServer.Start(leaf);
        DateTime old = DateTime.UtcNow.AddDays(-200);
        PinSetPin gone = TestSets.Entry("gone") with { Added = old };
        var set = new PinSet(HostPattern.Parse($"localhost:{server.Port}"))
        {
            Trust = TrustMode.Anchors,
            TrustAnchors = [Convert.ToBase64String(root.Der)],
            Pins = [new PinSetPin(SpkiPin.Parse(leaf.Pin)) { Added = old, LastSeen = old }, gone],
        };
        var linter = new PinLinter([set]);

        OnlineLook look = await OnlineRules.CheckAsync(set, linter, new ConnectionOptions(), CancellationToken.None);
        PinSetFinding[] unseen = [.. linter.Check(set).Where(finding => finding.Id == "PinNotSeen")];
        PinSetFinding settled = Assert.Single(linter.Check(set, look.Shown), finding => finding.Id == "PinNotSeen");

        Assert.Equal(2, unseen.Length);
        Assert.All(unseen, finding => Assert.Contains("the live host was not checked now", finding.Reason));
        Assert.Equal(gone.Pin, settled.Pin);
        Assert.Contains("not in the chain that the host shows now", settled.Reason);
        Assert.All(unseen.Append(settled), finding =>
            Assert.DoesNotContain("remove", finding.Reason + finding.Fix, StringComparison.OrdinalIgnoreCase));
        // Where the host was not reached, no one has looked.
        OnlineLook away = await OnlineRules.CheckAsync(
            set with { Hosts = HostPattern.Parse("localhost:1") }, linter, new ConnectionOptions(),
            CancellationToken.None);
        Assert.Null(away.Shown);
    }

    [Theory]
    [InlineData("*.example.com", null)]
    [InlineData("localhost:1", null)]
    [InlineData("localhost:1", "smtp")]
    public async Task What_cannot_be_looked_at_is_said(string pattern, string? startTls) =>
        Assert.Equal(["NotCheckedOnline"], await LookAsync(TestSets.Of(pattern) with { StartTls = startTls }));

    private static async Task<string[]> LookAsync(PinSet set, ConnectionOptions? options = null)
    {
        var linter = new PinLinter([set]);
        OnlineLook look =
            await OnlineRules.CheckAsync(set, linter, options ?? new ConnectionOptions(), CancellationToken.None);
        return [.. look.Findings.Select(finding => finding.Id)];
    }
}
