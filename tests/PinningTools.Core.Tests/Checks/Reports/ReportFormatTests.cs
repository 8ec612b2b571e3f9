using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

public sealed class ReportFormatTests
{
    [Theory]
    [InlineData("night.html", "Html")]
    [InlineData("a.b/night.HTM", "Html")]
    [InlineData("night.prom", "Prometheus")]
    [InlineData("night.junit.xml", "JUnit")]
    [InlineData("night.json", "Json")]
    [InlineData("night.jsonl", "JsonLines")]
    [InlineData("night.csv", "Csv")]
    [InlineData("night.md", "Markdown")]
    [InlineData("night.txt", "Text")]
    [InlineData("night.eml", "Mail")]
    public void The_ending_says_the_format(string path, string expected) =>
        Assert.Equal(expected, PinReportFormats.ForPath(path).Name);

    [Theory]
    [InlineData("night")]
    [InlineData("night.pdf")]
    [InlineData("")]
    public void An_ending_that_says_none_is_refused(string path)
    {
        var error = Assert.Throws<PinningException>(() => PinReportFormats.ForPath(path));

        Assert.Equal("ReportFormatNotTold", error.Fault.Id);
        Assert.Contains("-Format", error.Fault.Advice);
        Assert.Contains(".html", error.Fault.Advice);
    }

    [Fact]
    public void A_name_of_no_format_is_refused_with_those_there_are()
    {
        var error = Assert.Throws<PinningException>(() => PinReportFormats.Get("Pdf"));

        Assert.Equal("ReportFormatUnknown", error.Fault.Id);
        Assert.Contains("Prometheus", error.Fault.Advice);
        Assert.Equal("Html", PinReportFormats.Get("hTml").Name);
    }

    /// <summary>Two formats that mean the same ending would depend on their order.</summary>
    [Fact]
    public void Names_and_endings_are_unique()
    {
        string[] names = [.. PinReportFormats.All.Select(format => format.Name.ToUpperInvariant())];
        string[] endings = [.. PinReportFormats.All.SelectMany(format => format.Extensions)];

        Assert.Equal(names.Distinct(), names);
        Assert.Equal(endings.Distinct(), endings);
    }

    [Fact]
    public void Every_report_ends_its_last_line_and_has_no_carriage_return_nor_a_mark()
    {
        foreach (string format in Reporting.Formats)
        {
            string text = Reporting.Write(format, SampleSummary.Create());
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\r", text);
            Assert.NotEqual('\uFEFF', text[0]);
        }
    }

    [Fact]
    public void Several_results_make_one_report()
    {
        PinCheckSummary one = SampleSummary.AllOk() with { Name = "web" };
        PinCheckSummary other = SampleSummary.Create() with { Name = "mail" };

        foreach (string format in Reporting.Formats.Except(["Rfc7469"]))
        {
            string text = Reporting.Write(format, one, other);
            if (format == "Nagios") continue;
            Assert.Contains("web", text);
            Assert.Contains("mail", text);
        }

        Assert.StartsWith("PINCHECK CRITICAL: 14 of 23 show", Reporting.Write("Nagios", one, other), StringComparison.Ordinal);
        Assert.Equal(2, SavedReport.Read(Reporting.Write("Json", one, other), "json").Count);
        Assert.Equal(2, SavedReport.Read(Reporting.Write("Html", one, other), "html").Count);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 3, 3)]
    [InlineData(3, 2, 2)]
    public void The_exit_code_of_several_is_the_worst(int one, int other, int expected)
    {
        PinCheckSummary[] runs = [.. new[] { one, other }.Select(code => SampleSummary.AllOk() with { ExitCode = code })];

        Assert.Equal(expected, Reporting.Of(runs).Whole.ExitCode);
    }
}
