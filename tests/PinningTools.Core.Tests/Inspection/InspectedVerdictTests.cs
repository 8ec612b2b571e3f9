using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.PinSets;
using Xunit;

namespace PinningTools.Tests.Inspection;

/// <summary>The place of an inspection in the precedence of a verdict: a proof adds nothing, and its lack takes a match away.</summary>
public sealed class InspectedVerdictTests
{
    private static readonly DateTime s_now = DateTime.UtcNow;
    private static readonly TestCertificate s_root = TestCertificate.Root("Inspected Root");
    private static readonly TestCertificate s_authority = s_root.IssueAuthority("Inspected CA");
    private static readonly TestCertificate s_leaf = s_authority.Issue("a.example");

    [Theory]
    [InlineData(HandshakeProof.Finished, ProofStrength.Legacy, Verdict.Match, VerdictReason.None)]
    [InlineData(HandshakeProof.ServerKeyExchange, ProofStrength.Strong, Verdict.Match, VerdictReason.None)]
    [InlineData(HandshakeProof.CertificateVerify, ProofStrength.Strong, Verdict.Match, VerdictReason.None)]
    [InlineData(HandshakeProof.ServerKeyExchange, ProofStrength.Weak, Verdict.NotProven, VerdictReason.ProofTooWeak)]
    [InlineData(HandshakeProof.None, ProofStrength.None, Verdict.NotProven, VerdictReason.KeyNotProven)]
    // Values that do not fit together, or that nobody set, prove nothing.
    [InlineData(HandshakeProof.None, ProofStrength.Strong, Verdict.NotProven, VerdictReason.KeyNotProven)]
    [InlineData(HandshakeProof.Unknown, ProofStrength.Strong, Verdict.NotProven, VerdictReason.KeyNotProven)]
    [InlineData(HandshakeProof.Finished, ProofStrength.Unknown, Verdict.NotProven, VerdictReason.KeyNotProven)]
    [InlineData(HandshakeProof.Finished, (ProofStrength)99, Verdict.NotProven, VerdictReason.KeyNotProven)]
    public void A_match_needs_a_proof_that_counts(
        HandshakeProof proof, ProofStrength strength, Verdict verdict, VerdictReason reason)
    {
        PinVerdict result = Judge(Set(s_leaf.Pin), proof, strength);

        Assert.Equal((verdict, reason, false, false), (result.Verdict, result.Reason, result.Passed, result.Allowed));
        Assert.Equal((true, proof, strength), (result.Inspected, result.Proof, result.ProofStrength));
        Assert.Equal(verdict == Verdict.Match ? s_leaf.Pin : null, result.MatchedPin);
        Assert.Equal(verdict == Verdict.Match, result.Chain[0].Matched);
        Assert.All(result.Chain, record => Assert.Equal((true, proof), (record.Inspected, record.Proof)));
    }

    [Fact]
    public void A_match_passes_by_consent_only_and_is_never_allowed()
    {
        PinSet set = Set(s_leaf.Pin);

        PinVerdict silent = Judge(set, HandshakeProof.Finished, ProofStrength.Legacy);
        PinVerdict consenting = Judge(set with { AllowInspected = true }, HandshakeProof.Finished, ProofStrength.Legacy);
        PinVerdict unproven = Judge(set with { AllowInspected = true }, HandshakeProof.None, ProofStrength.None);

        Assert.Equal((Verdict.Match, false, false), (silent.Verdict, silent.Passed, silent.Allowed));
        Assert.Contains(silent.Warnings, warning => warning.Contains("-AllowInspected", StringComparison.Ordinal));
        Assert.Equal((Verdict.Match, true, false), (consenting.Verdict, consenting.Passed, consenting.Allowed));
        Assert.DoesNotContain(consenting.Warnings, warning => warning.Contains("-AllowInspected", StringComparison.Ordinal));
        Assert.Contains(consenting.Warnings, warning => warning.Contains("because of this", StringComparison.Ordinal));
        Assert.Equal((Verdict.NotProven, false, false), (unproven.Verdict, unproven.Passed, unproven.Allowed));
    }

    /// <summary>Each earlier rule decides as for any server; only a match can become NotProven.</summary>
    [Fact]
    public void The_precedence_is_that_of_any_server_and_a_match_comes_last()
    {
        PinSet match = Set(s_leaf.Pin);
        CertificateOptions past = new() { NotBefore = s_now.AddDays(-9), NotAfter = s_now.AddDays(-1) };

        Assert.Equal(Verdict.UntrustedChain, Of(match with { Trust = TrustMode.System, TrustAnchors = [] }));
        Assert.Equal(Verdict.NameMismatch, Of(match, host: "b.example"));
        Assert.Equal(Verdict.CertificateExpired, Of(match, leaf: s_authority.Issue("a.example", past)));
        Assert.Equal(Verdict.VetoedPin, Of(match with { Pins = [Pin(s_leaf.Pin), Pin(s_authority.Pin) with { Bad = true }] }));
        Assert.Equal(Verdict.PinSetExpired, Of(match with { Expires = s_now.AddDays(-1) }));
        Assert.Equal(Verdict.NotPinned, Of(match with { Expires = s_now.AddDays(-1), OnExpired = ExpiredAction.Unpinned }));
        Assert.Equal(Verdict.NotProven, Of(match with { Expires = s_now.AddDays(-1), OnExpired = ExpiredAction.Warn }));
        Assert.Equal(Verdict.PinMismatch, Of(Set("other")));
        Assert.Equal(Verdict.NotProven, Of(match));
        Assert.Equal(Verdict.NotProven, Of(Set(s_root.Pin)));
        Assert.Equal(Verdict.NotProven, Of(match with { Trust = TrustMode.PinOnly, TrustAnchors = [] }));
    }

