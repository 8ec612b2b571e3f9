using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace PinningTools.Tests.Shape;

public sealed class ManifestTests
{
    private static readonly string[] s_inBox = ["System.", "Microsoft.Win32."];

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_of_the_assembly() =>
        Assert.Equal(BuiltModule.CmdletTypes.Keys.Order(), BuiltModule.ManifestList("CmdletsToExport").Order());

    [Fact]
    public void The_manifest_exports_exactly_the_functions_of_the_script_layer()
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(BuiltModule.Root, "src", "Module", "Functions"), "*-*.ps1")
            .Select(Path.GetFileNameWithoutExtension).OfType<string>()];

        Assert.Equal(files.Order(), BuiltModule.ManifestList("FunctionsToExport").Order());
    }

    [Fact]
    public void The_build_fills_lib_with_the_scripts_both_legs_the_late_library_and_nothing_else()
    {
        string scripts = Path.Combine(BuiltModule.Root, "src", "Module");
        IEnumerable<string> expected = Directory.GetFiles(Path.Combine(scripts, "Functions"))
            .Select(file => "Functions/" + Path.GetFileName(file))
            .Concat(["PinningTools.psm1", "PinningTools.Format.ps1xml"])
            .Concat(
            [
                "PinningTools.BouncyCastle.dll", "PinningTools.BouncyCastle.Cryptography.dll",
                "PinningTools.BouncyCastle.LICENSE.md", "PinningTools.BouncyCastle.NOTICE.txt",
            ])
            .Concat(from leg in new[] { "net8.0", "netstandard2.0" }
                    from library in new[] { "PinningTools.dll", "PinningTools.Core.dll" }
                    select $"{leg}/{library}");

        string lib = Path.Combine(BuiltModule.Root, "lib");
        Assert.Equal(expected.Order(), Directory.GetFiles(lib, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(lib, file).Replace('\\', '/')).Order());
        Assert.All(Directory.GetFiles(scripts, "*.ps*1*").Except([Path.Combine(scripts, "Pack.ps1")]), script =>
            Assert.Equal(File.ReadAllText(script), File.ReadAllText(Path.Combine(lib, Path.GetFileName(script)))));
    }

    /// <summary>PowerShell looks for each file of that list at each import, and nothing else reads it.</summary>
    [Fact]
    public void The_manifest_has_no_list_of_files() => Assert.DoesNotContain("FileList", BuiltModule.Manifest);

    [Fact]
    public void The_assemblies_carry_the_version_of_the_manifest()
    {
        string version = Regex.Match(BuiltModule.Manifest, @"ModuleVersion\s*=\s*'([^']+)'").Groups[1].Value;

        Assert.StartsWith(version, BuiltModule.Cmdlets.GetName().Version!.ToString());
        Assert.StartsWith(version, BuiltModule.Core.GetName().Version!.ToString());
    }

    [Fact]
    public void The_core_knows_nothing_of_PowerShell() =>
        Assert.DoesNotContain(BuiltModule.Core.GetReferencedAssemblies(), name =>
            name.Name == "System.Management.Automation");

    [Fact]
    [Trait("Pitfall", "43")]
    [Trait("Pitfall", "44")]
    [Trait("Pitfall", "45")]
    public void No_third_party_assembly_is_referenced()
    {
        // Rule: in-box types and our own code only; anything else can clash inside a PowerShell session.
        string[] allowed = ["System.Management.Automation", "PinningTools.Core", "netstandard", "mscorlib"];
        Assert.All(
            BuiltModule.Cmdlets.GetReferencedAssemblies().Concat(BuiltModule.Core.GetReferencedAssemblies()),
            name => Assert.True(allowed.Contains(name.Name)
                || s_inBox.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal)), name.Name));
    }

    /// <summary>
    /// A script block runs in the pipeline's thread alone; as a callback of a handshake it waits or fails. Those of a
    /// drill are the client under test, and run as text in a process of their own.
    /// </summary>
    [Fact]
    [Trait("Pitfall", "39")]
    public void No_parameter_takes_a_script_block_or_another_callback() =>
        Assert.All(
            BuiltModule.CmdletTypes.Values.SelectMany(type => type.GetProperties()),
            property => Assert.False(
                (property.PropertyType == typeof(ScriptBlock) && property.DeclaringType!.Name != "TestPinEnforcementCommand")
                    || typeof(Delegate).IsAssignableFrom(property.PropertyType),
                $"{property.DeclaringType}.{property.Name}"));

    [Fact]
    [Trait("Pitfall", "46")]
    public void The_manifest_names_the_editions_and_the_version_that_are_tested()
    {
        Assert.Equal(["Desktop", "Core"], BuiltModule.ManifestList("CompatiblePSEditions"));
        Assert.Matches(@"PowerShellVersion\s*=\s*'5\.1'", BuiltModule.Manifest);
    }

    [Fact]
    public void Every_cmdlet_says_what_it_writes() =>
        Assert.All(BuiltModule.CmdletTypes.Values, type =>
            Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>()));

    [Fact]
    public void The_scripts_are_ASCII_because_Windows_PowerShell_reads_them_as_ANSI()
    {
        string[] scripts = [.. new[] { "*.ps1", "*.psm1", "*.psd1", "*.ps1xml" }
            .SelectMany(pattern => new[] { "src", "lib", "examples" }.SelectMany(folder => Files(folder, pattern)))
            .Append(Path.Combine(BuiltModule.Root, "PinningTools.psd1"))];

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.True(File.ReadAllBytes(script).All(b => b < 0x80), script));
    }

    private static string[] Files(string folder, string pattern)
    {
        string path = Path.Combine(BuiltModule.Root, folder);
        return Directory.Exists(path) ? Directory.GetFiles(path, pattern, SearchOption.AllDirectories) : [];
    }
}
