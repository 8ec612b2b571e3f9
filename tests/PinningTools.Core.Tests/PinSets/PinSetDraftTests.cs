using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>Pin sets in the making.</summary>
public sealed class PinSetDraftTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Draft Root");

    [Fact]
    public void A_set_has_all_that_the_draft_says_and_the_date_of_its_pins()
    {
        DateTime end = new(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var draft = new PinSetDraft
        {
            StartTls = StartTlsProtocol.Smtp,
            Mode = PinSetMode.ReportOnly,
            Trust = TrustSettings.FromAnchors([DerCertificate.Parse(s_root.Der)]),
            Expires = end,
            OnExpired = ExpiredAction.Warn,
            NoBackup = true,
            AllowInspected = true,
            ReportUri = "https://r.example/",
            Owner = "owner",
            Note = "note",
            Vetoes = [TestSets.Entry("stolen")],
        };

        PinSet set = draft.Make(HostPattern.Parse("a.example"), [TestSets.Entry("leaf", PinRole.Leaf)]);

        Assert.Equal(
            ("a.example", "smtp", PinSetMode.ReportOnly, TrustMode.Anchors, end, ExpiredAction.Warn, true),
            (set.Pattern, set.StartTls, set.Mode, set.Trust, set.Expires, set.OnExpired, set.NoBackup));
        Assert.True(set.AllowInspected);
        Assert.Equal(("https://r.example/", "owner", "note"), (set.ReportUri, set.Owner, set.Note));
        Assert.Equal([Convert.ToBase64String(s_root.Der)], set.TrustAnchors);
        Assert.Equal([(PinRole.Leaf, false), (PinRole.Unspecified, true)], set.Pins.Select(pin => (pin.Role, pin.Bad)));
        Assert.All(set.Pins, pin => Assert.NotNull(pin.Added));
    }

    [Fact]
    public void What_is_wrong_whatever_the_pins_are_is_known_without_them()
    {
        var draft = new PinSetDraft { Trust = TrustSettings.PinOnly, Mode = PinSetMode.ReportOnly };

        Assert.Equal("PinOnlyChecksNothing", TestSets.FaultOf(() => draft.Check()));
        Assert.NotNull((draft with { Mode = PinSetMode.Enforce }).Check());
    }

    [Fact]
    public void A_set_without_a_good_pin_is_none() =>
        Assert.Equal("PinSetEmpty", TestSets.FaultOf(
            () => new PinSetDraft { Vetoes = [TestSets.Entry("bad")] }.Make(HostPattern.Parse("a.example"), [])));

    [Fact]
    public void A_certificate_is_kept_beside_its_pin_where_that_is_wanted()
    {
        DerCertificate root = DerCertificate.Parse(s_root.Der);
        var pin = new PinSetPin(root.Pin);

        Assert.Null(new PinSetDraft().Entry(pin, root).Certificate);
        Assert.Equal(
            Convert.ToBase64String(s_root.Der),
            new PinSetDraft { KeepsCertificates = true }.Entry(pin, root).Certificate);
    }
}
