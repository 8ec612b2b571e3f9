using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

public sealed class PinSetChangeTests
{
    private static readonly PinSet s_set = TestSets.Of("a.example") with
    {
        Pins =
        [
            TestSets.Entry("leaf", PinRole.Leaf) with { Note = "kept", Unknown = """{"x": 1}""" },
            TestSets.Entry("backup", PinRole.Backup),
        ],
    };

    [Fact]
    public void A_change_is_said_in_words()
    {
        var change = new PinSetChange
        {
            Add = [TestSets.Entry("new"), TestSets.Entry("stolen") with { Bad = true }],
            Remove = [TestSets.Pin("old")],
            Retire = [TestSets.Pin("last")],
            RetireAt = new DateTime(2027, 2, 1, 0, 0, 0, DateTimeKind.Utc),
            Mode = PinSetMode.ReportOnly,
        };

        Assert.Equal(
            $"Add {TestSets.Pin("new")}, veto {TestSets.Pin("stolen")}, remove {TestSets.Pin("old")}, "
                + $"retire {TestSets.Pin("last")} on 2027-02-01, set the mode to ReportOnly",
            change.ToString());
    }

    [Fact]
    public void The_consent_to_inspected_servers_is_given_and_taken_back_and_survives_other_changes()
    {
        PinSet allowed = new PinSetChange { AllowInspected = true }.Apply(s_set);

        Assert.True(allowed.AllowInspected);
        Assert.True(new PinSetChange { NoBackup = true }.Apply(allowed).AllowInspected);
        Assert.False(new PinSetChange { AllowInspected = false }.Apply(allowed).AllowInspected);
        Assert.Equal("Let inspected servers pass", new PinSetChange { AllowInspected = true }.ToString());
        Assert.Equal("Let no inspected server pass", new PinSetChange { AllowInspected = false }.ToString());
    }

    [Fact]
    public void Adding_keeps_the_rest_and_dates_the_new_pin()
    {
        PinSet changed = new PinSetChange { Add = [TestSets.Entry("new")] }.Apply(s_set);

        Assert.Equal(s_set.Pins, changed.Pins.Take(2));
        Assert.NotNull(changed.Pins[2].Added);
        Assert.Equal(2, s_set.Pins.Length);
    }

    [Fact]
    public void Adding_a_pin_that_is_there_replaces_what_is_said_of_it()
    {
        PinSet changed = new PinSetChange { Add = [TestSets.Entry("leaf") with { Note = "new" }] }.Apply(s_set);

        Assert.Equal("new", Assert.Single(changed.Pins, pin => pin.Value == TestSets.Pin("leaf")).Note);
    }

    [Fact]
    public void A_rotation_promotes_the_backup_and_retires_the_old_key()
    {
        DateTime end = new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        var change = new PinSetChange
        {
            Promote = [TestSets.Pin("backup")],
            Retire = [TestSets.Pin("leaf")],
            RetireAt = end,
        };

        PinSet changed = change.Apply(s_set);

        Assert.Equal(PinRole.Leaf, changed.Pins[1].Role);
        Assert.Equal(end, changed.Pins[0].NotAfter);
        Assert.Equal("kept", changed.Pins[0].Note);
        Assert.False(changed.Pins[0].IsActive(end));
        Assert.True(changed.Pins[0].IsActive(end.AddSeconds(-1)));
    }

    [Fact]
    public void Removing_the_last_pin_is_refused() => Assert.Equal(
        "PinSetEmpty", TestSets.FaultOf(() =>
            new PinSetChange { Remove = [TestSets.Pin("leaf"), TestSets.Pin("backup")] }.Apply(s_set)));

    [Fact]
    public void A_pin_that_is_not_in_the_set_can_be_neither_removed_promoted_nor_retired()
    {
        SpkiPin[] other = [TestSets.Pin("other")];

        Assert.Equal("PinMissing", TestSets.FaultOf(() => new PinSetChange { Remove = other }.Apply(s_set)));
        Assert.Equal("PinMissing", TestSets.FaultOf(() => new PinSetChange { Promote = other }.Apply(s_set)));
        Assert.Equal("PinMissing", TestSets.FaultOf(() => new PinSetChange { Retire = other }.Apply(s_set)));
    }

