using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

public sealed class PrometheusReportTests
{
    [Fact]
    public void What_is_not_known_has_no_series()
    {
        PinCheckDetail asked = new() { Level = "Unknown", Key = "a:1", Verdict = "NotChecked", Reason = "None" };
        PinCheckDetail unread = new() { Level = "Unknown", Row = 8, Message = "There is no HostName." };
        PinCheckDetail dead = new() { Level = "Unknown", Key = "b:1", Verdict = "TimedOut", Reason = "DuringConnect" };
        string text = Reporting.Write("Prometheus", SampleSummary.Of([asked, unread, dead]));

        Assert.DoesNotContain("pincheck_endpoint_up{check=\"nightly\",endpoint=\"a:1\"}", text);
        Assert.DoesNotContain("pincheck_endpoint_up{check=\"nightly\",endpoint=\"row 8\"}", text);
        Assert.Contains("pincheck_endpoint_up{check=\"nightly\",endpoint=\"b:1\"} 0\n", text);
        Assert.Contains("pincheck_endpoint_level{check=\"nightly\",endpoint=\"row 8\"} 3\n", text);
        Assert.DoesNotContain("pincheck_endpoint_pin_matched", text);
        Assert.DoesNotContain("pincheck_certificate_not_after", text);
        Assert.DoesNotContain("pincheck_endpoint_spare_pins", text);
    }

    [Theory]
    [InlineData("PinMismatch", "", 0)]
    [InlineData("VetoedPin", "", 0)]
    [InlineData("Match", "x", 1)]
    [InlineData("UntrustedChain", "", null)]
    public void Whether_a_pin_matched_is_told_where_pins_were_compared(string verdict, string matched, int? expected)
    {
        PinCheckDetail one = SampleSummary.Ok(1, "a") with { Verdict = verdict, MatchedPin = matched };
        string text = Reporting.Write("Prometheus", SampleSummary.Of([one]));

        string series = "pincheck_endpoint_pin_matched{check=\"nightly\",endpoint=\"a:443\"} ";
        if (expected is null) Assert.DoesNotContain(series, text);
        else Assert.Contains($"{series}{expected}\n", text);
    }

    [Fact]
    public void Above_the_limit_only_what_is_not_Ok_has_series_and_a_warning_says_so()
    {
        PinReport report = new([SampleSummary.Large(100)], new PinReportOptions { MaxSeries = 500 });
        string text = new PrometheusReport().Write(report);

        Assert.Contains("-MaxSeries", Assert.Single(report.Warnings));
        Assert.DoesNotContain("host1.example.com", text);
        Assert.Contains("pincheck_endpoint_up{check=\"nightly\",endpoint=\"host100.example.com:443\"}", text);
        Assert.Contains("pincheck_endpoints{check=\"nightly\",level=\"ok\"} 99\n", text);
    }

    [Fact]
    public void A_host_with_several_addresses_is_one_endpoint_and_the_worst_of_them()
    {
        PinCheckDetail one = SampleSummary.Ok(1, "a");
        PinCheckDetail other = one with { Level = "Critical", Verdict = "PinMismatch", MatchedPin = "", NotAfter = SampleSummary.Started };
        string text = Reporting.Write("Prometheus", SampleSummary.Of([one, other]));

        Assert.Contains("pincheck_endpoint_pin_matched{check=\"nightly\",endpoint=\"a:443\"} 0\n", text);
        Assert.Contains(
            "pincheck_certificate_not_after_timestamp_seconds{check=\"nightly\",endpoint=\"a:443\",part=\"leaf\"} "
                + $"{new DateTimeOffset(SampleSummary.Started).ToUnixTimeSeconds()}\n", text);
        AssertNoSeriesTwice(text);
    }

    [Fact]
    public void Of_one_check_the_newest_result_counts()
    {
        PinCheckSummary old = SampleSummary.AllOk() with { Ok = 7, Finished = SampleSummary.Started.AddDays(-1) };
        PinReport report = Reporting.Of(SampleSummary.AllOk(), old);
        string text = new PrometheusReport().Write(report);

        Assert.Contains("pincheck_endpoints{check=\"nightly\",level=\"ok\"} 2\n", text);
        Assert.Contains("older", Assert.Single(report.Warnings));
        AssertNoSeriesTwice(text);
    }

    [Fact]
    public void Parts_of_a_list_and_several_places_stay_apart()
    {
        PinCheckSummary first = SampleSummary.AllOk() with { Shard = "1/2" };
        PinCheckSummary second = SampleSummary.AllOk() with { Shard = "2/2", VantagePoint = ["mon01"] };
        PinCheckSummary third = SampleSummary.AllOk() with { Shard = "2/2", VantagePoint = ["branch7"] };
        string text = Reporting.Write("Prometheus", first, second, third);

        Assert.Contains("{check=\"nightly\",shard=\"1/2\"}", text);
        Assert.Contains("{check=\"nightly\",shard=\"2/2\",vantage_point=\"branch7\"}", text);
        AssertNoSeriesTwice(text);
    }

    [Fact]
    public void A_run_that_is_not_complete_leaves_the_time_of_the_last_that_was()
    {
        string text = Reporting.Write("Prometheus", SampleSummary.AllOk() with { IsComplete = false });

        long before = new DateTimeOffset(SampleSummary.Started.AddDays(-1)).ToUnixTimeSeconds();
        Assert.Contains($"pincheck_last_complete_run_timestamp_seconds{{check=\"nightly\"}} {before}\n", text);
        Assert.Contains("pincheck_run_complete{check=\"nightly\"} 0\n", text);
    }

    private static void AssertNoSeriesTwice(string text)
    {
        string[] series =
        [
            .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]),
        ];
        Assert.Equal(series.Distinct(), series);
    }
}
