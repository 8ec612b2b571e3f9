using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class PinSetPolicyTests
{
    private static readonly DateTime s_now = DateTime.UtcNow;
    private static readonly TestCertificate s_root = TestCertificate.Root("Policy Root");
    private static readonly TestCertificate s_authority = s_root.IssueAuthority("Policy CA");
    private static readonly TestCertificate s_leaf = s_authority.Issue("a.example");
    private static readonly OverriddenPolicies s_keyOnly =
        new(new StorePolicies(new PinStore())) { Trust = TrustSettings.PinOnly };

    [Theory]
    [InlineData(PinSetMode.Enforce, Verdict.Match, true)]
    [InlineData(PinSetMode.ReportOnly, Verdict.Match, true)]
    public void A_pin_of_the_validated_chain_matches_in_every_mode(PinSetMode mode, Verdict verdict, bool allowed)
    {
        PinVerdict result = Judge(Set(s_authority.Pin) with { Mode = mode });

        Assert.Equal((verdict, allowed), (result.Verdict, result.Allowed));
        Assert.Equal(CertificateRole.Intermediate, result.MatchedRole);
        Assert.Equal("a.example", result.Pattern);
    }

    [Theory]
    [InlineData(PinSetMode.Enforce, false)]
    [InlineData(PinSetMode.ReportOnly, true)]
    public void Report_only_keeps_the_true_verdict_and_lets_the_command_go_on_with_a_warning(
        PinSetMode mode, bool allowed)
    {
        PinVerdict result = Judge(Set("other") with { Mode = mode });

        Assert.Equal(Verdict.PinMismatch, result.Verdict);
        Assert.False(result.Passed);
        Assert.Equal(allowed, result.Allowed);
        Assert.Equal(allowed, result.Warnings.Any(warning =>
            warning.StartsWith("Report-only", StringComparison.Ordinal)));
    }

    [Fact]
    public void Chain_and_name_errors_stay_errors_in_report_only()
    {
        PinSet set = Set(s_leaf.Pin) with { Mode = PinSetMode.ReportOnly };

        PinVerdict name = Judge(set, host: "b.example");
        PinVerdict chain = Judge(set with { Trust = TrustMode.System, TrustAnchors = [] });
        CertificateOptions past = new() { NotBefore = s_now.AddDays(-9), NotAfter = s_now.AddDays(-1) };
        PinVerdict late = Judge(set, leaf: s_authority.Issue("a.example", past));

        Assert.Equal((Verdict.NameMismatch, false), (name.Verdict, name.Allowed));
        Assert.Equal((Verdict.UntrustedChain, false), (chain.Verdict, chain.Allowed));
        Assert.Equal((Verdict.CertificateExpired, false), (late.Verdict, late.Allowed));
    }

    [Fact]
    public void A_backup_that_is_missing_on_purpose_is_asked_for_by_nobody()
    {
        PinSet set = Set(s_leaf.Pin) with { Pins = [Pin(s_leaf.Pin)] };
        PinSet meant = set with { NoBackup = true };

        Assert.Contains(Judge(set).Warnings, warning => warning.Contains("no backup pin"));
        Assert.Empty(Judge(meant).Warnings);
        Assert.NotNull(PinLinter.BackupText(set));
        Assert.Null(PinLinter.BackupText(meant));
        Assert.DoesNotContain(new PinLinter([meant]).Check(meant), finding => finding.Id == "NoBackupPin");
        Assert.DoesNotContain(OnlineRules.Findings(meant, Judge(meant), new PinLinter([meant])),
            finding => finding.Id == "AllPinsInChain");
        Assert.True(new PinSetChange { NoBackup = true }.Apply(set).NoBackup);
        Assert.False(new PinSetChange { NoBackup = false }.Apply(meant).NoBackup);
    }

    [Fact]
    public void A_pin_whose_role_is_enforced_matches_in_that_role_alone()
    {
        PinSetPin leaf = Pin(s_leaf.Pin) with { Role = PinRole.Leaf, RoleEnforced = true };
        PinSetPin issuer = Pin(s_authority.Pin) with { Role = PinRole.Leaf, RoleEnforced = true };
        PinSetPin root = Pin(s_root.Pin) with { Role = PinRole.Intermediate, RoleEnforced = true };
        PinSetPin server = Pin(s_leaf.Pin) with { Role = PinRole.Root, RoleEnforced = true };

        PinVerdict refused = Judge(Set(s_leaf.Pin) with { Pins = [issuer] });

        Assert.Equal((Verdict.PinMismatch, VerdictReason.PinInOtherRole), (refused.Verdict, refused.Reason));
        Assert.Contains("its pin is enforced for another role", refused.Message);
        Assert.DoesNotContain(refused.Chain, record => record.Matched);
        Assert.Equal(Verdict.PinMismatch, Judge(Set(s_leaf.Pin) with { Pins = [server] }).Verdict);
        Assert.Equal(Verdict.Match, Judge(Set(s_leaf.Pin) with { Pins = [leaf] }).Verdict);
        Assert.Equal(Verdict.Match, Judge(Set(s_leaf.Pin) with { Pins = [root] }).Verdict);
        PinVerdict mixed = Judge(Set(s_leaf.Pin) with { Pins = [issuer, root] });
        Assert.Equal((Verdict.Match, s_root.Pin), (mixed.Verdict, mixed.MatchedPin));
        Assert.Equal([false, false, true], mixed.Chain.Select(record => record.Matched));
    }

    [Theory]
    [InlineData(PinSetMode.Enforce, false)]
    [InlineData(PinSetMode.ReportOnly, true)]
    public void A_veto_beats_a_match(PinSetMode mode, bool allowed)
    {
        PinVerdict result = Judge(Set(s_leaf.Pin)
            with { Mode = mode, Pins = [Pin(s_leaf.Pin), Pin(s_authority.Pin) with { Bad = true }] });

        Assert.Equal((Verdict.VetoedPin, allowed), (result.Verdict, result.Allowed));
        Assert.Contains(s_authority.Pin, result.Message);
        Assert.Null(result.MatchedPin);
    }

    [Fact]
    public void A_veto_outlives_the_expiry_of_its_set_and_its_own_date()
    {
        PinSet set = Set(s_leaf.Pin) with
        {
            Expires = s_now.AddDays(-1),
            OnExpired = ExpiredAction.Unpinned,
            Pins = [Pin(s_leaf.Pin), Pin(s_root.Pin) with { Bad = true, NotAfter = s_now.AddDays(-1) }],
        };

        PinVerdict result = Judge(set);

        Assert.Equal((Verdict.VetoedPin, false), (result.Verdict, result.Allowed));
    }

    [Theory]
    [Trait("Pitfall", "29")]
    [InlineData(ExpiredAction.Fail, true, Verdict.PinSetExpired, false)]
    [InlineData(ExpiredAction.Fail, false, Verdict.PinSetExpired, false)]
    [InlineData(ExpiredAction.Warn, true, Verdict.Match, true)]
    [InlineData(ExpiredAction.Warn, false, Verdict.PinMismatch, true)]
    [InlineData(ExpiredAction.Unpinned, true, Verdict.NotPinned, true)]
    [InlineData(ExpiredAction.Unpinned, false, Verdict.NotPinned, true)]
    public void An_expired_set_does_what_it_says_and_never_in_silence(ExpiredAction action, bool matching,
        Verdict verdict, bool allowed)
    {
        PinVerdict result =
            Judge(Set(matching ? s_leaf.Pin : "other") with { Expires = s_now.AddDays(-1), OnExpired = action });

        Assert.Equal((verdict, allowed), (result.Verdict, result.Allowed));
        Assert.Contains(result.Warnings, warning => warning.Contains("expired on"));
        Assert.Equal(verdict == Verdict.Match, result.Passed);
    }

    [Fact]
    public void The_moment_of_expiry_is_expired_and_the_one_before_is_not()
    {
        PinSet set = Set(s_leaf.Pin) with { Expires = s_now.AddDays(1) };

        Assert.Equal(Verdict.PinSetExpired, Judge(set, now: set.Expires!.Value).Verdict);
        Assert.Equal(Verdict.Match, Judge(set, now: set.Expires!.Value.AddSeconds(-1)).Verdict);
    }

    [Fact]
    public void A_pin_past_its_own_date_matches_no_more_and_the_reason_says_so()
    {
        PinVerdict result =
            Judge(Set(s_leaf.Pin) with { Pins = [Pin(s_leaf.Pin) with { NotAfter = s_now.AddDays(-1) }] });

        Assert.Equal((Verdict.PinMismatch, VerdictReason.PinOutdated), (result.Verdict, result.Reason));
        Assert.DoesNotContain(result.Chain, record => record.Matched);
    }

    [Fact]
    [Trait("Pitfall", "20")]
    public void A_host_without_a_policy_is_not_pinned_and_that_is_no_success()
    {
        PinVerdict result = Judge(PinPolicy.NotPinned(Anchors()));

        Assert.Equal((Verdict.NotPinned, false, false), (result.Verdict, result.Passed, result.Allowed));
        Assert.Contains(s_leaf.Pin, result.Message);
    }

    [Fact]
    public void Ordinary_validation_comes_first_for_a_host_without_a_policy_too() =>
        Assert.Equal(Verdict.NameMismatch, Judge(PinPolicy.NotPinned(Anchors()), host: "b.example").Verdict);

    [Fact]
    public void A_match_by_the_backup_pin_says_that_it_is_time_to_promote_it()
    {
        PinVerdict result = Judge(Set(s_leaf.Pin) with { Pins = [Pin(s_leaf.Pin) with { Role = PinRole.Backup }] });

        Assert.Equal(Verdict.Match, result.Verdict);
        Assert.Contains(result.Warnings, warning => warning.Contains("is a backup pin of the set"));
    }

    [Fact]
    public void A_match_in_another_place_than_noted_says_so()
    {
        PinVerdict result = Judge(Set(s_leaf.Pin)
            with { Pins = [Pin(s_root.Pin) with { Role = PinRole.Leaf }, TestSets.Entry("backup")] });

        Assert.Contains(result.Warnings, warning =>
            warning.Contains("has the role Leaf, but its key is the Root of the chain"));
    }

    [Fact]
    public void Backup_pins_of_the_verdict_are_the_ones_that_count_and_are_not_in_the_chain()
    {
        PinVerdict result = Judge(Set(s_leaf.Pin) with
        {
            Pins = [Pin(s_leaf.Pin), TestSets.Entry("backup"),
                TestSets.Entry("old") with { NotAfter = s_now.AddDays(-1) }, TestSets.Entry("bad") with { Bad = true }],
        });

        Assert.Equal([TestSets.Pin("backup").ToString()], result.BackupPins);
    }

    [Fact]
    public void A_mismatch_names_both_keys_with_their_dates()
    {
        PinSetPin old = TestSets.Entry("old key", PinRole.Leaf) with
        {
            Note = "CN=old",
            Added = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
        };

        PinVerdict result = Judge(Set("other") with { Pins = [old] });

        Assert.Contains($"{TestSets.Pin("old key")}  Leaf, CN=old, added 2026-01-02", result.Message);
        Assert.Contains($"{s_leaf.Pin}  CN=a.example ({s_leaf.Certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to ",
            result.Message);
        Assert.Contains("(pin set 'a.example')", result.Message);
    }

    [Theory]
    [InlineData(PinSetMode.ReportOnly, ExpiredAction.Fail)]
    [InlineData(PinSetMode.Enforce, ExpiredAction.Warn)]
    [InlineData(PinSetMode.Enforce, ExpiredAction.Unpinned)]
    public void Key_only_trust_is_refused_wherever_it_would_check_nothing(PinSetMode mode, ExpiredAction action)
    {
        PinSet system = Set(s_leaf.Pin)
            with { Trust = TrustMode.System, TrustAnchors = [], Mode = mode, OnExpired = action };

        Assert.Equal("PinOnlyChecksNothing",
            TestSets.FaultOf(() => PinPolicy.From(system with { Trust = TrustMode.PinOnly })));
        Assert.Equal("PinOnlyChecksNothing",
            TestSets.FaultOf(() => s_keyOnly.Apply(PinPolicy.From(system))));
    }

    [Fact]
    public void A_command_cannot_make_key_only_trust_report_only()
    {
        var bare = new PinPolicy { Pins = [SpkiPin.Parse(s_leaf.Pin)] };

        Assert.Equal("PinOnlyChecksNothing",
            TestSets.FaultOf(() => (s_keyOnly with { ReportOnly = true }).Apply(bare)));
        Assert.Equal(
            PinSetMode.ReportOnly, (s_keyOnly with { Trust = null, ReportOnly = true }).Apply(bare).Mode);
    }

    [Fact]
    public void Even_a_policy_that_slipped_past_the_refusals_lets_no_other_key_through()
    {
        var slipped = new PinPolicy
        {
            Pins = [TestSets.Pin("other")],
            Trust = TrustSettings.PinOnly,
            Mode = PinSetMode.ReportOnly,
        };

        Assert.False(Judge(slipped).Allowed);
    }

    [Fact]
    public void Under_key_only_trust_only_the_leaf_is_looked_at_for_pins_and_vetoes()
    {
        PinSet set = Set(s_leaf.Pin) with { Trust = TrustMode.PinOnly, TrustAnchors = [] };

        Assert.Equal(Verdict.PinMismatch, Judge(set with { Pins = [Pin(s_authority.Pin)] }).Verdict);
        Assert.Equal(Verdict.Match,
            Judge(set with { Pins = [Pin(s_leaf.Pin), Pin(s_authority.Pin) with { Bad = true }] }).Verdict);
        Assert.Equal(Verdict.VetoedPin,
            Judge(set with { Pins = [TestSets.Entry("x"), Pin(s_leaf.Pin) with { Bad = true }] }).Verdict);
    }

    [Fact]
    public void A_store_is_a_source_of_policies()
    {
        var source = new StorePolicies(TestSets.Store("*.example"));

        Assert.Equal("*.example", source.Find(Target("a.example"))?.Set?.Pattern);
        Assert.Null(source.Find(Target("a.b.example")));
    }

    [Fact]
    public void The_name_that_is_judged_is_the_name_that_is_looked_up()
    {
        var source = new StorePolicies(TestSets.Store("named.example"));
        var target = new TlsTarget(HostName.Parse("192.0.2.1"), 443) { ServerName = HostName.Parse("named.example") };

        Assert.Equal("named.example", source.Find(target)?.Set?.Pattern);
    }

    private static PinSet Set(string pin) => new(HostPattern.Parse("a.example"))
    {
        Trust = TrustMode.Anchors,
        TrustAnchors = [Convert.ToBase64String(s_root.Der)],
        Pins = [Pin(pin)],
    };

    private static PinSetPin Pin(string pin) =>
        new(SpkiPin.TryParse(pin, out SpkiPin value) ? value : TestSets.Pin(pin));

    private static TrustSettings Anchors() => TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]);

    private static TlsTarget Target(string host) => new(HostName.Parse(host), 443);

    private static PinVerdict Judge(PinSet set, string host = "a.example", TestCertificate? leaf = null,
        DateTime? now = null) =>
        Judge(PinPolicy.From(set), host, leaf, now);

    private static PinVerdict Judge(PinPolicy policy, string host = "a.example", TestCertificate? leaf = null,
        DateTime? now = null)
    {
        List<DerCertificate> sent = [DerCertificate.Parse((leaf ?? s_leaf).Der), DerCertificate.Parse(s_authority.Der)];
        DateTime time = now ?? s_now;
        TlsTarget target = Target(host);
        Evaluation evaluation = Evaluation.Create(PresentedChain.From(sent), target.JudgedName, policy.Trust, time);
        return VerdictMaker.Decide(new VerdictBasis(evaluation, target, policy, time), ConnectionFacts.None);
    }
}
