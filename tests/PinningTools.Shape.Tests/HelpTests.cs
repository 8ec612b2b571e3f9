using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace PinningTools.Tests.Shape;

public sealed class HelpTests
{
    private static readonly string[] s_commonParameters =
    [
        "Verbose", "Debug", "ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "InformationAction",
        "InformationVariable", "OutBuffer", "OutVariable", "PipelineVariable",
    ];

    [Fact]
    public void The_help_covers_exactly_the_exported_cmdlets() =>
        Assert.Equal(BuiltModule.CmdletTypes.Keys.Order(), BuiltHelp.Commands.Select(BuiltHelp.NameOf).Order());

    [Fact]
    public void The_help_has_exactly_the_parameters_of_each_cmdlet() => ForEachCommand((name, help) =>
        Assert.Equal(BuiltHelp.DeclaredParameters(BuiltModule.CmdletTypes[name])
            .Order(), BuiltHelp.ParametersOf(help).Keys.Order()));

    [Fact]
    public void Every_parameter_is_explained() =>
        ForEachCommand((_, help) =>
            Assert.All(BuiltHelp.ParametersOf(help), parameter => Assert.NotEqual("", parameter.Value)));

    [Theory]
    [InlineData("Test-PinRotation", "RolloutDays", "30")]
    [InlineData("New-PinBackupKey", "KeyAlgorithm", "EcP256")]
    [InlineData("Export-PinSet", "MaxAgeDays", "60")]
    [InlineData("New-PinSet", "LearnRole", "Leaf, Root")]
    public void Defaults_are_those_of_the_code(string command, string parameter, string expected) => Assert.Equal(
        expected,
        BuiltHelp.DefaultOf(BuiltHelp.Commands.Single(one => BuiltHelp.NameOf(one) == command), parameter));

    [Fact]
    public void Every_cmdlet_has_a_synopsis_a_description_and_examples_with_remarks() => ForEachCommand((_, help) =>
    {
        Assert.NotEqual("", BuiltHelp.SynopsisOf(help));
        Assert.NotEqual("", BuiltHelp.DescriptionOf(help));
        Assert.NotEmpty(BuiltHelp.ExamplesOf(help));
        Assert.All(BuiltHelp.ExamplesOf(help), example =>
            Assert.True(example is { Code.Length: > 0, Remarks.Length: > 0 }, example.Code));
    });

    [Fact]
    public void Each_cmdlet_is_called_in_an_example_of_its_own_page() => ForEachCommand((name, help) =>
        Assert.Contains(BuiltHelp.ExamplesOf(help).SelectMany(example => BuiltHelp.CallsIn(example.Code)), call =>
            call.Cmdlet == name));

    [Fact]
    public void The_parameters_in_examples_exist() => ForEachExample(code => Assert.All(BuiltHelp.CallsIn(code), call =>
    {
        IEnumerable<string> known = KnownParameters(BuiltModule.CmdletTypes[call.Cmdlet]);
        Assert.All(BuiltHelp.ParametersIn(call.Arguments), parameter => Assert.Contains(parameter, known));
    }));

    [Fact]
    public void No_example_compares_pins_as_text_because_PowerShell_ignores_case() => ForEachExample(code =>
        Assert.DoesNotMatch(@"(?i)\bpins?\b['""]?\s+-[ci]?(eq|ne|in|notin|contains|notcontains|like|match)\b", code));

    [Fact]
    public void Pins_that_examples_feed_back_name_their_role_because_a_public_root_is_nobodys_pin() =>
        ForEachExample(code =>
    {
        if (!BuiltHelp.CallsIn(code).Any(call => BuiltHelp.ParametersIn(call.Arguments).Contains("Pin"))) return;
        Assert.All(
            BuiltHelp.CallsIn(code).Where(call => call.Cmdlet == "Get-SpkiPin"),
            call => Assert.NotEmpty(BuiltHelp.ParametersIn(call.Arguments)
                .Intersect(["Role", "Path", "LiteralPath", "Certificate"])));
    });

    [Fact]
    public void The_links_lead_somewhere() => ForEachCommand((_, help) =>
    {
        string[] topics = [.. AboutTopics().Select(file => Path.GetFileName(file).Replace(".help.txt", ""))];
        IEnumerable<string> known =
            BuiltModule.CmdletTypes.Keys.Concat(BuiltModule.ManifestList("FunctionsToExport")).Concat(topics);
        Assert.All(BuiltHelp.LinksOf(help), link => Assert.Contains(link, known));
    });

    [Fact]
    public void Every_about_topic_is_there_and_fits_an_old_console()
    {
        Assert.NotEmpty(AboutTopics());
        Assert.All(AboutTopics(), topic =>
        {
            Assert.Equal(File.ReadAllBytes(topic),
                File.ReadAllBytes(Path.Combine(BuiltHelp.Folder, Path.GetFileName(topic))));
            Assert.All(File.ReadAllLines(topic), line =>
                Assert.True(line.Length <= 80 && line.All(c => c is >= ' ' and <= '~'), line));
        });
    }

    [Fact]
    public void The_topic_on_verdicts_explains_each_verdict_and_reason()
    {
        string[] lines = File.ReadAllLines(Path.Combine(BuiltHelp.Folder, "about_PinningTools_Verdicts.help.txt"));

        Assert.All(Enum.GetNames<Verdict>().Concat(Enum.GetNames<VerdictReason>()), name =>
            Assert.Contains("    " + name, lines));
    }

    [Fact]
    public void Every_script_function_carries_its_help()
    {
        string functions = Path.Combine(BuiltModule.Root, "src", "Module", "Functions");
        Assert.All(BuiltModule.ManifestList("FunctionsToExport"), name =>
        {
            string text = File.ReadAllText(Path.Combine(functions, name + ".ps1"));
            Assert.All(
                new[] { "SYNOPSIS", "DESCRIPTION", "EXAMPLE" },
                section => Assert.Matches($@"(?m)^ *\.{section}\r?\n *\S", Regex.Match(text, "(?s)<#.*?#>").Value));
        });
    }

    private static string[] AboutTopics() =>
        Directory.GetFiles(Path.Combine(BuiltModule.Root, "src", "Module", "en-US"), "about_*.help.txt");

    private static IEnumerable<string> KnownParameters(Type cmdlet) =>
        BuiltHelp.DeclaredParameters(cmdlet).Concat(BuiltHelp.DeclaredAliases(cmdlet)).Concat(s_commonParameters);

    private static void ForEachCommand(Action<string, XElement> check)
    {
        Assert.NotEmpty(BuiltHelp.Commands);
        Assert.All(BuiltHelp.Commands, help => check(BuiltHelp.NameOf(help), help));
    }

    private static void ForEachExample(Action<string> check) =>
        ForEachCommand((_, help) => Assert.All(BuiltHelp.ExamplesOf(help), example => check(example.Code)));
}
