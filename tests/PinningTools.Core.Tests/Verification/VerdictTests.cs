using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;
using static PinningTools.Tests.Verification.Loopback;

namespace PinningTools.Tests.Verification;

/// <summary>Real handshakes on loopback, and the verdict each deserves.</summary>
public sealed class VerdictTests
{
    private static readonly TestCertificate s_stranger = TestCertificate.Root("Other Root").Issue("localhost");

    [Theory]
    [InlineData(0, CertificateRole.Leaf)]
    [InlineData(1, CertificateRole.Intermediate)]
    [InlineData(2, CertificateRole.Root)]
    public async Task A_pin_of_any_certificate_of_the_validated_chain_matches_the_root_that_was_not_sent_included(
        int position, CertificateRole role)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, s_stranger.Pin, Leaf.Chain[position].Pin));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.True(verdict.Passed);
        Assert.Equal(Leaf.Chain[position].Pin, verdict.MatchedPin);
        Assert.Equal(role, verdict.MatchedRole);
        Assert.Equal(Leaf.Chain.Select(certificate => certificate.Pin), verdict.Chain.Select(record => record.Pin));
        Assert.Equal(
            [CertificateRole.Leaf, CertificateRole.Intermediate, CertificateRole.Root],
            verdict.Chain.Select(record => record.Role));
        Assert.Equal([true, true, false], verdict.Chain.Select(record => record.SentByServer == true));
        Assert.All(verdict.Chain, record => Assert.True(record.InValidatedChain));
        Assert.Equal(position, verdict.Chain.Single(record => record.Matched).Position);
        Assert.Equal("CN=Test Root", verdict.TrustAnchor);
        Assert.Equal([s_stranger.Pin], verdict.BackupPins);
        Assert.Empty(verdict.Warnings);
        Assert.Equal("127.0.0.1", verdict.Address);
        Assert.StartsWith("TLS 1.", verdict.Protocol, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Pitfall", "30")]
    public async Task A_match_without_a_backup_pin_warns_of_the_lock_out()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin));

        Assert.True(verdict.Passed);
        Assert.Contains("backup pin", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_pin_is_a_mismatch_whose_message_can_be_pasted()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, s_stranger.Pin));

        Assert.Equal(Verdict.PinMismatch, verdict.Verdict);
        Assert.Equal(VerdictReason.NoPinInChain, verdict.Reason);
        Assert.False(verdict.Passed);
        Assert.Null(verdict.MatchedPin);
        foreach (TestCertificate certificate in Leaf.Chain)
            Assert.Contains(certificate.Pin, verdict.Message, StringComparison.Ordinal);
        Assert.Contains("CN=Test Intermediate", verdict.Message, StringComparison.Ordinal);
        Assert.Contains(s_stranger.Pin, verdict.Message, StringComparison.Ordinal);
        Assert.Contains($"-Pin '{Leaf.Pin}'", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_anchor_the_chain_is_untrusted_and_the_right_pin_does_not_help()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict system = await CheckAsync(server, Policy(null, Leaf.Pin));
        PinVerdict otherAnchor = await CheckAsync(server, Policy(s_stranger.Issuer!, Leaf.Pin));

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.MissingIntermediate), (system.Verdict, system.Reason));
        Assert.Equal(Verdict.UntrustedChain, otherAnchor.Verdict);
        Assert.All(
            system.Chain.Concat(otherAnchor.Chain),
            record => Assert.False(record.InValidatedChain == true || record.Matched));
    }

    [Fact]
    public async Task A_self_signed_server_is_untrusted_unless_it_is_the_anchor()
    {
        TestCertificate appliance = TestCertificate.SelfSigned("localhost");
        await using TlsTestServer server = TlsTestServer.Start(appliance);

        PinVerdict untrusted = await CheckAsync(server, Policy(null, appliance.Pin));
        PinVerdict trusted = await CheckAsync(server, Policy(appliance, appliance.Pin));

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.SelfSigned), (untrusted.Verdict, untrusted.Reason));
        Assert.Contains("-PinOnly", untrusted.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Match, trusted.Verdict);
        Assert.Equal(CertificateRole.Leaf, trusted.MatchedRole);
    }

    /// <summary>Platforms give such a chain different statuses; the verdict is the same.</summary>
    [Fact]
    [Trait("Pitfall", "33")]
    public async Task A_self_signed_server_past_its_time_is_untrusted_or_else_expired()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var options = new CertificateOptions { NotBefore = now.AddDays(-30), NotAfter = now.AddDays(-1) };
        TestCertificate appliance = TestCertificate.SelfSigned("localhost", options);
        await using TlsTestServer server = TlsTestServer.Start(appliance);

        PinVerdict untrusted = await CheckAsync(server, Policy(null, appliance.Pin));
        PinVerdict trusted = await CheckAsync(server, Policy(appliance, appliance.Pin));
        PinVerdict byKey = await CheckAsync(server, PinOnly(appliance.Pin));

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.SelfSigned), (untrusted.Verdict, untrusted.Reason));
        Assert.Equal((Verdict.CertificateExpired, VerdictReason.Expired), (trusted.Verdict, trusted.Reason));
        Assert.Equal(Verdict.Match, byKey.Verdict);
    }

    [Fact]
    public async Task Another_name_is_a_name_mismatch_even_with_the_right_pin()
    {
        TestCertificate other = Intermediate.Issue("other.example");
        await using TlsTestServer server = TlsTestServer.Start(other);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, other.Pin));

        Assert.Equal(Verdict.NameMismatch, verdict.Verdict);
        Assert.Contains("other.example", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_without_names_is_told_apart()
    {
        TestCertificate nameless =
            Intermediate.Issue("localhost", new CertificateOptions { OmitSubjectAlternativeName = true });
        await using TlsTestServer server = TlsTestServer.Start(nameless);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, nameless.Pin));

        Assert.Equal((Verdict.NameMismatch, VerdictReason.NoSubjectAlternativeName), (verdict.Verdict, verdict.Reason));
    }

    [Theory]
    [Trait("Pitfall", "47")]
    [InlineData(-30, -1, VerdictReason.Expired)]
    [InlineData(1, 30, VerdictReason.NotYetValid)]
    public async Task Outside_its_validity_a_certificate_is_refused_even_with_the_right_pin(
        int fromDays, int toDays, VerdictReason reason)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var options = new CertificateOptions { NotBefore = now.AddDays(fromDays), NotAfter = now.AddDays(toDays) };
        TestCertificate leaf = Intermediate.Issue("localhost", options);
        await using TlsTestServer server = TlsTestServer.Start(leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, leaf.Pin));

        Assert.Equal((Verdict.CertificateExpired, reason), (verdict.Verdict, verdict.Reason));
    }

    [SkippableFact]
    public async Task A_certificate_for_clients_only_is_refused()
    {
        Skip.If(MonoRuntime.IsRunning, "Mono's X509Chain looks at no application policy");
        var options = new CertificateOptions { ExtendedKeyUsages = [CertificateOptions.ClientAuth] };
        TestCertificate leaf = Intermediate.Issue("localhost", options);
        await using TlsTestServer server = TlsTestServer.Start(leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, leaf.Pin));

        Assert.Equal((Verdict.UntrustedChain, VerdictReason.WrongUsage), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task Key_only_trust_accepts_a_self_signed_server_by_its_leaf_key_under_any_name()
    {
        TestCertificate appliance = TestCertificate.SelfSigned("some.other.name");
        await using TlsTestServer server = TlsTestServer.Start(appliance);

        PinVerdict verdict = await CheckAsync(server, PinOnly(appliance.Pin));

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Null(verdict.TrustAnchor);
        Assert.False(Assert.Single(verdict.Chain).InValidatedChain);
    }

    /// <summary>
    /// Anyone can send a public certificate along: under key-only trust only the key of the handshake counts.
    /// </summary>
    [Fact]
    [Trait("Pitfall", "2")]
    public async Task Key_only_trust_refuses_a_pin_that_only_an_appended_certificate_carries()
    {
        TestCertificate impostor = TestCertificate.SelfSigned("localhost");
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(impostor, Leaf, Intermediate, Root);

        foreach (TestCertificate appended in Leaf.Chain)
        {
            PinVerdict verdict = await CheckAsync(server, PinOnly(appended.Pin));
            Assert.Equal((Verdict.PinMismatch, VerdictReason.OnlyInPresentedChain), (verdict.Verdict, verdict.Reason));
        }
    }

    [Fact]
    [Trait("Pitfall", "14")]
    public async Task The_hash_of_the_whole_certificate_is_recognised_as_the_wrong_hash()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);
        string hash = SpkiPin.FromHash(DerCertificate.Parse(Leaf.Der).Sha256Thumbprint()).ToString();

        PinVerdict verdict = await CheckAsync(server, Policy(Root, hash));

        Assert.Equal((Verdict.PinMismatch, VerdictReason.CertificateHashGiven), (verdict.Verdict, verdict.Reason));
    }

    [Fact]
    public async Task A_renewed_certificate_with_the_same_key_still_matches()
    {
        TestCertificate renewed = Leaf.Renew();
        await using TlsTestServer server = TlsTestServer.Start(renewed);

        Assert.NotEqual(Leaf.Der, renewed.Der);
        Assert.True((await CheckAsync(server, Policy(Root, Leaf.Pin))).Passed);
    }

    [SkippableFact]
    [Trait("Pitfall", "25")]
    public async Task An_address_is_judged_by_the_address_entries_and_sends_no_server_name()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin), "127.0.0.1");

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Skip.If(MonoRuntime.IsRunning, "Mono sends an address as the server name");
        IReadOnlyList<Testing.TlsConnection> connections =
            await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10));
        Assert.True(string.IsNullOrEmpty(connections[0].ServerName));
    }

    [Theory]
    [Trait("Pitfall", "24")]
    [Trait("Pitfall", "26")]
    [Trait("Pitfall", "27")]
    [InlineData("LOCALHOST")]
    [InlineData("localhost.")]
    public async Task A_host_is_canonical_before_it_is_sent_and_judged(string host)
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        PinVerdict verdict = await CheckAsync(server, Policy(Root, Leaf.Pin), host);

        Assert.Equal(Verdict.Match, verdict.Verdict);
        Assert.Equal("localhost", verdict.HostName);
        IReadOnlyList<Testing.TlsConnection> connections =
            await server.WaitForConnectionClosedAsync(1, TimeSpan.FromSeconds(10));
        Assert.Equal("localhost", connections[0].ServerName);
    }

    [Fact]
    [Trait("Pitfall", "15")]
    public async Task The_verdict_of_a_resumable_server_is_made_anew_on_every_connection()
    {
        await using TlsTestServer server = TlsTestServer.Start(Leaf);

        for (int i = 0; i < 5; i++) Assert.True((await CheckAsync(server, Policy(Root, Leaf.Pin))).Passed);
        Assert.Equal(Verdict.PinMismatch, (await CheckAsync(server, Policy(Root, s_stranger.Pin))).Verdict);
    }
}
