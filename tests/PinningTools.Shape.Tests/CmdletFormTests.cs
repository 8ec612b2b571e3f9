using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.Shape;

/// <summary>
/// Cmdlets are forms: what they are told, one call to the engine, and what comes of it. Counted are the lines of a
/// class, blank ones too, in all its parts, without its parameters; of a parameter its documentation, its attributes
/// and the blank line after it are part.
/// </summary>
public sealed class CmdletFormTests(ITestOutputHelper output)
{
    private const int MaxLines = 60;

    private static readonly string s_module = Path.Combine(BuiltModule.Root, "src", "PinningTools");

    private static readonly (string Name, string[] Lines)[] s_classes =
    [
        .. Directory.GetFiles(Path.Combine(s_module, "Commands"), "*.cs").Order(StringComparer.Ordinal)
            .Select(path => Class(File.ReadAllLines(path))).OfType<(string, string[])>(),
    ];

    [Fact]
    public void No_cmdlet_has_more_than_sixty_lines_beside_its_parameters()
    {
        (string Name, int Lines)[] counts =
            [.. s_classes.GroupBy(one => one.Name).Select(parts => (parts.Key, parts.Sum(part => Count(part.Lines))))];
        foreach ((string name, int lines) in counts.OrderByDescending(one => one.Lines))
            output.WriteLine($"{lines,4} {name}");

        Assert.All(counts, one => Assert.True(one.Lines <= MaxLines, $"{one.Name} has {one.Lines} lines"));
    }

    /// <summary>Else a class could be passed over, and a parameter be taken for code or code for a parameter.</summary>
    [Fact]
    public void The_count_knows_every_cmdlet_and_every_parameter()
    {
        Assert.All(
            BuiltModule.CmdletTypes.Values, type => Assert.Contains(s_classes, one => one.Name == type.Name));
        foreach (IGrouping<string, (string Name, string[] Lines)> parts in s_classes.GroupBy(one => one.Name))
        {
            Type type = BuiltModule.Cmdlets.GetType("PinningTools.Commands." + parts.Key)!;
            string[] declared = [.. type.GetProperties().Where(property => property.DeclaringType == type
                && property.GetCustomAttributesData().Any(one => one.AttributeType.Name == "ParameterAttribute"))
                .Select(property => property.Name)];
            string[][] counted = [.. parts.SelectMany(part => Paragraphs(part.Lines)).Where(IsParameter)];

            // Of one paragraph each, whose one declaration ends it.
            Assert.Equal(declared.Order(StringComparer.Ordinal), counted.Select(NameOf).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>A command knows what serves it, and is known by none of that.</summary>
    [Theory]
    [InlineData("Binding")]
    [InlineData("Checks")]
    [InlineData("Pipeline")]
    [InlineData("Web")]
    public void What_serves_the_commands_does_not_know_them(string folder)
    {
        string[] names = [.. s_classes.Select(one => one.Name).Distinct(), "ParameterSets"];
        string any = $@"\b({string.Join('|', names)})\b";

        Assert.Contains("EndpointCommand", names);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(s_module, folder), "*.cs"));
        Assert.Empty(Directory.GetFiles(Path.Combine(s_module, folder), "*.cs")
            .Where(path => Regex.IsMatch(File.ReadAllText(path), any)).Select(Path.GetFileName));
    }

    private static int Count(string[] lines) =>
        Paragraphs(lines).Where(one => !IsParameter(one)).Sum(one => one.Length);

    private static (string, string[])? Class(string[] file)
    {
        int start = Array.FindIndex(file, line => line.StartsWith("public ", StringComparison.Ordinal)
            && Regex.IsMatch(line, @"\bclass \w"));
        if (start < 0) return null;
        string name = Regex.Match(file[start], @"\bclass (\w+)").Groups[1].Value;
        return (name, file[start..(Array.FindLastIndex(file, line => line == "}") + 1)]);
    }

    /// <summary>The members, each with the blank line after it.</summary>
    private static IEnumerable<string[]> Paragraphs(string[] lines)
    {
        var paragraph = new List<string>();
        foreach (string line in lines)
        {
            paragraph.Add(line);
            if (line.Length > 0) continue;
            yield return [.. paragraph];
            paragraph.Clear();
        }

        yield return [.. paragraph];
    }

    private static bool IsParameter(string[] paragraph) =>
        paragraph.Any(line => line.StartsWith("    [Parameter", StringComparison.Ordinal));

    private static string NameOf(string[] paragraph)
    {
        string[] rest = [.. Enumerable.Reverse(paragraph).SkipWhile(
            line => line.Length == 0 || line == "}" || line.StartsWith('#'))];
        Match declaration = Regex.Match(rest[0], @"^    public .*?\b(\w+) \{ get; set; \}");
        Assert.True(declaration.Success, "not the end of a parameter: " + rest[0]);
        Assert.Single(paragraph, line => Regex.IsMatch(line, "^    (public|private|protected|internal) "));
        return declaration.Groups[1].Value;
    }
}
