#if !NETSTANDARD_LEG
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests;

/// <summary>
/// The 47 known ways in which pinning went wrong elsewhere. A test that shows one carries its number as a trait, so
/// that <c>dotnet test --filter Pitfall=15</c> runs what shows the fifteenth; in Pester it is a tag, <c>Pitfall41</c>.
/// </summary>
public sealed class PitfallTests
{
    private const int Count = 47;
    private const string Trait = "Pitfall";

    /// <summary>
    /// What shows only where these tests are not: on the other leg, in the built module, in PowerShell.
    /// </summary>
    private static readonly Dictionary<int, string> s_elsewhere = new()
    {
        // .NET Framework's HttpClientHandler, and its choice of TLS versions.
        [37] = "PinningTools.Core.Tests.Mono/Http/FrameworkTransportTests.cs",
        [38] = "PinningTools.Core.Tests/Connections/ProtocolVersionTests.cs",
        // Script blocks as callbacks, foreign assemblies, load contexts, editions.
        [39] = "PinningTools.Shape.Tests/ManifestTests.cs",
        [43] = "PinningTools.Shape.Tests/ManifestTests.cs",
        [44] = "PinningTools.Shape.Tests/ManifestTests.cs",
        [45] = "PinningTools.Shape.Tests/ManifestTests.cs",
        [46] = "PinningTools.Shape.Tests/ManifestTests.cs",
        // The one thread that may write.
        [40] = "Pester/Test-CertificatePin.Tests.ps1",
    };

    private static readonly Dictionary<int, string> s_noTest = new()
    {
        [6] = "Outages that happened: 5, 8 and 30 show what is advised against them, and a monitor notices them.",
    };

    [Fact]
    public void Each_has_a_test_that_carries_its_number()
    {
        IEnumerable<int> here = typeof(PitfallTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().SelectMany(method => method.GetCustomAttributesData()))
            .Where(attribute => attribute.AttributeType == typeof(TraitAttribute))
            .Select(attribute => attribute.ConstructorArguments)
            .Where(arguments => (string)arguments[0].Value! == Trait)
            .Select(arguments => int.Parse((string)arguments[1].Value!, null));

        IEnumerable<int> known = here.Concat(s_elsewhere.Keys).Concat(s_noTest.Keys).Distinct().Order();

        Assert.Equal(Enumerable.Range(1, Count), known);
    }

    [Fact]
    public void Those_shown_elsewhere_are_marked_there() => Assert.All(s_elsewhere, entry =>
    {
        string text = File.ReadAllText(Repository.File("tests", entry.Value));
        string mark = entry.Value.EndsWith(".cs", StringComparison.Ordinal)
            ? $"[Trait(\"{Trait}\", \"{entry.Key}\")]"
            : $"-Tag {Trait}{entry.Key} ";
        Assert.Contains(mark, text, StringComparison.Ordinal);
    });
}
#endif
