using System;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>Each kind of change, whether it was to be expected, and the reason in words.</summary>
public sealed class CheckChangeTests : IDisposable
{
    private const string Host = "www.example";
    private readonly SimulatedCheck _check = new();

    public void Dispose() => _check.Dispose();

    private async Task<PinCheckChange[]> AfterAsync(Action change)
    {
        if (!Presence.Exists(_check.State.State)) await _check.RunAsync();
        change();
        return (await _check.RunAsync()).Changes;
    }

    private static PinCheckChange Only(PinCheckChange[] changes, string kind)
    {
        Assert.Equal([kind], changes.Select(one => one.Kind));
        return changes[0];
    }

    [Fact]
    public async Task A_first_run_sees_each_endpoint_for_the_first_time_and_nothing_else()
    {
        _check.Add(Host);
        _check.Add("api.example");

        CheckOutcome first = await _check.RunAsync();

        Assert.Equal(["FirstSeen", "FirstSeen"], first.Changes.Select(one => one.Kind));
        Assert.All(first.Changes, one => Assert.True(one.Expected));
        Assert.Empty(first.Alerts);
        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task A_renewal_with_the_same_key_is_expected()
    {
        TestCertificate leaf = _check.Add(Host);

        PinCheckChange change = Only(await AfterAsync(() => _check.Servers[Host] = [leaf.Renew()]), "Renewed");

        Assert.True(change.Expected);
        Assert.StartsWith("The same key has a new certificate, valid until ", change.Why, StringComparison.Ordinal);
        Assert.Equal(change.Old!.Pin, change.New!.Pin);
    }

    [Fact]
    public async Task A_rotation_to_the_spare_is_expected_and_uses_it_up()
    {
        TestCertificate next = SimulatedCheck.Leaf(Host);
        _check.Add(Host, next.Pin);

        PinCheckChange[] changes = await AfterAsync(() => _check.Servers[Host] = [next]);

        Assert.Equal(["KeyChanged", "SpareUsed"], changes.Select(one => one.Kind));
        Assert.All(changes, one => Assert.True(one.Expected));
        Assert.StartsWith("The new key was already pinned before the last run.", changes[0].Why, StringComparison.Ordinal);
        Assert.Equal(next.Pin, changes[0].New!.Pin);
    }

    [Fact]
    public async Task A_key_that_was_never_pinned_is_not_expected_and_leaves_evidence()
    {
        _check.Add(Host);
        TestCertificate stranger = SimulatedCheck.Leaf(Host, SimulatedCheck.OtherAuthority);

        PinCheckChange change = Only(await AfterAsync(() => _check.Servers[Host] = [stranger]), "KeyChanged");

        Assert.False(change.Expected);
        Assert.Equal("Critical", change.Level);
        Assert.Equal(
            "The new key is not pinned, and was not pinned in the last run. More than a third of the old certificate's lifetime was left (88 days). "
                + "The issuer changed too, from 'CN=Authority' to 'CN=Other authority'.", change.Why);
        string evidence = System.IO.File.ReadAllText(CheckEvidence.PathOf(_check.State.Evidence, change.Evidence));
        Assert.Contains(stranger.Pem.Trim(), evidence, StringComparison.Ordinal);
        Assert.Contains(SimulatedCheck.Root.Pem.Trim(), evidence, StringComparison.Ordinal);
        CheckRecord known = _check.Known.Records[Host + ":443"];
        Assert.Equal(change.Evidence, known.Evidence);
        Assert.Equal(change.Old!.Pin, known.Good!.Pin);
    }

    [Fact]
    public async Task A_new_key_under_a_pinned_authority_is_expected()
    {
        _check.Add(Host);
        _check.Pins[Host] = [SimulatedCheck.Authority.Pin, SimulatedCheck.Spare];

        PinCheckChange change = Only(
            await AfterAsync(() => _check.Servers[Host] = [SimulatedCheck.Leaf(Host)]), "KeyChanged");

        Assert.True(change.Expected);
        Assert.Contains("covered by the pin", change.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_that_followed_its_key_is_not_expected_although_it_matches()
    {
        _check.Add(Host);
        TestCertificate stranger = SimulatedCheck.Leaf(Host);
        await AfterAsync(() => _check.Servers[Host] = [stranger]);

        PinCheckChange[] changes = await AfterAsync(() => _check.Pins[Host] = [stranger.Pin, SimulatedCheck.Spare]);

        Assert.Equal(["PolicyChanged", "Recovered"], changes.Select(one => one.Kind));
        Assert.True(changes[0].PinFollowedKey);
        Assert.False(changes[0].Expected);
        Assert.StartsWith("The pin followed the key: the key was seen on ", changes[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_whose_pin_came_in_the_same_interval_is_not_expected()
    {
        _check.Add(Host);
        TestCertificate next = SimulatedCheck.Leaf(Host);

        PinCheckChange[] changes = await AfterAsync(() =>
        {
            _check.Servers[Host] = [next];
            _check.Pins[Host] = [next.Pin, SimulatedCheck.Spare];
        });

        Assert.Equal(["KeyChanged", "PolicyChanged"], changes.Select(one => one.Kind));
        Assert.False(changes[0].Expected);
        Assert.Contains("Whether that was before or after the key changed is not known", changes[0].Why, StringComparison.Ordinal);
        Assert.True(changes[1].Expected);
    }

    [Fact]
    public async Task Another_issuer_of_the_same_key_is_told_once_and_is_expected()
    {
        TestCertificate leaf = _check.Add(Host);

        PinCheckChange[] changes = await AfterAsync(() => _check.Servers[Host] =
            [SimulatedCheck.OtherAuthority.Issue(Host, new CertificateOptions { Key = leaf.Key })]);

        Assert.Equal(["Renewed", "IssuerChanged"], changes.Select(one => one.Kind));
        Assert.All(changes, one => Assert.True(one.Expected));
        Assert.Equal(("CN=Authority", "CN=Other authority"), (changes[1].Old!.Issuer, changes[1].New!.Issuer));
    }

    [Fact]
    public async Task An_intermediate_of_the_same_name_with_another_key_is_another_path()
    {
        TestCertificate leaf = _check.Add(Host);
        TestCertificate replaced = SimulatedCheck.Root.IssueAuthority("Authority");

        PinCheckChange[] changes = await AfterAsync(() => _check.Servers[Host] =
            [replaced.Issue(Host, new CertificateOptions { Key = leaf.Key })]);

        Assert.Equal(["Renewed", "PathChanged"], changes.Select(one => one.Kind));
        Assert.NotEqual(changes[1].Old!.Path, changes[1].New!.Path);
    }

    [Fact]
    public async Task The_same_key_and_issuer_under_another_trust_anchor_is_told_once_and_is_expected()
    {
        TestCertificate leaf = _check.Add("a.example");
        TestCertificate root = TestCertificate.Root("Other root");
        _check.Roots.Add(root);
        await _check.RunAsync();
        _check.Servers["a.example"] = [root.IssueAuthority("Authority").Issue("a.example", new CertificateOptions { Key = leaf.Key })];

        CheckOutcome outcome = await _check.RunAsync();

        PinCheckChange change = Assert.Single(outcome.Changes, one => one.Kind == "AnchorChanged");
        Assert.True(change.Expected);
        Assert.Equal("CN=Root", change.Old!.Anchor);
        Assert.Equal("CN=Other root", change.New!.Anchor);
        Assert.Equal(root.Pin, change.New.Path[^1]);
        Assert.Contains("'CN=Other root'", change.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Changes, one => one.Kind is "PathChanged" or "IssuerChanged");
        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task Addresses_with_different_keys_are_told_once_and_name_the_one_that_differs()
    {
        TestCertificate leaf = _check.Add(Host);
        _check.Servers[Host] = [leaf, leaf];
        TestCertificate impostor = SimulatedCheck.Leaf(Host);

        PinCheckChange change = Only(await AfterAsync(() => _check.Servers[Host] = [leaf, impostor]), "AddressesDiffer");

        Assert.False(change.Expected);
        Assert.Contains($"127.0.0.2 shows {impostor.Pin} (PinMismatch)", change.Why, StringComparison.Ordinal);
        Assert.Equal(leaf.Pin, _check.Known.Records[Host + ":443"].Leaf!.Pin);
        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task Addresses_with_different_keys_that_are_all_pinned_are_expected()
    {
        TestCertificate other = SimulatedCheck.Leaf(Host);
        TestCertificate leaf = _check.Add(Host, other.Pin, SimulatedCheck.Spare);
        _check.Servers[Host] = [leaf, leaf];

        PinCheckChange change = Only(await AfterAsync(() => _check.Servers[Host] = [leaf, other]), "AddressesDiffer");

        Assert.True(change.Expected);
    }

    [Fact]
    public async Task An_outage_is_told_when_it_lasts_and_its_end_is_told_then_too()
    {
        TestCertificate leaf = _check.Add(Host);
        await _check.RunAsync();
        _check.Servers[Host] = [null];

        CheckOutcome once = await _check.RunAsync();
        Assert.Empty(once.Changes);
        Assert.Equal("Unknown", once.Details[0].Level);
        Assert.Equal(leaf.Pin, _check.Known.Records[Host + ":443"].Leaf!.Pin);
        PinCheckChange change = Only((await _check.RunAsync()).Changes, "Unreachable");
        Assert.StartsWith("The endpoint could not be checked in 2 runs in a row: ", change.Why, StringComparison.Ordinal);
        Assert.Empty((await _check.RunAsync()).Changes);

        _check.Servers[Host] = [leaf];
        Assert.True(Only((await _check.RunAsync()).Changes, "Recovered").Expected);
    }

    [Fact]
    public async Task What_could_not_be_reached_once_is_quiet_when_it_is_back()
    {
        TestCertificate leaf = _check.Add(Host);
        await AfterAsync(() => _check.Servers[Host] = [null]);

        Assert.Empty(await AfterAsync(() => _check.Servers[Host] = [leaf]));
    }

    [Fact]
    public async Task A_key_that_changed_during_an_outage_is_compared_with_the_one_before_it()
    {
        _check.Add(Host);
        await AfterAsync(() => _check.Servers[Host] = [null]);

        PinCheckChange change = Only(
            await AfterAsync(() => _check.Servers[Host] = [SimulatedCheck.Leaf(Host)]), "KeyChanged");

        Assert.False(change.Expected);
    }

    [Fact]
    public async Task An_end_that_is_near_is_told_once()
    {
        TestCertificate leaf = _check.Add(Host);

        PinCheckChange[] changes = await AfterAsync(() => _check.Servers[Host] =
            [leaf.Renew(new CertificateOptions
            {
                NotBefore = DateTimeOffset.UtcNow.AddDays(-60),
                NotAfter = DateTimeOffset.UtcNow.AddDays(6.5),
            })]);

        Assert.Equal(["Renewed", "ExpiryNear"], changes.Select(one => one.Kind));
        Assert.StartsWith("The certificate expires in ", changes[1].Why, StringComparison.Ordinal);
        Assert.Equal("Warning", changes[1].Level);
        Assert.Empty((await _check.RunAsync()).Changes);
    }

    [Fact]
    public async Task A_spare_that_is_taken_out_of_the_policy_is_missed()
    {
        TestCertificate leaf = _check.Add(Host);

        PinCheckChange[] changes = await AfterAsync(() => _check.Pins[Host] = [leaf.Pin]);

        Assert.Equal(["PolicyChanged", "SpareGone"], changes.Select(one => one.Kind));
        Assert.Contains("was removed from the policy", changes[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_nothing_else_explains_is_told()
    {
        TestCertificate leaf = _check.Add(Host);
        TestCertificate elsewhere = TestCertificate.Root("Root").Issue(Host, new CertificateOptions { Key = leaf.Key });

        PinCheckChange[] changes = await AfterAsync(() => _check.Servers[Host] = [elsewhere]);

        Assert.Contains(changes, one => one.Kind is "LevelChanged" or "IssuerChanged" && one.Level == "Critical");
    }

    [Fact]
    public async Task What_is_not_in_the_list_any_more_is_removed_and_what_was_not_asked_is_not()
    {
        _check.Add(Host);
        _check.Add("api.example");
        _check.Add("late.example");
        await _check.RunAsync();
        _check.Late.Add("late.example");
        _check.Pins.Remove("api.example");

        CheckOutcome outcome = await _check.RunAsync();

        Assert.Equal("api.example:443", Only(outcome.Changes, "Removed").Key);
        Assert.Equal(1, outcome.NotChecked);
        Assert.Equal("NotChecked", outcome.Details.Single(one => one.HostName == "late.example").Verdict);
        Assert.False(_check.Known.IsComplete);
        Assert.Equal([("late.example:443"), (Host + ":443")], _check.Known.Records.Keys.Order());
    }

    [Fact]
    public async Task Runs_by_hand_make_no_schedule_of_which_nights_are_missing()
    {
        const double minutes = 1 / (24d * 60);
        _check.Add(Host);
        for (int i = 0; i < 4; i++) await _check.RunAsync(minutes);

        Assert.Equal(0, (await _check.RunAsync(4 * minutes)).MissedRuns);
        for (int i = 0; i < 2; i++) Assert.Equal(0, (await _check.RunAsync()).MissedRuns);
        for (int i = 0; i < 4; i++) await _check.RunAsync(minutes);
        Assert.Equal(1, (await _check.RunAsync(2)).MissedRuns);
    }

    [Fact]
    public async Task A_part_of_a_list_removes_nothing()
    {
        _check.Add(Host);
        _check.Add("api.example");
        await _check.RunAsync();
        _check.Pins.Remove("api.example");
        _check.IsFiltered = true;

        Assert.Empty((await _check.RunAsync()).Changes);
        Assert.Equal(2, _check.Known.Records.Count);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    public async Task Nights_without_a_run_are_counted_by_the_next_one(int days, int missed)
    {
        _check.Add(Host);
        for (int i = 0; i < 3; i++) await _check.RunAsync();

        CheckOutcome outcome = await _check.RunAsync(days);

        Assert.Equal(missed, outcome.MissedRuns);
        Assert.Equal(missed > 0 ? ["MissedRuns"] : Array.Empty<string>(), outcome.Changes.Select(one => one.Kind));
    }

    [Fact]
    public async Task A_key_that_goes_and_comes_back_is_news_each_time()
    {
        TestCertificate next = SimulatedCheck.Leaf(Host);
        TestCertificate leaf = _check.Add(Host, next.Pin);
        await _check.RunAsync();

        for (int i = 0; i < 3; i++)
            await AfterAsync(() => _check.Servers[Host] = [i % 2 == 0 ? next : leaf]);

        Assert.Equal(3, _check.Log.Count(one => one.Kind == "KeyChanged"));
        Assert.Equal(3, _check.Log.Where(one => one.Kind == "KeyChanged").Select(one => one.Id).Distinct().Count());
    }
}
