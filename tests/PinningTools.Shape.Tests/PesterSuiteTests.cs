using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>The Pester suites against what Windows PowerShell 5.1 on Windows has.</summary>
public sealed class PesterSuiteTests
{
    private static readonly (string Name, string Text)[] s_suites =
    [
        .. Directory.GetFiles(Path.Combine(BuiltModule.Root, "tests", "Pester"), "*.ps*1")
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path))),
    ];

    /// <summary>$IsWindows is null in 5.1, so that what cannot run on Windows would run there.</summary>
    [Fact]
    public void What_cannot_run_on_Windows_skips_by_what_5_1_knows() => Assert.Empty(Using(@"\$IsWindows\b"));

    [Fact]
    public void No_other_shell_is_called() => Assert.Empty(Using(@"(?<![\w./-])(ba)?sh (-c|\$)"));

    private static IEnumerable<string> Using(string pattern)
    {
        Assert.NotEmpty(s_suites);
        return s_suites.Where(suite => Regex.IsMatch(suite.Text, pattern)).Select(suite => suite.Name);
    }
}
