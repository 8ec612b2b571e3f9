using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace PinningTools.Tests.Shape;

/// <summary>
/// One project knows Bouncy Castle, under a name of ours; the module's own assemblies do not refer to it, so that nothing
/// but a call loads it.
/// </summary>
public class LateLibraryTests
{
    private const string Own = "PinningTools.BouncyCastle";
    private const string Renamed = "PinningTools.BouncyCastle.Cryptography";

    [Theory]
    [InlineData("net8.0/PinningTools.dll")]
    [InlineData("net8.0/PinningTools.Core.dll")]
    [InlineData("netstandard2.0/PinningTools.dll")]
    [InlineData("netstandard2.0/PinningTools.Core.dll")]
    public void The_modules_assemblies_do_not_refer_to_it(string file) =>
        Assert.DoesNotContain(References(file), name => name.Contains("BouncyCastle", StringComparison.Ordinal));

    [Fact]
    public void Its_one_user_refers_to_the_renamed_copy_and_to_Core() =>
        Assert.Equal(
            [Renamed, "PinningTools.Core", "netstandard"],
            References(Own + ".dll").Order(StringComparer.Ordinal));

    /// <summary>A reference to the library of the machine that built it would not be found on .NET Framework.</summary>
    [Fact]
    public void The_renamed_copy_refers_to_the_standard_library_alone() =>
        Assert.Equal(["netstandard"], References(Renamed + ".dll"));

    [Theory]
    [InlineData(Own)]
    [InlineData(Renamed)]
    public void It_shows_no_type(string name)
    {
        using PEReader file = Open(name + ".dll");
        MetadataReader reader = file.GetMetadataReader();
        Assert.DoesNotContain(
            reader.TypeDefinitions.Select(reader.GetTypeDefinition),
            type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
        Assert.Equal(name, reader.GetString(reader.GetAssemblyDefinition().Name));
        Assert.True(reader.GetAssemblyDefinition().PublicKey.IsNil);
    }

    private static string[] References(string file)
    {
        using PEReader image = Open(file);
        MetadataReader reader = image.GetMetadataReader();
        return [.. reader.AssemblyReferences.Select(one => reader.GetString(reader.GetAssemblyReference(one).Name))];
    }

    private static PEReader Open(string file) =>
        new(File.OpenRead(Path.Combine(BuiltModule.Root, "lib", file)));
}
