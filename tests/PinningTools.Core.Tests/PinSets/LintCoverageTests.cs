using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>
/// The rules of the linter against the tests of the linter: each is to be seen firing, and seen quiet.
/// </summary>
public sealed partial class LintCoverageTests
{
    private static readonly string s_tests = string.Concat(
        new[]
        {
            "PinLinterTests.cs", "OnlineRulesTests.cs", "StoreRulesTests.cs", "CopyRightsTests.cs", "ValidUntilTests.cs",
        }.Select(name =>
            File.ReadAllText(Repository.File("tests", "PinningTools.Core.Tests", "PinSets", name))));

    private static readonly string[] s_rules =
    [
        .. Directory.GetFiles(Repository.File("src", "PinningTools.Core", "Lint"), "*.cs")
            .SelectMany(file => Finding().Matches(File.ReadAllText(file))).Select(match => match.Groups["id"].Value)
            .Append("PinOnlyChecksNothing").Distinct(),
    ];

    public static TheoryData<string> Rules => [.. s_rules];

    [Fact]
    public void All_rules_are_known() => Assert.True(s_rules.Length > 20, $"There are only {s_rules.Length}.");

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_is_seen_firing_and_seen_quiet(string id)
    {
        // A case of a theory does both, and each look at a live chain is one for all rules.
        bool theory = Regex.IsMatch(s_tests, $@"InlineData\([^)]*""{id}""");
        bool[] live = [.. Looked().Matches(s_tests).Select(look => look.Groups["ids"].Value.Contains($"\"{id}\""))];

        Assert.True(theory || live.Contains(true) || s_tests.Contains($"AssertFires(\"{id}\""), "It never fires.");
        Assert.True(
            theory || (live.Contains(true) && live.Contains(false)) || s_tests.Contains($"AssertQuiet(\"{id}\""),
            "It is never quiet.");
    }

    [GeneratedRegex(@"new\(\s*""(?<id>[A-Z]\w+)"",\s*(FindingSeverity|severity)")]
    private static partial Regex Finding();

    [GeneratedRegex(@"Assert\.(Equal\(\[(?<ids>[^\]]*)\], await LookAsync|Empty\(await LookAsync)")]
    private static partial Regex Looked();
}
