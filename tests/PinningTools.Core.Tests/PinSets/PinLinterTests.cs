using System;
using System.Linq;
using System.Security.Cryptography;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>Every rule is tested with a set that triggers it and a similar set that does not.</summary>
public sealed class PinLinterTests
{
    private static readonly DateTime s_now = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly PinSet s_good = TestSets.Of("a.example.com") with { Added = s_now.AddDays(-1) };

    [Fact]
    public void A_good_set_has_no_findings() => Assert.Empty(Lint(s_good));

    [Fact]
    [Trait("Pitfall", "30")]
    public void A_single_pin_and_pins_of_one_chain_lack_a_backup()
    {
        AssertFires("NoBackupPin", FindingSeverity.Warning, TestSets.Of("a.example.com", "one"));
        AssertFires("NoBackupPin", FindingSeverity.Warning, TestSets.Of("a.example.com", "same", "same"));
        AssertFires("NoBackupPin", FindingSeverity.Warning,
            With(TestSets.Entry("l", PinRole.Leaf), TestSets.Entry("r", PinRole.Root)));
        AssertFires("NoBackupPin", FindingSeverity.Warning,
            With(TestSets.Entry("l"), TestSets.Entry("bad") with { Bad = true }));
        AssertQuiet("NoBackupPin", TestSets.Of("a.example.com", "one", "two"));
        AssertQuiet("NoBackupPin", With(TestSets.Entry("l", PinRole.Leaf), TestSets.Entry("m", PinRole.Leaf)));
    }

    [Fact]
    public void Backup_pins_alone()
    {
        AssertFires("OnlyBackupPins", FindingSeverity.Error,
            With(TestSets.Entry("b", PinRole.Backup), TestSets.Entry("bad") with { Bad = true }));
        AssertQuiet("OnlyBackupPins", s_good);
        AssertQuiet("NoBackupPin", With(TestSets.Entry("b", PinRole.Backup)));
    }

    [Fact]
    public void A_pin_that_stands_twice()
    {
        AssertFires("DuplicatePin", FindingSeverity.Warning, TestSets.Of("a.example.com", "same", "same"));
        AssertQuiet("DuplicatePin", s_good);
    }

    [Fact]
    public void The_hash_of_a_certificate_given_for_a_pin()
    {
        TestCertificate leaf = TestCertificate.SelfSigned("a.example.com");
        PinSetPin right = new(SpkiPin.Parse(leaf.Pin)) { Certificate = Convert.ToBase64String(leaf.Der) };

        AssertFires("CertificateHash", FindingSeverity.Error,
            With(right, new PinSetPin(SpkiPin.FromHash(SHA256.HashData(leaf.Der)))));
        AssertQuiet("CertificateHash", With(right, TestSets.Entry("backup")));
    }

    [Fact]
    [Trait("Pitfall", "5")]
    public void An_intermediate_of_an_authority_that_changes_them()
    {
        PinSetPin pin = TestSets.Entry("ca", PinRole.Intermediate) with { Note = "CN=R12, O=Let's Encrypt, C=US" };

        AssertFires("RotatingIntermediate", FindingSeverity.Warning,
            With(pin, TestSets.Entry("backup", PinRole.Backup)));
        AssertQuiet("RotatingIntermediate",
            With(pin with { Role = PinRole.Root }, TestSets.Entry("backup", PinRole.Backup)));
        AssertQuiet("RotatingIntermediate",
            With(pin with { Note = "CN=Own CA" }, TestSets.Entry("backup", PinRole.Backup)));
    }

    [Theory]
    [InlineData(-1, "PinSetExpired", FindingSeverity.Error)]
    [InlineData(29, "PinSetExpiresSoon", FindingSeverity.Warning)]
    [InlineData(365 * 6, "DateFarOff", FindingSeverity.Warning)]
    public void Dates_of_a_set(int days, string id, FindingSeverity severity)
    {
        AssertFires(id, severity, s_good with { Expires = s_now.AddDays(days) });
        AssertQuiet(id, s_good with { Expires = s_now.AddDays(200) });
    }

    [Theory]
    [InlineData(-1, "PinOutdated")]
    [InlineData(29, "PinExpiresSoon")]
    [InlineData(365 * 6, "DateFarOff")]
    public void Dates_of_a_pin(int days, string id)
    {
        PinSet at(int offset) => With(TestSets.Entry("l", PinRole.Leaf) with { NotAfter = s_now.AddDays(offset) },
            TestSets.Entry("b", PinRole.Backup));

        AssertFires(id, FindingSeverity.Warning, at(days));
        AssertQuiet(id, at(200));
    }

