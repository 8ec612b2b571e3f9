using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>The page: what it promises to browsers, to people and to whoever stores it.</summary>
public sealed partial class HtmlReportTests
{
    public static TheoryData<int> Sizes => [1, 21, 200, 2000, 2001, 5000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_keeps_its_budget_and_names_every_endpoint(int endpoints)
    {
        PinCheckSummary summary = endpoints == 21 ? SampleSummary.Create() : SampleSummary.Large(endpoints);
        string page = Reporting.Write("Html", summary);

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, (60 * 1024) + (250 * endpoints));
        string shown = page[..page.IndexOf("<script", StringComparison.Ordinal)];
        HashSet<string> words = [.. shown.Split('<', '>', ',', '\n', '"').Select(word => word.Trim())];
        foreach (PinCheckDetail one in summary.Details) Assert.Contains(ReportWords.Label(one), words);
    }

    [Fact]
    public void It_can_load_nothing_and_send_nothing()
    {
        string page = Reporting.Write("Html", SampleSummary.Create());

        Assert.Contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                + "img-src data:; base-uri 'none'; form-action 'none'\">", page);
        // The policy comes before anything that it is about.
        Assert.True(page.IndexOf("Content-Security-Policy", StringComparison.Ordinal) < page.IndexOf("<link", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(?i)url\(\s*['""]?(?!#)", page);
        Assert.DoesNotContain("@import", page);
    }

    [Fact]
    public void Its_places_are_unique_and_its_links_lead_to_them()
    {
        string page = Reporting.Write("Html", SampleSummary.Create(), SampleSummary.Large(30) with { Name = "other" });

        string[] ids = [.. Id().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Link().Matches(page), match => Assert.Contains(match.Groups[1].Value, ids));
        Assert.NotEmpty(Link().Matches(page));
    }

    [Theory]
    [InlineData(true, "OK: all 2 are fine")]
    [InlineData(false, "CRITICAL: 14 of 21 show a wrong key")]
    public void Its_title_begins_with_the_verdict(bool isFine, string expected)
    {
        string page = Reporting.Write("Html", isFine ? SampleSummary.AllOk() : SampleSummary.Create());

        Assert.Contains($"<title>{expected}", page);
    }

    [Fact]
    public void What_was_not_expected_comes_first_and_says_why()
    {
        string page = Reporting.Write("Html", SampleSummary.Create());

        int unexpected = page.IndexOf("The new key is not pinned, and was not pinned in the last run", StringComparison.Ordinal);
        int expected = page.IndexOf("The new key is the spare", StringComparison.Ordinal);
        Assert.InRange(unexpected, 1, expected);
    }

    [Fact]
    public void A_chain_is_drawn_with_the_pin_that_matched_and_what_the_server_did_not_send()
    {
        string page = Reporting.Write("Html", SampleSummary.AllOk());

        Assert.Contains("<li class=\"cert matched\"><span class=\"role\">Leaf</span>", page);
        Assert.Contains("<li class=\"cert unsent\"><span class=\"role\">Root</span>", page);
        Assert.Contains("not sent by the server", page);
    }

    [Fact]
    public void What_is_acknowledged_or_pending_is_shown_as_that()
    {
        string page = Reporting.Write("Html", SampleSummary.Create());

        Assert.Contains("Acknowledged until <time datetime=\"2026-12-11\">", page);
        Assert.Contains("has to be unreachable in more runs in a row", page);
    }

    [Theory]
    [InlineData(true, true, "the first run with a state")]
    [InlineData(false, false, "No state was kept")]
    [InlineData(false, true, "Nothing has changed.")]
    public void Where_there_is_no_change_it_says_why(bool isFirst, bool hasState, string expected) => Assert.Contains(
        expected,
        Reporting.Write(
            "Html", SampleSummary.AllOk() with { IsFirstRun = isFirst, StateFile = hasState ? "s" : null }));

    [Fact]
    public void A_run_of_nothing_is_a_page()
    {
        string page = Reporting.Write("Html", new PinCheckSummary());

        Assert.Contains("</html>", page);
    }

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