    [Fact]
    public void A_change_into_what_checks_nothing_is_refused() => Assert.Equal(
        "PinOnlyChecksNothing",
        TestSets.FaultOf(() =>
            new PinSetChange { Mode = PinSetMode.ReportOnly }.Apply(s_set with { Trust = TrustMode.PinOnly })));

    [Fact]
    public void A_change_of_mode_starts_its_clock_anew()
    {
        PinSet old = s_set with { Added = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc) };

        Assert.Equal(old.Added, new PinSetChange { Mode = PinSetMode.Enforce }.Apply(old).Added);
        Assert.True(new PinSetChange { Mode = PinSetMode.ReportOnly }.Apply(old).Added > old.Added);
    }

    [Fact]
    public void Putting_another_set_for_a_pattern_needs_to_be_asked_for()
    {
        PinStore store = new([s_set]);
        PinSet other = s_set with { Note = "other" };

        PinStoreMerge.Put(store, TestSets.Of("b.example"), replace: false);
        PinStoreMerge.Put(store, s_set, replace: false);
        Assert.Equal("PinSetExists", TestSets.FaultOf(() => PinStoreMerge.Put(store, other, replace: false)));
        PinStoreMerge.Put(store, other, replace: true);
        Assert.Equal("other", store.Get(other.Hosts)?.Note);
    }

    [Fact]
    public void The_formats_are_found_by_name_and_by_content()
    {
        var text = new FormatText("test", PinStoreJson.Write(new PinStore([s_set])));

        Assert.Equal("PinStore", PinSetFormats.Get("pinstore").Name);
        Assert.Equal("PinStore", PinSetFormats.Detect(text).Name);
        Assert.Equal("a.example", PinSetFormats.Detect(text).Read(text).Sets.Single().Pattern);
        Assert.Equal("FormatUnknown", TestSets.FaultOf(() => PinSetFormats.Get("nothing")));
        Assert.Equal("FormatNotDetected",
            TestSets.FaultOf(() => PinSetFormats.Detect(new FormatText("test", "neither this nor that"))));
    }

    [Fact]
    public void What_is_said_of_added_pins_does_not_overrule_what_they_say_themselves()
    {
        DateTime end = new(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var change = new PinSetChange
        {
            Add = [TestSets.Entry("new"), TestSets.Entry("named", PinRole.Root) with { Note = "own" }],
            Notes = new PinNotes { Role = PinRole.Backup, Owner = "owner", NotAfter = end },
        };

        PinSetPin[] added = change.Apply(s_set).Pins[2..];

        Assert.Equal([PinRole.Backup, PinRole.Root], added.Select(pin => pin.Role));
        Assert.Equal([null, "own"], added.Select(pin => pin.Note));
        Assert.All(added, pin => Assert.Equal(("owner", end), (pin.Owner, pin.NotAfter)));
    }

    [Fact]
    public void A_veto_has_no_end_and_is_said_in_words()
    {
        var change = new PinSetChange
        {
            Add = [TestSets.Entry("stolen")], Notes = new PinNotes { Bad = true, NotAfter = DateTime.UtcNow },
        };

        Assert.Equal((true, null), (change.Apply(s_set).Pins[2].Bad, change.Apply(s_set).Pins[2].NotAfter));
        Assert.Equal($"Veto {TestSets.Pin("stolen")}", change.ToString());
    }

    [Fact]
    public void A_change_of_nothing_is_refused()
    {
        var expiry = new PinSetChange { Expires = DateTime.UtcNow };

        Assert.Equal("NothingToChange", TestSets.FaultOf(() => new PinSetChange().Check(null)));
        Assert.Equal("NothingAdded", TestSets.FaultOf(() => expiry.Check("Role")));
        Assert.Same(expiry, expiry.Check(null));
    }

    [Fact]
    public void What_a_change_leaves_is_looked_at()
    {
        PinSet alone = TestSets.Of("a.example", "only");
        PinSet over = alone.WithPins([alone.Entries[0] with { NotAfter = new DateTime(2020, 1, 1) }]);

        Assert.Empty(PinLinter.WarningsAfterChange(TestSets.Of("a.example"), DateTime.UtcNow));
        Assert.Contains("no backup pin", Assert.Single(PinLinter.WarningsAfterChange(alone, DateTime.UtcNow)));
        Assert.Contains(
            "No pin of 'a.example' is accepted any more", PinLinter.WarningsAfterChange(over, DateTime.UtcNow).Last());
    }
}
