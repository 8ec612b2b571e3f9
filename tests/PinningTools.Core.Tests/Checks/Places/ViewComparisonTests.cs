using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Places;

/// <summary>What the views of several machines mean together, row by row.</summary>
public sealed class ViewComparisonTests
{
    private const string Server = "192.0.2.10";
    private const string Root = "CN=Root";
    private static readonly string s_good = SampleSummary.Pin("good");
    private static readonly string s_other = SampleSummary.Pin("other");
    private static readonly string s_bad = SampleSummary.Pin("bad");

    internal static PinCheckView View(
        string place, string pin, string verdict = "Match", string? address = Server, string? anchor = Root) => new()
    {
        VantagePoint = place, Address = address, LeafPin = pin, Anchor = anchor, Verdict = verdict,
    };

    private static ViewFinding Of(params PinCheckView[] views)
    {
        ViewFinding finding = ViewComparison.Compare(views);
        // The order and repetitions never matter.
        for (int i = 0; i < views.Length; i++)
        {
            PinCheckView[] turned = [.. views.Skip(i), .. views.Take(i), views[0]];
            Assert.Equal(finding.Text, ViewComparison.Compare(turned).Text);
            Assert.Equal(finding.Outcome, ViewComparison.Compare(turned).Outcome);
        }

        return finding;
    }

    [Fact]
    public void The_same_key_from_everywhere_is_not_worth_a_word()
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", s_good), View("branch8", s_good, address: "192.0.2.11"));

