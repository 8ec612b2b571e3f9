using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>SECURITY.md names for each promise the tests that prove it: they exist.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string s_tests = Path.Combine(BuiltModule.Root, "tests");

    private static readonly string[] s_classes =
        [.. Directory.EnumerateFiles(s_tests, "*.cs", SearchOption.AllDirectories).Where(IsSource).Select(File.ReadAllText)];

    [Fact]
    public void Every_promise_names_a_test_and_every_named_test_exists()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(BuiltModule.Root, "SECURITY.md"))
            .SkipWhile(line => line != "| promise | proven by |").Skip(2).TakeWhile(line => line.StartsWith('|'))];
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            string[] named = [.. Named(row.Split('|')[2])];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(Exists(name), $"There is no test '{name}'."));
        });
    }

    [Theory]
    [InlineData("SecurityPageTests.Every_promise_names_a_test_and_every_named_test_exists", true)]
    [InlineData("SecurityPageTests.Never_written", false)]
    [InlineData("NoSuchTests.Every_promise_names_a_test_and_every_named_test_exists", false)]
    [InlineData("MainJob.Tests.ps1: makes a pinned request", true)]
    [InlineData("MainJob.Tests.ps1: makes tea", false)]
    public void A_name_is_looked_up(string name, bool exists) => Assert.Equal(exists, Exists(name));

    private static IEnumerable<string> Named(string cell) => Code().Matches(cell).Select(match => match.Groups[1].Value);

    /// <summary>As <c>Class.Method</c>, or as <c>File.Tests.ps1: the test's name</c>.</summary>
    private static bool Exists(string name)
    {
        if (name.Split(": ", 2) is [{ } file, { } title])
        {
            string path = Path.Combine(s_tests, "Pester", file);
            return File.Exists(path) && File.ReadAllText(path).Contains($"It '{title}", System.StringComparison.Ordinal);
        }

        return name.Split('.') is [{ } type, { } method] && s_classes.Any(text =>
            Regex.IsMatch(text, $@"\bclass {type}\b") && Regex.IsMatch(text, $@"\b(void|Task) {method}\("));
    }

    private static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
