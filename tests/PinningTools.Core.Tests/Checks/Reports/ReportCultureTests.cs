using System.Globalization;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>A report is the same wherever it was written: other calendars, minus signs, decimal points.</summary>
public sealed class ReportCultureTests
{
    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("sv-SE")]
    [InlineData("de-CH")]
    [InlineData("tr-TR")]
    public void The_culture_changes_nothing(string name)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        foreach (string format in Reporting.Formats)
        {
            try
            {
                CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
                string expected = Reporting.Write(format, SampleSummary.Create());
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                Assert.Equal(expected, Reporting.Write(format, SampleSummary.Create()));
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }
}
