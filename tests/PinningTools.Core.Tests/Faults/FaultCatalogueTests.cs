using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Catalogue;

/// <summary>
/// The catalogue of faults against the sources of the tests, which name the faults that they provoke.
/// </summary>
public sealed partial class FaultCatalogueTests
{
    private static readonly (string Method, string Id)[] s_faults =
    [
        .. Sources("src/PinningTools.Core/Faults", "*.cs").SelectMany(source => Declaration().Matches(source))
            .Select(match => (match.Groups["method"].Value, match.Groups["id"].Value)),
    ];

    [Fact]
    public void Every_fault_is_provoked_by_a_test()
    {
        HashSet<string> words =
        [
            .. Sources("tests", "*.cs").Concat(Sources("tests", "*.ps1"))
                .SelectMany(source => Word().Matches(source)).Select(match => match.Value),
        ];

        Assert.True(s_faults.Length > 100, $"Only {s_faults.Length} faults were found.");
        Assert.DoesNotContain(s_faults, fault => !words.Contains(fault.Id) && !IsPowerShells(fault.Id));
    }

    [Fact]
    public void Every_fault_is_thrown_somewhere()
    {
        HashSet<string> uses =
        [
            .. Sources("src", "*.cs").SelectMany(source => Use().Matches(source))
                .Select(match => match.Groups["method"].Value),
        ];

        Assert.DoesNotContain(s_faults, fault => !uses.Contains(fault.Method));
    }

    /// <summary>Of these the tests of the web commands ask PowerShell's own command for the id.</summary>
    private static bool IsPowerShells(string id) => id.StartsWith("WebCmdlet", StringComparison.Ordinal);

    private static IEnumerable<string> Sources(string folder, string pattern) =>
        Directory.GetFiles(Repository.File(folder), pattern, SearchOption.AllDirectories)
            .Where(file => !Built().IsMatch(file)).Select(File.ReadAllText);

    [GeneratedRegex(@"internal static Fault (?<method>\w+)\([^;]*?new\(\s*""(?<id>\w+)""")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"Faults\.(?<method>\w+)")]
    private static partial Regex Use();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"[/\\](bin|obj|Fuzz)[/\\]")]
    private static partial Regex Built();
}
