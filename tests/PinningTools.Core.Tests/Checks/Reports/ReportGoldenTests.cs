using System;
using System.IO;
using System.Text.RegularExpressions;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>
/// Each format of the same night, letter by letter. PINNINGTOOLS_WRITE_GOLDENS=1 writes the files anew, to be looked at
/// before they are committed.
/// </summary>
public sealed partial class ReportGoldenTests
{
    [Theory]
    [InlineData("Prometheus", "prom")]
    [InlineData("Nagios", "nagios")]
    [InlineData("JUnit", "xml")]
    [InlineData("Json", "json")]
    [InlineData("JsonLines", "jsonl")]
    [InlineData("Csv", "csv")]
    [InlineData("Markdown", "md")]
    [InlineData("Text", "txt")]
    [InlineData("Rfc7469", "rfc7469")]
    [InlineData("Html", "html")]
    [InlineData("Mail", "eml")]
    public void The_night(string format, string ending)
    {
        string text = Plain(Reporting.Write(format, SampleSummary.Create()));
        string golden = Repository.File("tests", "PinningTools.Core.Tests", "Checks", "Reports", "Goldens", "night." + ending);
        if (Environment.GetEnvironmentVariable("PINNINGTOOLS_WRITE_GOLDENS") == "1") File.WriteAllText(golden, text);

        Assert.Equal(File.ReadAllText(golden).ReplaceLineEndings("\n"), text);
    }

    /// <summary>Without what has tests of its own, or depends on the platform's packing.</summary>
    private static string Plain(string text) => Attachment().Replace(
        Data().Replace(Style().Replace(text, "<style></style>"), "$1$2"), "ATTACHMENT\n\n--=_");

    [GeneratedRegex("(?s)<style>.*?</style>")]
    private static partial Regex Style();

    [GeneratedRegex("(?s)(<script[^>]*>).*?(</script>)")]
    private static partial Regex Data();

    [GeneratedRegex("(?s)(?<=Content-Transfer-Encoding: base64\n\n).*?\n\n--=_")]
    private static partial Regex Attachment();
}
