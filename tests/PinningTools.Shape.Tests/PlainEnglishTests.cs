using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>
/// Messages, help, documents and comments are written in the plain English of RFCs and of Microsoft's documentation.
/// A test cannot judge a sentence, but it can keep out phrases that are known to be bad.
/// </summary>
public sealed partial class PlainEnglishTests
{
    /// <summary>Each phrase with what to write instead.</summary>
    private static readonly (string Phrase, string Instead)[] s_banned =
    [
        (@"\bstands? twice\b", "duplicate X"),
        (@"\bshould stand\b", "expected X"),
        (@"\bcomes to (?!an? )", "the verdict is X"),
        (@"\bsays otherwise\b", "conflicts with"),
        (@"\bunsaid\b", "silently"),
        (@"\bfor want of\b", "without, because there is no"),
        (@"\bthe way leads\b", "following a redirect to"),
        (@"\b(go|goes|going) on in TLS\b", "start TLS"),
        (@"\bmust be a text\b", "must be a string"),
        (@"\blook-ups?\b", "lookup"),
        (@"\bfor ever\b", "forever"),
        (@"\banew\b", "again"),
        (@"\blapsed\b", "expired"),
        (@"\b(any|every)body\b", "anyone, everyone, or who it is"),
        (@"\bno news\b", "not announced"),
        (@"\banswers for\b", "is responsible for"),
        (@"\bcame to (a|no) verdict\b", "has a verdict, has no verdict"),
        (@"\bcould not be judged\b", "could not be checked"),
        (@"\bsomebody (should|can) act on\b", "what needs action"),
        (@"\b(was|were) to be expected\b", "was expected"),
        (@"\b(line|lines|bytes|object|KB) an? (endpoint|line|host|violation)\b", "for each endpoint, per line"),
    ];

    [Fact]
    public void Known_bad_phrases_are_in_no_text_of_the_module() => Assert.Empty(
        Files().SelectMany(file => Find(File.ReadAllText(file))
            .Select(found => $"{Path.GetRelativePath(BuiltModule.Root, file)}: {found}")));

    [Theory]
    [InlineData("\"the member stands twice\"", true)]
    [InlineData("\"the member stands \"\n            + \"twice\"", true)]
    [InlineData("$\"{name} stands \"\n            + $\"twice in {file}\"", true)]
    [InlineData("/// What comes to\n    /// nothing", true)]
    [InlineData("# A name look-up\n# was slow", true)]
    [InlineData("\"a key that everybody has\"", true)]
    [InlineData("$\"It could not be \"\n            + $\"judged in {n} runs.\"", true)]
    [InlineData("## One line an endpoint", true)]
    [InlineData("\"a duplicate member\"", false)]
    [InlineData("\"a certificate for somebody else's key\"", false)]
    [InlineData("\"the line and the endpoint\"", false)]
    [InlineData("int lapsedDays = 0;", false)]
    [InlineData("two hosts, each of which stands; twice as many as before", false)]
    public void A_phrase_is_found_across_the_lines_of_a_text(string text, bool isFound) =>
        Assert.Equal(isFound, Find(text).Any());

    private static IEnumerable<string> Find(string text)
    {
        string plain = White().Replace(CommentMark().Replace(Joint().Replace(text, ""), " "), " ");
        return s_banned.SelectMany(entry => Regex.Matches(plain, entry.Phrase, RegexOptions.IgnoreCase)
            .Select(match => $"'{match.Value}': write \"{entry.Instead}\""));
    }

    private static IEnumerable<string> Files()
    {
        string[] roots = ["README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md"];
        string[] folders = ["src", "docs", "examples"];
        return roots.Select(name => Path.Combine(BuiltModule.Root, name)).Where(File.Exists)
            .Concat(folders.Select(name => Path.Combine(BuiltModule.Root, name)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                .Where(IsText));
    }

    private static bool IsText(string path) =>
        Path.GetExtension(path) is ".cs" or ".md" or ".txt" or ".json" or ".yml" or ".ps1" or ".psm1" or ".ps1xml"
            && !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");

    /// <summary>Where a string is continued on the next line.</summary>
    [GeneratedRegex("\"\\s*\\+\\s*\\$?\"")]
    private static partial Regex Joint();

    [GeneratedRegex(@"\n\s*(///?|#)")]
    private static partial Regex CommentMark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}