    [Fact]
    public void A_pin_from_the_future()
    {
        AssertFires("DateInFuture", FindingSeverity.Warning,
            With(TestSets.Entry("l") with { Added = s_now.AddDays(3) }, TestSets.Entry("b")));
        AssertFires("DateInFuture", FindingSeverity.Warning,
            With(TestSets.Entry("l") with { Added = s_now, LastSeen = s_now.AddDays(3) }, TestSets.Entry("b")));
        AssertQuiet("DateInFuture", With(TestSets.Entry("l") with { Added = s_now }, TestSets.Entry("b")));
    }

    [Fact]
    public void A_leaf_whose_certificate_ends_soon()
    {
        TestCertificate soon = TestCertificate.SelfSigned(
            "a.example.com", new() { NotBefore = s_now.AddDays(-60), NotAfter = s_now.AddDays(20) });
        TestCertificate later = TestCertificate.SelfSigned(
            "a.example.com", new() { NotBefore = s_now.AddDays(-60), NotAfter = s_now.AddDays(40) });
        PinSet of(TestCertificate leaf) => With(
            new PinSetPin(SpkiPin.Parse(leaf.Pin))
            {
                Role = PinRole.Leaf,
                Certificate = Convert.ToBase64String(leaf.Der),
            },
            TestSets.Entry("b", PinRole.Backup));

        AssertFires("LeafExpiresSoon", FindingSeverity.Warning, of(soon));
        AssertQuiet("LeafExpiresSoon", of(later));
    }

    [Fact]
    public void A_pin_in_service_that_nobody_has_seen()
    {
        PinSetPin old = TestSets.Entry("l", PinRole.Leaf)
            with { Added = s_now.AddDays(-400), LastSeen = s_now.AddDays(-91) };
        PinSetPin backup = TestSets.Entry("b", PinRole.Backup) with { Added = s_now.AddDays(-400) };

        AssertFires("PinNotSeen", FindingSeverity.Warning, With(old, backup));
        AssertFires("PinNotSeen", FindingSeverity.Warning, With(old with { LastSeen = null }, backup));
        AssertQuiet("PinNotSeen", With(old with { LastSeen = s_now.AddDays(-89) }, backup));
        AssertQuiet("PinNotSeen", With(old with { Role = PinRole.Backup }, backup));
    }

    [Fact]
    public void Report_only_left_on()
    {
        AssertFires("ReportOnlyForLong", FindingSeverity.Warning,
            s_good with { Mode = PinSetMode.ReportOnly, Added = s_now.AddDays(-31) });
        AssertFires("ReportOnlyForLong", FindingSeverity.Warning,
            s_good with { Mode = PinSetMode.ReportOnly, Added = null });
        AssertQuiet("ReportOnlyForLong", s_good with { Mode = PinSetMode.ReportOnly });
        AssertQuiet("ReportOnlyForLong", s_good with { Added = s_now.AddDays(-31) });
    }

    [Theory]
    [InlineData("*.com")]
    [InlineData("**.co.uk")]
    [InlineData("**.github.io:443")]
    public void A_wildcard_over_a_public_suffix(string pattern)
    {
        AssertFires("PublicSuffixWildcard", FindingSeverity.Error, TestSets.Of(pattern));
        AssertQuiet("PublicSuffixWildcard", TestSets.Of("**.example.co.uk"));
        AssertQuiet("PublicSuffixWildcard", TestSets.Of("co.uk"));
    }

    [Fact]
    public void A_consent_to_inspected_hosts_below_a_wildcard()
    {
        AssertFires("InspectedWildcard", FindingSeverity.Warning, TestSets.Of("**.example.com") with { AllowInspected = true });
        AssertFires("InspectedWildcard", FindingSeverity.Warning, TestSets.Of("*.example.com") with { AllowInspected = true });
        AssertQuiet("InspectedWildcard", TestSets.Of("a.example.com") with { AllowInspected = true });
        AssertQuiet("InspectedWildcard", TestSets.Of("**.example.com"));
    }