    /// <summary>Report-only lets a command go on; with an inspected server there is nothing to go on with.</summary>
    [Theory]
    [InlineData(HandshakeProof.None, ProofStrength.None)]
    [InlineData(HandshakeProof.Finished, ProofStrength.Legacy)]
    public void Nothing_makes_an_inspected_server_usable(HandshakeProof proof, ProofStrength strength)
    {
        PinSet[] sets =
        [
            Set(s_leaf.Pin) with { Mode = PinSetMode.ReportOnly, AllowInspected = true },
            Set("other") with { Mode = PinSetMode.ReportOnly, AllowInspected = true },
            Set("other") with { Expires = s_now.AddDays(-1), OnExpired = ExpiredAction.Warn, AllowInspected = true },
            Set("other") with { Expires = s_now.AddDays(-1), OnExpired = ExpiredAction.Unpinned, AllowInspected = true },
            Set(s_leaf.Pin) with { Mode = PinSetMode.ReportOnly, Pins = [Pin(s_leaf.Pin), Pin(s_root.Pin) with { Bad = true }] },
        ];

        Assert.All(sets, set => Assert.False(Judge(set, proof, strength).Allowed));
    }

    [Fact]
    public void Key_only_trust_matches_a_proven_leaf_and_nothing_else()
    {
        PinSet leaf = Set(s_leaf.Pin) with { Trust = TrustMode.PinOnly, TrustAnchors = [] };

        Assert.Equal(Verdict.Match, Judge(leaf, HandshakeProof.ServerKeyExchange, ProofStrength.Strong).Verdict);
        Assert.Equal(Verdict.PinMismatch, Judge(leaf with { Pins = [Pin(s_root.Pin)] }, HandshakeProof.ServerKeyExchange, ProofStrength.Strong).Verdict);
    }

    /// <summary>What is only shown is offered for pinning nowhere.</summary>
    [Fact]
    public void No_message_offers_an_unproven_key()
    {
        TestCertificate alone = TestCertificate.SelfSigned("a.example");
        PinVerdict[] results =
        [
            Judge(Set("other"), HandshakeProof.None, ProofStrength.None),
            Judge(PinPolicy.NotPinned(TrustSettings.System), HandshakeProof.None, ProofStrength.None, leaf: alone),
            Judge(PinPolicy.NotPinned(TrustSettings.PinOnly), HandshakeProof.None, ProofStrength.None),
        ];

        foreach (PinVerdict result in results)
        {
            Assert.DoesNotContain("-Pin '", result.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Make a pin set", result.Message, StringComparison.Ordinal);
            Assert.Contains("nothing proves that the server holds the key", result.Message, StringComparison.Ordinal);
            Assert.Contains(result.Warnings, warning => warning.Contains("do not pin", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_message_says_what_failed_what_was_read_and_what_would_fail()
    {
        PinVerdict result = Judge(Set(s_leaf.Pin), HandshakeProof.Finished, ProofStrength.Legacy);

        Assert.Contains("The TLS handshake with a.example:443 failed: the server refused.", result.Message, StringComparison.Ordinal);
        Assert.Contains("An inspection read its certificates instead", result.Message, StringComparison.Ordinal);
        Assert.Contains("by a verified Finished", result.Message, StringComparison.Ordinal);
        Assert.EndsWith("A request would fail.", result.Message, StringComparison.Ordinal);
    }

    private static Verdict Of(PinSet set, string host = "a.example", TestCertificate? leaf = null) =>
        Judge(PinPolicy.From(set), HandshakeProof.None, ProofStrength.None, host, leaf).Verdict;

    private static PinVerdict Judge(PinSet set, HandshakeProof proof, ProofStrength strength) =>
        Judge(PinPolicy.From(set), proof, strength);

    private static PinVerdict Judge(
        PinPolicy policy, HandshakeProof proof, ProofStrength strength, string host = "a.example", TestCertificate? leaf = null)
    {
        TestCertificate shown = leaf ?? s_leaf;
        PresentedChain presented = PresentedChain.From(
            [.. shown.Chain.Where(one => one != s_root || shown.Issuer is null).Select(one => DerCertificate.Parse(one.Der))]);
        TlsTarget target = TlsTarget.Parse(host);
        var failed = new ConnectionFailure(
            Verdict.HandshakeFailed, VerdictReason.ProtocolRefused,
            Faults.HandshakeFailed("a.example:443", "the server refused."));
        var server = new InspectedServer
        {
            Presented = presented, Proof = proof, Strength = strength, Version = 0x301, CipherSuite = 0x2F,
            Weakness = "because of this",
        };
        ConnectionFacts facts = new InspectedConnection(server, "192.0.2.1", TimeSpan.Zero, new TlsRecordLog()).FactsAfter(failed);
        Evaluation evaluation = Evaluation.Create(presented, target.JudgedName, policy.Trust, s_now);
        return VerdictMaker.Decide(new VerdictBasis(evaluation, target, policy, s_now) { Inspection = facts.Inspection }, facts);
    }

    private static PinSet Set(string pin) => new(HostPattern.Parse("a.example"))
    {
        Trust = TrustMode.Anchors,
        TrustAnchors = [Convert.ToBase64String(s_root.Der)],
        Pins = [Pin(pin), TestSets.Entry("backup")],
    };

    private static PinSetPin Pin(string pin) =>
        pin.StartsWith("sha256/", StringComparison.Ordinal) ? new PinSetPin(SpkiPin.Parse(pin)) : TestSets.Entry(pin);
}
