using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Connections;

/// <summary>The engine's front door, and what only this runtime's own TLS shows.</summary>
public sealed class FrontDoorTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_intermediate = s_root.IssueAuthority("Test Intermediate");
    private static readonly TestCertificate s_leaf = s_intermediate.Issue("localhost");
    private static readonly CertificateOptions s_curve = new() { KeyKind = KeyKind.EcP384 };
    private static readonly TestCertificate s_direct = s_root.Issue("localhost");

    private static PinVerifier Verifier(params TestCertificate[] anchors) =>
        new() { TrustAnchors = [.. anchors.Select(anchor => new X509Certificate2(anchor.Der))] };

    [Fact]
    public async Task The_pins_of_a_host_are_read_leaf_first_and_what_it_sent_beside_them_last()
    {
        TestCertificate beside = TestCertificate.SelfSigned("beside.example");
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(s_leaf, beside, s_intermediate);

        IReadOnlyList<PinRecord> pins = await Verifier(s_root).ReadAsync("localhost", server.Port);

        Assert.Equal([s_leaf.Pin, s_intermediate.Pin, s_root.Pin, beside.Pin], pins.Select(pin => pin.Pin));
        Assert.Equal(
            [CertificateRole.Leaf, CertificateRole.Intermediate, CertificateRole.Root, CertificateRole.None],
            pins.Select(pin => pin.Role));
        Assert.Equal([true, true, false, true], pins.Select(pin => pin.SentByServer == true));
        Assert.All(pins, pin => Assert.Equal(("RSA", 1024, "TLS 1.2"), (pin.KeyAlgorithm, pin.KeySize, pin.Protocol)));
    }

    [Fact]
    public async Task A_server_of_the_platforms_own_is_judged_like_any_other()
    {
        await using PlatformServer server = PlatformServer.Start(s_direct);

        IReadOnlyList<PinRecord> pins = await Verifier(s_root).ReadAsync("localhost", server.Port);
        Assert.Equal([s_direct.Pin, s_root.Pin], pins.Select(pin => pin.Pin));
        Assert.Equal(Verdict.Match, (await CheckAsync(Verifier(s_root), s_root.Pin)).Verdict);
        Assert.Equal(Verdict.PinMismatch, (await CheckAsync(Verifier(s_root), s_leaf.Pin)).Verdict);
        Assert.Equal(Verdict.UntrustedChain, (await CheckAsync(new PinVerifier(), s_direct.Pin)).Verdict);
        Assert.Equal(Verdict.Match, (await CheckAsync(new PinVerifier { PinOnly = true }, s_direct.Pin)).Verdict);
        Assert.Equal(Verdict.PinMismatch, (await CheckAsync(new PinVerifier { PinOnly = true }, s_root.Pin)).Verdict);

        Task<PinVerdict> CheckAsync(PinVerifier verifier, string pin) =>
            verifier.CheckAsync([SpkiPin.Parse(pin)], "localhost", server.Port);
    }

    [Fact]
    public async Task More_certificates_than_are_looked_at_are_refused_without_building_a_chain()
    {
        IEnumerable<byte[]> roots = Enumerable.Repeat(s_root.Der, PresentedChain.MaxCertificates);
        await using ArbitraryChainServer server =
            ArbitraryChainServer.Start(s_leaf.Key, [s_leaf.Der, s_intermediate.Der, .. roots]);

        PinVerdict verdict = await Verifier(s_root).CheckAsync([SpkiPin.Parse(s_leaf.Pin)], "localhost", server.Port);

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.ChainTooLong), (verdict.Verdict, verdict.Reason));
        Assert.Equal(PresentedChain.MaxCertificates, verdict.PresentedChain.Length);
    }

    /// <summary>Mono sends no alert about it, and its words decide nothing.</summary>
    [Fact]
    public async Task A_copied_certificate_without_its_key_is_no_matter_of_versions()
    {
        TestCertificate own = TestCertificate.SelfSigned("localhost", s_curve);
        TestCertificate other = TestCertificate.SelfSigned("localhost", s_curve);
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(other.Key, [own.Der]);

        PinVerdict verdict = await new PinVerifier { PinOnly = true }
            .CheckAsync([SpkiPin.Parse(own.Pin)], "localhost", server.Port);

        Assert.Equal(
            (Verdict.HandshakeFailed, VerdictReason.HandshakeCauseUnknown), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task A_key_that_the_platform_may_not_know_is_pinned_by_itself()
    {
        TestCertificate leaf = TestCertificate.SelfSigned("localhost", s_curve);
        await using TlsTestServer server = TlsTestServer.Start(leaf);

        PinVerdict verdict = await new PinVerifier { PinOnly = true }
            .CheckAsync([SpkiPin.Parse(leaf.Pin)], "localhost", server.Port);

        Assert.Equal((Verdict.Match, "EC P-384"), (verdict.Verdict, Assert.Single(verdict.Chain).KeyAlgorithm));
    }

    [SkippableFact]
    public async Task A_chain_of_keys_that_the_platform_may_not_know_is_validated_or_not_judged()
    {
        TestCertificate root = TestCertificate.Root("Curve Root", s_curve);
        TestCertificate leaf = root.Issue("localhost", s_curve);
        await using TlsTestServer server = TlsTestServer.Start(leaf);

        PinVerdict verdict = await Verifier(root).CheckAsync([SpkiPin.Parse(leaf.Pin)], "localhost", server.Port);

        if (MonoRuntime.IsRunning)
            Assert.Equal((Verdict.Unknown, VerdictReason.ChainNotJudged), (verdict.Verdict, verdict.Reason));
        Skip.If(MonoRuntime.IsRunning, "Mono's X509Chain knows no keys on curves");
        Assert.Equal(Verdict.Match, verdict.Verdict);
    }

    [Fact]
    public async Task A_handshake_that_is_given_up_leaves_no_connection_behind()
    {
        await using MisbehavingServer server = MisbehavingServer.Start(Misbehaviour.AcceptAndSayNothing);

        var error = await Assert.ThrowsAsync<PinningException>(
            () => new PinVerifier { Timeout = TimeSpan.FromSeconds(1) }.ReadAsync("localhost", server.Port));

        Assert.Equal("TimedOut", error.Fault.Id);
        await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10));
    }
}
