using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>What the pages for people who change the code name is there.</summary>
public sealed partial class PageTests
{
    private static readonly string[] s_bases = [".", "src/PinningTools.Core"];

    [Theory]
    [InlineData("docs/ARCHITECTURE.md", 40)]
    [InlineData("CONTRIBUTING.md", 12)]
    public void Every_file_and_folder_that_is_named_exists(string page, int atLeast)
    {
        string[] named = [.. PathsIn(File.ReadAllText(Path.Combine(BuiltModule.Root, page)))];

        Assert.True(named.Length >= atLeast, $"Only {named.Length} paths were found.");
        Assert.All(named, path => Assert.True(Exists(path), path));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    [InlineData("docs")]
    public void Every_link_between_pages_leads_somewhere(string place)
    {
        string path = Path.Combine(BuiltModule.Root, place);
        string[] pages = Directory.Exists(path) ? Directory.GetFiles(path, "*.md") : [path];

        Assert.Empty(pages.SelectMany(page => Link().Matches(File.ReadAllText(page))
            .Select(link => link.Groups["path"].Value)
            .Where(link => !link.Contains(':') && !File.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)))
            .Select(link => $"{page}: {link}")));
    }

    [Fact]
    public void The_pages_in_docs_are_named_alike() => Assert.All(
        Directory.GetFiles(Path.Combine(BuiltModule.Root, "docs"), "*.md"),
        page => Assert.Matches("^[A-Z]+(-[A-Z]+)*$", Path.GetFileNameWithoutExtension(page)));

    [Theory]
    [InlineData("`src/NoSuch`", "src/NoSuch", false)]
    [InlineData("a `Hosts/TlsTarget.cs` b", "Hosts/TlsTarget.cs", true)]
    [InlineData("`Hosts/NoSuch.cs`", "Hosts/NoSuch.cs", false)]
    public void A_name_is_looked_up(string text, string path, bool exists) =>
        Assert.Equal((path, exists), (Assert.Single(PathsIn(text)), Exists(path)));

    /// <summary>Code with a slash; what has a sign of its own in it, such as a star, is a command or a pattern.</summary>
    private static IEnumerable<string> PathsIn(string page) =>
        CodePath().Matches(page).Select(match => match.Groups[1].Value);

    private static bool Exists(string path) => s_bases.Select(place => Path.Combine(BuiltModule.Root, place, path))
        .Any(full => File.Exists(full) || Directory.Exists(full));

    [GeneratedRegex("`([A-Za-z][A-Za-z0-9.-]*(?:/[A-Za-z0-9.-]+)+)`")]
    private static partial Regex CodePath();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)")]
    private static partial Regex Link();
}
