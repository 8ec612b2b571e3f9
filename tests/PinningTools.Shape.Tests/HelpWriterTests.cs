using System;
using System.Collections.Generic;
using PinningTools.Commands;
using PinningTools.Help;
using Xunit;

namespace PinningTools.Tests.Shape;

public sealed class HelpWriterTests
{
    private const string Good = """
        # Get-Thing

        ## Description

        Reads `things` of **all** kinds, see [the standard](https://example.com/).

        ## Examples

        ### Read one

        ```powershell
        # Not a heading
        Get-Thing -Name 'one' |
            Format-List
        ```

        Reads it
        and shows it.

        ## Links

        - Get-SpkiPin
        - [The standard](https://example.com/)
        """;

    [Fact]
    public void A_page_is_read_as_plain_text()
    {
        Page page = Read(Good, out IReadOnlyList<string> problems);

        Assert.Empty(problems);
        Assert.Equal(["Reads things of all kinds, see the standard (https://example.com/)."], page.Description);
        Example example = Assert.Single(page.Examples);
        Assert.Equal("Read one", example.Title);
        Assert.Equal("# Not a heading\nGet-Thing -Name 'one' |\n    Format-List", example.Code);
        Assert.Equal(["Reads it and shows it."], example.Remarks);
        Assert.Equal([new Link("Get-SpkiPin", ""), new Link("The standard", "https://example.com/")], page.Links);
    }

    [Theory]
    [InlineData("# Get-Thing", "# Get-Other", "(1): error HELP004: The page must begin with '# Get-Thing'")]
    [InlineData("## Description", "## Details", "(3): error HELP004: 'Details' is not a section")]
    [InlineData("## Description", "## Notes", "(1): error HELP004: The page has no ## Description.")]
    [InlineData("### Read one", "", "(1): error HELP004: The page has no example")]
    [InlineData("Reads it\nand shows it.", "", "(9): error HELP004: The example 'Read one' needs")]
    [InlineData("```\n", "\n", "(1): error HELP004: the fenced block that begins in line 11 does not end.")]
    [InlineData("- Get-SpkiPin", "- the other one", "(22): error HELP004: A link must be")]
    public void A_malformed_page_is_an_error_with_its_line(string part, string replacement, string expected)
    {
        Assert.Contains(part, Good, StringComparison.Ordinal);

        Read(Good.Replace(part, replacement, StringComparison.Ordinal), out IReadOnlyList<string> problems);

        Assert.Contains(problems, problem => problem.StartsWith("Get-Thing.md" + expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cmdlet_without_a_page_and_a_page_without_a_cmdlet_are_errors()
    {
        string[] problems = Check(DocComments.Beside(BuiltModule.Cmdlets.Location));

        Assert.Equal(BuiltModule.CmdletTypes.Count + 1, problems.Length);
        Assert.Contains(problems, problem =>
            problem.Contains("error HELP001: The cmdlet Get-SpkiPin has no help page.", StringComparison.Ordinal));
        Assert.Contains(problems, problem =>
            problem.Contains("error HELP003: There is no cmdlet Get-Thing.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_without_a_summary_is_an_error()
    {
        string[] problems = Check(new DocComments([]));

        Assert.Contains(
            problems,
            problem =>
                problem.Contains(
                    "error HELP002: -HostName of Get-SpkiPin has no help: "
                        + "write a <summary> on EndpointCommand.HostName.", StringComparison.Ordinal));
    }

    private static string[] Check(DocComments docs)
    {
        var problems = new Problems();
        IReadOnlyList<CmdletShape> cmdlets = CmdletReader.ReadAssembly(typeof(GetSpkiPinCommand).Assembly.Location);
        HelpCheck.Run(cmdlets, new Dictionary<string, Page> { ["Get-Thing"] = Read(Good, out _) }, docs,
            "Help", problems);
        return [.. problems.Lines];
    }

    private static Page Read(string text, out IReadOnlyList<string> lines)
    {
        var problems = new Problems();
        Page page = PageReader.Read("Get-Thing.md", text, problems);
        lines = problems.Lines;
        return page;
    }
}
