using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class RotationTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_authority = s_root.IssueAuthority("Test CA");
    private static readonly TestCertificate s_new = s_authority.Issue("host.example");
    private static readonly DateTime s_now = UtcDate.Now;

    [Fact]
    public void A_pinned_new_key_keeps_clients_working_until_the_first_of_pin_set_and_certificate_ends()
    {
        PinSet set = Set((s_new.Pin, PinRole.Backup));

        PinRotation rotation = Judge(set, s_new.ChainPem);

        Assert.Equal(RotationOutcome.KeepsWorking, rotation.Outcome);
        Assert.Equal((s_new.Pin, PinRole.Backup, "CN=host.example"),
            (rotation.MatchedPin, rotation.MatchedRole, rotation.MatchedSubject));
        Assert.Equal(s_new.Certificate.NotAfter.ToUniversalTime(), rotation.Until);
        Assert.Contains("certificate", rotation.UntilReason);
        Assert.Contains(rotation.Steps, step => step.Contains("New-PinBackupKey"));
        Assert.Contains(rotation.Steps, step => step.Contains("-Promote"));
        Assert.Equal(s_now.AddDays(9), Judge(set with { Expires = s_now.AddDays(9) }, s_new.ChainPem).Until);
        PinSet ending = set.WithPins([set.Entries[0] with { NotAfter = s_now.AddDays(5) }]);
        Assert.Equal(s_now.AddDays(5), Judge(ending, s_new.ChainPem).Until);
        Assert.Equal(RotationOutcome.LocksOut, Judge(ending, s_new.ChainPem, at: s_now.AddDays(6)).Outcome);
    }

    [Fact]
    public void A_key_that_nobody_pinned_locks_out_and_the_plan_says_publish_wait_switch()
    {
        PinRotation rotation = Judge(TestSets.Of("host.example")
            with { Trust = TrustMode.Anchors, TrustAnchors = Anchors() }, s_new.ChainPem);

        Assert.Equal(RotationOutcome.LocksOut, rotation.Outcome);
        Assert.False(rotation.Passed);
        Assert.Equal([s_new.Pin], rotation.PinsToPublish);
        Assert.Equal(s_now.AddDays(30), rotation.SwitchFrom);
        Assert.Contains("Publish the new pin first", rotation.Steps[0]);
        Assert.Contains("-Add " + s_new.Pin, rotation.Steps[0]);
        Assert.StartsWith("Wait 30 days", rotation.Steps[1]);
        Assert.StartsWith("Switch on " + UtcDate.Format(s_now.AddDays(30).Date), rotation.Steps[2]);
        Assert.StartsWith("1. Publish", rotation.Plan);
    }

    [Fact]
    public void A_certificate_that_expires_before_the_last_client_knows_its_key_is_no_plan()
    {
        PinSet set = Set((TestSets.Pin("old").ToString(), PinRole.Leaf));
        RotationRehearsal slow = Rehearsal(s_new.ChainPem, rollout: 200);

        PinRotation rotation = slow.Rehearse(set, []);

        Assert.Equal((RotationOutcome.LocksOut, false), (rotation.Outcome, rotation.Passed));
        Assert.Contains("there is no day on which you can switch to it", rotation.Reason);
        Assert.Contains(rotation.Steps, step => step.Contains("Have another certificate issued for the same key"));
        Assert.Null(rotation.SwitchFrom);
        Assert.DoesNotContain("there is no day", Judge(set, s_new.ChainPem).Reason);
    }

    [Fact]
    public void Where_nobody_must_wait_the_plan_says_nothing_of_waiting()
    {
        PinSet set = Set((TestSets.Pin("old").ToString(), PinRole.Leaf));

        Assert.DoesNotContain("Wait", Rehearsal(s_new.ChainPem, rollout: 0).Rehearse(set, []).Plan);
        Assert.Contains("Wait 1 day,", Rehearsal(s_new.ChainPem, rollout: 1).Rehearse(set, []).Plan);
    }

    [Fact]
    public void The_commands_of_a_plan_name_the_file_of_the_pin_set()
    {
        PinSet set = Set((TestSets.Pin("old").ToString(), PinRole.Leaf));
        RotationRehearsal rehearsal = Rehearsal(s_new.ChainPem);

        Assert.EndsWith($"Update-PinSet 'host.example' -Add {s_new.Pin} -Role Leaf", rehearsal.Rehearse(set, []).Steps[0]);
        Assert.EndsWith(
            "-Role Leaf -PinStore '/it''s/pins.json'",
            rehearsal.Rehearse(set, [], RotationPlace.From("/it's/pins.json", "PinStore")).Steps[0]);
        Assert.EndsWith(
            "| Export-PinSet '/app/nsc.xml' -Format Android -Force",
            rehearsal.Rehearse(set, [], RotationPlace.From("/app/nsc.xml", "Android")).Steps[0]);
    }

    [Fact]
    public void A_pinned_authority_or_root_carries_a_new_leaf()
    {
        Assert.Equal(s_authority.Pin, Judge(Set((s_authority.Pin, PinRole.Intermediate)), s_new.ChainPem).MatchedPin);
        // A server sends no root, and the validated chain has it all the same.
        Assert.Equal(s_root.Pin, Judge(Set((s_root.Pin, PinRole.Root)), s_new.Pem + s_authority.Pem).MatchedPin);
    }

    [Fact]
    public void A_pinned_key_that_is_only_in_the_file_and_not_in_the_validated_chain_carries_nobody()
    {
        TestCertificate stranger = TestCertificate.Root("Stranger");

        Assert.Equal(RotationOutcome.LocksOut,
            Judge(Set((stranger.Pin, PinRole.Root)), s_new.ChainPem + stranger.Pem).Outcome);
    }

    [Fact]
    public void When_the_authority_changes_its_intermediate_only_leaf_and_root_are_left()
    {
        Assert.Equal(RotationOutcome.LocksOut,
            Judge(Set((s_authority.Pin, PinRole.Intermediate)), s_new.ChainPem, change: true).Outcome);
        Assert.Equal(s_root.Pin, Judge(Set((s_authority.Pin, PinRole.Intermediate), (s_root.Pin, PinRole.Root)),
            s_new.ChainPem, change: true).MatchedPin);
        Assert.Equal(s_new.Pin, Judge(Set((s_authority.Pin, PinRole.Intermediate), (s_new.Pin, PinRole.Leaf)),
            s_new.ChainPem, change: true).MatchedPin);
        PinRotation depends = Judge(
            Set((s_authority.Pin, PinRole.Intermediate), (TestSets.Pin("next").ToString(), PinRole.Intermediate)),
            s_new.ChainPem, change: true);
        Assert.Equal(RotationOutcome.Depends, depends.Outcome);
        Assert.Contains(TestSets.Pin("next").ToString(), depends.Reason);
        Assert.DoesNotContain(s_authority.Pin, depends.Reason);
    }

    [Fact]
    public void A_request_or_key_keeps_working_where_it_is_pinned_and_else_depends_on_who_signs()
    {
        string pin = s_new.Pin;

        Assert.Equal(pin, Judge(Set((pin, PinRole.Backup)), s_new.KeyPem).MatchedPin);
        Assert.Equal(RotationOutcome.Depends, Judge(Set((s_root.Pin, PinRole.Root)), s_new.KeyPem).Outcome);
        Assert.Equal(RotationOutcome.LocksOut,
            Judge(Set((TestSets.Pin("a").ToString(), PinRole.Leaf)), s_new.KeyPem).Outcome);
        Assert.Equal(RotationOutcome.LocksOut, Judge(Set((s_root.Pin, PinRole.Root))
            with { Trust = TrustMode.PinOnly, TrustAnchors = [] }, s_new.KeyPem).Outcome);
    }

    [Fact]
    public void Under_key_only_trust_the_leaf_alone_counts_whatever_its_chain_and_name()
    {
        PinSet set = Set((s_root.Pin, PinRole.Root)) with { Trust = TrustMode.PinOnly, TrustAnchors = [] };
        TestCertificate appliance = TestCertificate.SelfSigned("other");

        Assert.Equal(RotationOutcome.LocksOut, Judge(set, s_new.ChainPem).Outcome);
        PinRotation kept = Judge(Set((appliance.Pin, PinRole.Leaf))
            with { Trust = TrustMode.PinOnly, TrustAnchors = [] }, appliance.Pem);
        Assert.Equal((RotationOutcome.KeepsWorking, null), (kept.Outcome, kept.Until));
    }

    [Fact]
    public void What_pins_do_not_mend_is_named()
    {
        TestCertificate other = s_authority.Issue("other.example");

        Assert.Contains("not valid", LockedOut(Set((s_new.Pin, PinRole.Leaf))
            with { Trust = TrustMode.System, TrustAnchors = [] }, s_new.ChainPem));
        Assert.Contains("not valid", LockedOut(Set((s_new.Pin, PinRole.Leaf)), s_new.Pem));
        Assert.Contains("not for 'host.example'", LockedOut(Set((other.Pin, PinRole.Leaf)), other.ChainPem));
        PinSet veto = Set((s_root.Pin, PinRole.Root));
        veto = veto.WithPins([.. veto.Entries, new PinSetPin(SpkiPin.Parse(s_new.Pin)) { Bad = true }]);
        Assert.Contains("vetoed", LockedOut(veto, s_new.ChainPem));
        Assert.Contains(
            "expired", LockedOut(Set((s_new.Pin, PinRole.Leaf)) with { Expires = s_now.AddDays(-1) }, s_new.ChainPem));
    }

    [Fact]
    public void Where_a_mismatch_refuses_nobody_the_switch_is_allowed_and_says_so()
    {
        PinSet set = Set((TestSets.Pin("a").ToString(), PinRole.Leaf));

        PinRotation reported = Judge(set with { Mode = PinSetMode.ReportOnly }, s_new.ChainPem);
        PinRotation expired =
            Judge(set with { Expires = s_now.AddDays(-1), OnExpired = ExpiredAction.Warn }, s_new.ChainPem);

        Assert.Equal((RotationOutcome.KeepsWorking, s_now), (reported.Outcome, reported.SwitchFrom));
        Assert.Contains("The set is report-only", reported.Reason);
        Assert.Equal(RotationOutcome.KeepsWorking, expired.Outcome);
        Assert.Contains("Warn", expired.Reason);
    }

    [Theory]
    [InlineData("host.example", true)]
    [InlineData("host.example:8443", true)]
    [InlineData("*.example", true)]
    [InlineData("**.example", true)]
    [InlineData("other.example", false)]
    [InlineData("*.host.example", false)]
    public void The_sets_of_the_hosts_that_the_certificate_names_are_concerned(string pattern, bool concerned)
    {
        PinSet set = TestSets.Of(pattern);

        Assert.Equal(concerned, Rehearsal(s_new.ChainPem).Concerned([set], []).Any());
        Assert.Equal(pattern is "other.example" or "*.example" or "**.example", Rehearsal(s_new.ChainPem)
            .Concerned([set], ["other.example"]).Any());
    }

    [Fact]
    public void Each_set_that_is_concerned_is_judged_with_the_place_where_it_is_kept()
    {
        PinSet set = Set((TestSets.Pin("old").ToString(), PinRole.Leaf));
        DeployedSet[] deployed =
        [
            new(TestSets.Of("other.example")),
            new(set, RotationPlace.From("/pins.json", PinStoreFormat.StoreName)),
            new(set),
        ];

        IReadOnlyList<PinRotation> results = Rehearsal(s_new.ChainPem).RehearseAll(deployed, []);

        Assert.Equal(["host.example", "host.example"], results.Select(result => result.Pattern));
        Assert.EndsWith("-PinStore '/pins.json'", results[0].Steps[0]);
        Assert.DoesNotContain("-PinStore", results[1].Steps[0]);
    }

    [Fact]
    public void A_rotation_that_concerns_nobody_is_a_fault_that_names_its_hosts()
    {
        DeployedSet[] others = [new(TestSets.Of("other.example"))];

        PinningException error =
            Assert.Throws<PinningException>(() => Rehearsal(s_new.ChainPem).RehearseAll(others, []));

        Assert.Equal("NoPinSetConcerned", error.Fault.Id);
        Assert.Contains("host.example", error.Fault.Message);
    }

    [Fact]
    public void Without_a_chain_no_intermediate_can_change() => Assert.Equal("RotationNeedsChain", TestSets.FaultOf(
        () => Rehearsal(s_new.KeyPem, change: true).RehearseAll([new(TestSets.Of("host.example"))], [])));

    [Fact]
    public void A_key_beside_the_certificate_must_be_its_own()
    {
        TestCertificate other = s_authority.Issue("other.example");

        Rehearsal(s_new.ChainPem + s_new.KeyPem);
        Assert.Equal("RotationKeyForeign", TestSets.FaultOf(() => Rehearsal(s_new.ChainPem + other.KeyPem)));
    }

    [Fact]
    public void Two_servers_keys_are_ambiguous_and_none_is_nothing()
    {
        TestCertificate other = s_authority.Issue("other.example");

        Assert.Equal("RotationAmbiguous", TestSets.FaultOf(() => Rehearsal(s_new.Pem + other.Pem)));
        Assert.Equal("RotationAmbiguous", TestSets.FaultOf(() => Rehearsal(s_new.KeyPem + other.KeyPem)));
        Assert.Equal("RotationEmpty", TestSets.FaultOf(() => RotationMaterial.From([])));
    }

    private static string LockedOut(PinSet set, string pem)
    {
        PinRotation rotation = Judge(set, pem);
        Assert.Equal(RotationOutcome.LocksOut, rotation.Outcome);
        Assert.Empty(rotation.PinsToPublish);
        return rotation.Reason;
    }

    private static PinRotation Judge(PinSet set, string pem, bool change = false, DateTime? at = null) =>
        Rehearsal(pem, change, at).Rehearse(set, []);

    private static RotationRehearsal Rehearsal(
        string pem, bool change = false, DateTime? at = null, int rollout = 30) => new()
    {
        Material = RotationMaterial.From([.. TestKeyFiles.Text(pem).Select(item => item.Holder!)]),
        IntermediateChanges = change,
        At = at ?? s_now,
        Rollout = TimeSpan.FromDays(rollout),
    };

    private static PinSet Set(params (string Pin, PinRole Role)[] pins) => new(HostPattern.Parse("host.example"))
    {
        Trust = TrustMode.Anchors,
        TrustAnchors = Anchors(),
        Pins = [.. pins.Select(pin => new PinSetPin(SpkiPin.Parse(pin.Pin)) { Role = pin.Role })],
    };

    private static string[] Anchors() => [Convert.ToBase64String(s_root.Der)];
}