    [Fact]
    public void A_set_that_takes_hosts_from_a_wider_one()
    {
        PinSet wide = TestSets.Of("**.example.com", "w", "v") with { Added = s_now };
        PinSet narrow = TestSets.Of("*.example.com:443", "n", "m") with { Added = s_now };

        AssertFires("ShadowedPattern", FindingSeverity.Information, narrow, wide);
        AssertQuiet("ShadowedPattern", narrow with { Pins = [.. narrow.Pins, .. wide.Pins] }, wide);
        AssertQuiet("ShadowedPattern", narrow, TestSets.Of("**.example.net"));
        AssertQuiet("ShadowedPattern", narrow, TestSets.Of("**.example.com:8443"));
        AssertFires("ShadowedPattern", FindingSeverity.Information, TestSets.Of("example.com"), wide);
        AssertFires("ShadowedPattern", FindingSeverity.Information, TestSets.Of("a.example.com:443"),
            TestSets.Of("a.example.com", "z"));
    }

    [Fact]
    public void A_report_only_set_that_takes_hosts_from_an_enforcing_one()
    {
        PinSet wide = TestSets.Of("**.example.com", "w", "v");
        PinSet narrow = TestSets.Of("a.example.com", "w", "v") with { Mode = PinSetMode.ReportOnly, Added = s_now };

        AssertFires("ShadowedEnforcement", FindingSeverity.Warning, narrow, wide);
        AssertQuiet("ShadowedEnforcement", narrow with { Mode = PinSetMode.Enforce }, wide);
    }

    [Fact]
    public void A_veto_that_does_not_reach_the_hosts_of_a_narrower_set()
    {
        PinSetPin veto = TestSets.Entry("bad") with { Bad = true };
        PinSet wide = TestSets.Of("**.example.com", "w", "v");
        PinSet narrow = TestSets.Of("a.example.com", "w", "v");

        AssertFires("ShadowedVeto", FindingSeverity.Warning, narrow, wide with { Pins = [.. wide.Pins, veto] });
        AssertQuiet("ShadowedVeto", narrow with { Pins = [.. narrow.Pins, veto] },
            wide with { Pins = [.. wide.Pins, veto] });
    }

    [Theory]
    [InlineData("www.example.com", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("[2606:4700::1]", true)]
    [InlineData("printer", false)]
    [InlineData("printer.lan", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("[fd00::1]", false)]
    [InlineData("[fe80::1]", false)]
    public void Key_only_trust_on_a_public_host(string pattern, bool fires)
    {
        PinSet set = TestSets.Of(pattern) with { Trust = TrustMode.PinOnly };

        if (fires) AssertFires("PinOnlyPublicHost", FindingSeverity.Warning, set);
        else AssertQuiet("PinOnlyPublicHost", set);
        AssertQuiet("PinOnlyPublicHost", set with { Trust = TrustMode.System });
    }

    [Fact]
    public void An_authority_pinned_under_key_only_trust()
    {
        PinSet set = With(TestSets.Entry("ca", PinRole.Root), TestSets.Entry("b", PinRole.Backup))
            with { Trust = TrustMode.PinOnly };

        AssertFires("PinOnlyAuthority", FindingSeverity.Warning, set);
        AssertQuiet("PinOnlyAuthority", set with { Trust = TrustMode.System });
    }

    [Fact]
    public void Key_only_trust_that_checks_nothing()
    {
        PinSet set = s_good with { Trust = TrustMode.PinOnly };

        AssertFires("PinOnlyChecksNothing", FindingSeverity.Error, set with { Mode = PinSetMode.ReportOnly });
        AssertFires("PinOnlyChecksNothing", FindingSeverity.Error, set with { OnExpired = ExpiredAction.Warn });
        AssertFires("PinOnlyChecksNothing", FindingSeverity.Error, set with { OnExpired = ExpiredAction.Unpinned });
        AssertQuiet("PinOnlyChecksNothing", set);
    }

    private static PinSet With(params PinSetPin[] pins) => s_good with { Pins = pins };

    private static PinSetFinding[] Lint(params PinSet[] sets) =>
        [.. sets.SelectMany(new PinLinter(sets) { Now = s_now }.Check)];

    private static void AssertFires(string id, FindingSeverity severity, params PinSet[] sets)
    {
        PinSetFinding finding = Assert.Single(Lint(sets), finding => finding.Id == id);
        Assert.Equal(severity, finding.Severity);
        Assert.Equal(sets[0].Pattern, finding.Pattern);
        Assert.NotEmpty(finding.Reason);
        Assert.NotEmpty(finding.Fix);
    }

    private static void AssertQuiet(string id, params PinSet[] sets) =>
        Assert.DoesNotContain(Lint(sets), finding => finding.Id == id);
}