        Assert.Equal(ViewOutcome.Agree, finding.Outcome);
        Assert.Equal("", finding.Text);
    }

    [Fact]
    public void Different_keys_that_all_match_are_named_once()
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", s_other, address: "192.0.2.11"));

        Assert.Equal(ViewOutcome.DifferentKeys, finding.Outcome);
        Assert.Contains($"'here' sees {s_good}", finding.Text);
        Assert.Contains($"'branch7' sees {s_other}", finding.Text);
    }

    [Fact]
    public void A_wrong_key_at_one_place_and_the_same_address_names_who_is_in_between()
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", s_bad, "PinMismatch"));

        Assert.True(finding.Differs);
        Assert.StartsWith("A pin matches from 'here', but not from 'branch7'.", finding.Text);
        Assert.Contains($"Somebody is between 'branch7' and {Server}: ", finding.Text);
        Assert.DoesNotContain("TLS inspection", finding.Text);
        Assert.Equal(s_bad, Assert.Single(finding.Wrong).LeafPin);
    }

    [Fact]
    public void An_anchor_of_its_own_is_inspection()
    {
        ViewFinding finding = Of(
            View("here", s_good), View("branch8", s_good), View("branch7", s_bad, "UntrustedChain", anchor: "CN=Corp Proxy CA"));

        Assert.True(finding.Differs);
        Assert.Contains("TLS inspection at 'branch7': the chain ends in 'CN=Corp Proxy CA'", finding.Text);
        Assert.Contains($"Somebody is between 'branch7' and {Server}: ", finding.Text);
    }

    [Fact]
    public void Different_addresses_do_not_tell_path_from_server()
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", s_bad, "PinMismatch", address: "192.0.2.99"));

        Assert.True(finding.Differs);
        Assert.DoesNotContain("Somebody", finding.Text);
        Assert.Contains("the path differs, or another server answers there", finding.Text);
    }

    [Fact]
    public void A_majority_decides_nothing()
    {
        ViewFinding finding = Of(
            View("here", s_good), View("b1", s_bad, "PinMismatch"), View("b2", s_bad, "PinMismatch"), View("b3", s_bad, "PinMismatch"));

        Assert.True(finding.Differs);
        Assert.StartsWith("A pin matches from 'here', but not from 'b1', 'b2', 'b3'.", finding.Text);
    }

    [Fact]
    public void The_same_wrong_key_from_everywhere_is_a_rotation_or_a_takeover()
    {
        ViewFinding finding = Of(View("here", s_bad, "PinMismatch"), View("branch7", s_bad, "PinMismatch"));

        Assert.Equal(ViewOutcome.NoMatch, finding.Outcome);
        Assert.Contains("seen from everywhere ('branch7', 'here'): a rotation nobody told the policy about, or a taken-over server or DNS", finding.Text);
    }

    [Fact]
    public void Different_wrong_keys_at_one_address_are_told()
    {
        ViewFinding finding = Of(View("here", s_bad, "PinMismatch"), View("branch7", s_other, "PinMismatch"));

        Assert.Equal(ViewOutcome.NoMatch, finding.Outcome);
        Assert.Contains($"They differ at {Server}: somebody is between this address and one of them.", finding.Text);
    }

    [Fact]
    public void A_server_of_several_that_is_wrong_from_everywhere_is_no_interception()
    {
        ViewFinding finding = Of(
            View("here", s_good), View("here", s_bad, "PinMismatch", address: "192.0.2.11"),
            View("branch7", s_bad, "PinMismatch", address: "192.0.2.11"), View("branch7", s_good));

        Assert.Equal(ViewOutcome.ByAddress, finding.Outcome);
        Assert.Contains($"192.0.2.11 shows {s_bad}", finding.Text);
    }

    [Fact]
    public void One_address_at_which_they_differ_is_enough()
    {
        ViewFinding finding = Of(
            View("here", s_good), View("here", s_bad, "PinMismatch", address: "192.0.2.11"),
            View("branch7", s_bad, "PinMismatch", address: "192.0.2.11"), View("branch7", s_bad, "PinMismatch"));

        Assert.True(finding.Differs);
        Assert.Contains($"Somebody is between 'branch7' and {Server}: ", finding.Text);
    }

    [Fact]
    public void The_same_key_with_another_verdict_is_a_clock_or_a_root()
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", s_good, "CertificateExpired"));

        Assert.Equal(ViewOutcome.OtherVerdict, finding.Outcome);
        Assert.Contains("'branch7' sees the same key as the others, but the verdict there is CertificateExpired", finding.Text);
    }

    [Theory]
    [InlineData("ConnectFailed")]
    [InlineData("TimedOut")]
    [InlineData("Whatever they call it tomorrow")]
    public void What_saw_nothing_decides_nothing_and_is_named(string verdict)
    {
        ViewFinding finding = Of(View("here", s_good), View("branch7", "", verdict, null, null));

        Assert.Equal(ViewOutcome.Agree, finding.Outcome);
        Assert.Equal($"It could not be seen from 'branch7' ({verdict}).", finding.Text);
    }

    [Theory]
    [InlineData("Missing")]
    [InlineData("NotUsable")]
    public void A_lost_place_is_told_by_the_summary_alone(string verdict) =>
        Assert.Equal("", Of(View("here", s_good), View("branch7", "", verdict, null, null)).Text);

    [Fact]
    public void A_match_without_a_pin_is_no_match()
    {
        Assert.Equal(ViewOutcome.NoMatch, Of(View("here", s_bad, "PinMismatch"), View("b", "sha256/AAAA"), View("c", s_bad, "PinMismatch")).Outcome);
        Assert.Equal(ViewOutcome.Agree, Of(View("here", s_bad, "PinMismatch"), View("b", "", address: null)).Outcome);
    }

    [Fact]
    public void Foreign_text_is_cleaned_and_cut()
    {
        string text = Of(
            View("here", s_good),
            View("\u001b[31m\u202E" + new string('x', 5000), s_bad, "PinMismatch", "9\n9" + new string('9', 900), "CN=\u0007" + new string('y', 100_000))).Text;

        Assert.InRange(text.Length, 100, 1500);
        Assert.DoesNotContain(text, char.IsControl);
        Assert.DoesNotContain('\u202E', text);
    }

    [Fact]
    public void A_million_views_are_cut_short()
    {
        ViewFinding finding = ViewComparison.Compare(Enumerable.Range(0, 1_000_000).Select(i =>
            View("p" + i.ToString(System.Globalization.CultureInfo.InvariantCulture), s_bad, "PinMismatch")));

        Assert.InRange(finding.Text.Length, 1, 4000);
    }
}
