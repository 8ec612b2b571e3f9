using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>What was written is read again: JSON, a page with readable data, a page with packed data.</summary>
public sealed class SavedReportTests
{
    [Theory]
    [InlineData("Json", 2)]
    [InlineData("Html", 2)]
    [InlineData("Json", 300)]
    [InlineData("Html", 300)]
    public void It_is_read_back_as_it_was(string format, int endpoints)
    {
        PinCheckSummary summary = SampleSummary.Large(endpoints);

        PinCheckSummary back = Assert.Single(SavedReport.Read(Reporting.Write(format, summary), "saved"));

        Assert.Equal(summary.ToJson(), back.ToJson());
    }

    [Theory]
    [InlineData("<html><body>another page</body></html>", "no data")]
    [InlineData("<script type=\"application/json\" id=\"pincheck-data\">{", "cut off")]
    [InlineData("<script type=\"application/json\" id=\"pincheck-data\">{\"gzip\":\"AAAA\"}</script>", "damaged")]
    [InlineData("<script type=\"application/json\" id=\"pincheck-data\">{\"gzip\":\"?\"}</script>", "damaged")]
    [InlineData("[]", "empty")]
    public void What_is_none_is_refused_with_the_reason(string text, string expected)
    {
        var error = Assert.Throws<PinningException>(() => SavedReport.Read(text, "page.html"));

        Assert.Equal("ReportNotReadable", error.Fault.Id);
        Assert.Contains(expected, error.Fault.Message);
        Assert.Contains("page.html", error.Fault.Message);
    }

    /// <summary>A page of some kilobytes that unpacks to gigabytes is no result of a check.</summary>
    [Fact]
    public void Packed_data_has_a_limit()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] blanks = [.. Enumerable.Repeat((byte)' ', 1 << 20)];
            for (int i = 0; i < 65; i++) gzip.Write(blanks);
        }

        string page = "<script type=\"application/json\" id=\"pincheck-data\">{\"gzip\":\""
            + Convert.ToBase64String(packed.ToArray()) + "\"}</script>";

        Assert.Equal("TextTooLarge", Assert.Throws<PinningException>(() => SavedReport.Read(page, "bomb.html")).Fault.Id);
    }
}
