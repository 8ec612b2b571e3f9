using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.PortableExecutable;
using System.Threading.Tasks;
using System.Xml.Linq;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Shape.Package;

/// <summary>The package for C#, as somebody meets it who has nothing else of this project.</summary>
public sealed class PackageTests(PackedCore packed) : IClassFixture<PackedCore>
{
    private const string PinnedLeaf = "localhost";

    [Fact]
    public void It_says_what_it_is_and_needs_nothing()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.File);
        using Stream text = package.GetEntry("PinningTools.Core.nuspec")!.Open();
        XElement metadata = XDocument.Load(text).Root!.Elements().First(one => one.Name.LocalName == "metadata");

        Assert.Equal("PinningTools.Core", Said("id"));
        Assert.Equal(packed.Version, Said("version"));
        Assert.Equal("MIT", Said("license"));
        Assert.Equal("README.md", Said("readme"));
        Assert.DoesNotContain(metadata.Descendants(), one => one.Name.LocalName == "dependency");
        Assert.Equal(
            [
                "PinningTools.BouncyCastle.LICENSE.md", "PinningTools.BouncyCastle.NOTICE.txt", "README.md",
                .. Files("net8.0"), .. Files("netstandard2.0"),
            ],
            package.Entries.Select(entry => entry.FullName)
                .Where(name => !name.Contains('/') || name.StartsWith("lib/", StringComparison.Ordinal))
                .Where(name => !name.StartsWith('[') && !name.EndsWith(".nuspec", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));

        // The late library beside Core, which looks for it there.
        static string[] Files(string framework) =>
        [
            $"lib/{framework}/PinningTools.BouncyCastle.Cryptography.dll", $"lib/{framework}/PinningTools.BouncyCastle.dll",
            $"lib/{framework}/PinningTools.Core.dll", $"lib/{framework}/PinningTools.Core.xml",
        ];

        string? Said(string name) => metadata.Elements().SingleOrDefault(one => one.Name.LocalName == name)?.Value;
    }

    /// <summary>A debugger finds its way, and whoever builds it again gets the same bytes.</summary>
    [Theory]
    [InlineData("net8.0/PinningTools.Core")]
    [InlineData("netstandard2.0/PinningTools.Core")]
    [InlineData("netstandard2.0/PinningTools.BouncyCastle")]
    public void Its_assemblies_carry_their_symbols_and_nothing_of_the_machine(string name)
    {
        using ZipArchive package = ZipFile.OpenRead(packed.File);
        var assembly = new MemoryStream();
        using (Stream entry = package.GetEntry($"lib/{name}.dll")!.Open())
            entry.CopyTo(assembly);
        assembly.Position = 0;
        using var image = new PEReader(assembly);
        DebugDirectoryEntry[] entries = [.. image.ReadDebugDirectory()];

        Assert.Contains(entries, one => one.Type == DebugDirectoryEntryType.Reproducible);
        DebugDirectoryEntry embedded = Assert.Single(
            entries, one => one.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var reader = symbols.GetMetadataReader();
        Assert.All(
            reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)),
            name => Assert.StartsWith("/_/", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fresh_project_pins_a_request_refuses_an_impostor_and_checks_a_mail_server()
    {
        TestCertificate root = TestCertificate.Root("Package Root");
        TestCertificate leaf = root.Issue(PinnedLeaf);
        TestCertificate rogue = TestCertificate.Root("Rogue Root");
        string anchors = Path.Combine(packed.Folder, "anchors.pem");
        await File.WriteAllTextAsync(anchors, root.Pem + rogue.Pem);
        await using HttpTestServer server = await HttpTestServer.StartAsync(leaf);
        await using TlsTestServer impostor = TlsTestServer.Start(rogue.Issue(PinnedLeaf));
        await using ScriptedServer mail = MailTestServer.Start(leaf, offersTls: true);

        string[] lines = await packed.RunConsumerAsync(
            anchors, leaf.Pin, $"{server.Port}", $"{impostor.Port}", $"{mail.Port}");

        Assert.Equal(["hello", "refused: PinMismatch", "mail: Match, Leaf"], lines);
        Assert.Single(server.Requests);
        TlsConnection refused = Assert.Single(
            await impostor.WaitForConnectionClosedAsync(1, TimeSpan.FromMinutes(1)));
        Assert.Empty(refused.ReceivedBytes);
    }
}
