using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>docs/OPERATIONS.md tells what to do for every reason that an alert can have, and for nothing else.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string s_page = File.ReadAllText(Repository.File("docs/OPERATIONS.md"));

    /// <summary>Words of those sources that are no reasons: members, levels, other kinds of changes.</summary>
    private static readonly string[] s_others = ["NotChecked", "LevelChanged", "FirstSeen", "Critical", "Unknown"];

    /// <summary>The reasons: every verdict but a match, and what the sources of alerts name besides.</summary>
    private static readonly string[] s_reasons =
    [
        .. Enum.GetNames<Verdict>().Where(name => name != nameof(Verdict.Match))
            .Concat(new[] { "CheckAlerts", "CheckFix", "CheckResultMaker" }
                .SelectMany(name => Word().Matches(File.ReadAllText(Repository.File($"src/PinningTools.Core/Checks/{name}.cs"))))
                .Select(match => match.Groups[1].Value).Except(s_others))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_reason_has_a_row_and_every_row_a_reason()
    {
        string section = s_page[s_page.IndexOf("\n## 03:00", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n### The check itself", StringComparison.Ordinal)];
        string[] rows = [.. Row().Matches(section).SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(code => code.Groups[1].Value)];

        Assert.True(s_reasons.Length > 20, string.Join(" ", s_reasons));
        Assert.Distinct(rows);
        Assert.Empty(s_reasons.Except(rows));
        Assert.All(rows.Except(s_reasons), row => Assert.NotEqual(row, ReportWords.Plain(row)));
    }

    [Fact]
    public void Every_error_that_is_named_is_one_of_the_catalogue()
    {
        string[] catalogue = [.. Directory.GetFiles(Repository.File("src/PinningTools.Core/Faults"), "*.cs").Select(File.ReadAllText)];
        string section = s_page[s_page.IndexOf("\n### The check itself", StringComparison.Ordinal)..s_page.IndexOf("\n## 08:00", StringComparison.Ordinal)];
        string[] named = [.. Row().Matches(section).SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(code => code.Groups[1].Value)];

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(catalogue, text => text.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [GeneratedRegex("\"([A-Z][a-z]+(?:[A-Z][a-z]+)+|Warning)\"")]
    private static partial Regex Word();

    /// <summary>The first cell of a row.</summary>
    [GeneratedRegex(@"(?m)^\| ((?:`[A-Z]\w+`(?:, )?)+) \|")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Z][A-Za-z]+)`")]
    private static partial Regex Code();
}
