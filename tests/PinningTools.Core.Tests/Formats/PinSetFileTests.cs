using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.PinSets;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Files of pin sets: read by what they hold, and written without losing what no one agreed to lose.</summary>
public sealed class PinSetFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_read_by_what_it_holds_with_the_second_one_beside_it()
    {
        string path = _folder.File("list_pins.json");
        await WriteAsync(Export(path, "Chromium", "a.example"));

        PinSetFile found = PinSetFile.Read(path);

        Assert.Equal(("Chromium", false), (found.Format.Name, found.IsStore));
        Assert.Equal(["a.example"], found.Parse().Sets.Select(set => set.Pattern));
        Assert.Equal(["list_pins.json", "list_pins.pins"], _folder.Names());
    }

    [Fact]
    public void A_store_is_told_apart_from_the_formats_of_others()
    {
        string path = _folder.File("pins.json");
        File.WriteAllText(path, PinStoreJson.Write(TestSets.Store("a.example")));

        Assert.True(PinSetFile.Read(path).IsStore);
        Assert.Equal("a.example", Assert.Single(PinSetFile.Read(path, "pinstore").Parse().Sets).Pattern);
    }

    [Fact]
    public void A_format_that_names_no_hosts_is_read_for_those_that_are_given()
    {
        string path = _folder.File("pins.txt");
        File.WriteAllText(path, "sha256//" + TestFormats.X1);

        PinSetFile found = PinSetFile.Read(path, null, HostPattern.Parse("**.a.example"));

        Assert.Equal("**.a.example", Assert.Single(found.Parse().Sets).Pattern);
        Assert.Equal("HostsMissing", FaultOf(() => PinSetFile.Read(path).Parse()));
    }

    [Theory]
    [InlineData("no pins at all", null, "FormatNotDetected")]
    [InlineData("", "TlsaCertificate", "FormatNotReadable")]
    [InlineData("", "Unheard", "FormatUnknown")]
    public void What_cannot_be_read_is_refused(string content, string? format, string fault)
    {
        string path = _folder.File("file");
        File.WriteAllText(path, content);

        Assert.Equal(fault, FaultOf(() => PinSetFile.Read(path, format)));
    }

    [Theory]
    [InlineData("PinStore")]
    [InlineData("OkHttpJava")]
    public async Task Sets_are_added_to_those_that_are_there(string format)
    {
        string path = _folder.File("pins");
        await WriteAsync(Export(path, format, "a.example"));
        PinSetExport more = Export(path, format, "b.example") with { Append = true };

        Assert.Equal("Add 1 pin set", PinSetFile.Plan(more).ToString());
        await WriteAsync(more);

        Assert.Equal(["a.example", "b.example"], Patterns(path));
    }

    [Theory]
    [InlineData("PinStore")]
    [InlineData("OkHttpJava")]
    public async Task Another_set_of_the_same_pattern_is_replaced_by_force_alone(string format)
    {
        string path = _folder.File("pins");
        await WriteAsync(Export(path, format, "a.example"));
        PinSetExport other = Export(path, format) with { Append = true, Sets = [TestSets.Of("a.example", "other", "x")] };

        Assert.Equal("PinSetExists", await FaultOfAsync(other));
        await WriteAsync(other with { Force = true });

        Assert.Equal(TestSets.Pin("other"), PinSetFile.Read(path).Parse().Sets.Single().Entries[0].Value);
    }

    [Theory]
    [InlineData("PinStore")]
    [InlineData("OkHttpJava")]
    [InlineData("Chromium")]
    public async Task Nothing_that_is_there_is_lost_unless_that_is_forced(string format)
    {
        string path = _folder.File("pins.json");
        await WriteAsync(Export(path, format, "a.example"));
        PinSetExport other = Export(path, format, "b.example");

        Assert.Equal("PinSetsWouldBeLost", FaultOf(() => PinSetFile.Plan(other)));
        Assert.Equal("FileExists", FaultOf(() => PinSetFile.Plan(other with { NoClobber = true })));
        Assert.Equal("NothingToExport", FaultOf(() => PinSetFile.Plan(other with { Sets = [] })));
        Assert.Equal(["a.example"], Patterns(path));
        await WriteAsync(other with { Force = true });

        Assert.Equal(["b.example"], Patterns(path));
    }

    [Fact]
    public void A_second_file_without_the_first_is_somebodys()
    {
        File.WriteAllText(_folder.File("list.pins"), "whatever");
        PinSetExport export = Export(_folder.File("list.json"), "Chromium", "a.example");

        Assert.Equal("FileHoldsOther", FaultOf(() => PinSetFile.Plan(export)));
        Assert.Equal("FileExists", FaultOf(() => PinSetFile.Plan(export with { NoClobber = true })));
        Assert.Equal("Add 1 pin set", PinSetFile.Plan(export with { Force = true }).ToString());
    }

    [Fact]
    public void What_holds_no_pins_is_not_taken_for_empty()
    {
        string path = _folder.File("Main.java");
        File.WriteAllText(path, "public class Main { }");
        PinSetExport export = Export(path, "OkHttpJava", "a.example");

        Assert.Equal("FileHoldsOther", FaultOf(() => PinSetFile.Plan(export)));
        Assert.Equal("NoPins", FaultOf(() => PinSetFile.Plan(export with { Append = true })));
        Assert.Equal("Add 1 pin set", PinSetFile.Plan(export with { Force = true }).ToString());
    }

    /// <summary>The pattern comes back wider than it was given, and is the same set all the same.</summary>
    [Fact]
    public async Task The_sets_are_held_against_the_file_as_the_format_has_them()
    {
        string path = _folder.File("again.json");
        PinSetExport export = Export(path, "GoJson", "*.a.example:8443");
        await WriteAsync(export);

        Assert.Equal("Replace 1 pin set", PinSetFile.Plan(export).ToString());
    }

    [Fact]
    public async Task What_is_lost_is_told_before_anything_is_written()
    {
        string path = _folder.File("pins");
        bool wasThere = true;
        PinSetExport export = Export(path, "Curl", "a.example");

        await PinSetFile.UpdateAsync(export, lost =>
        {
            wasThere = File.Exists(path);
            _told.AddRange(lost);
            return Task.CompletedTask;
        }, CancellationToken.None);

        Assert.False(wasThere);
        Assert.NotEmpty(_told);
        Assert.True(File.Exists(path));
    }

    /// <summary>Whoever stops at the warning has no file.</summary>
    [Fact]
    public async Task Nothing_is_written_once_everything_was_stopped()
    {
        string path = _folder.File("pins");
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PinSetFile.UpdateAsync(
            Export(path, "Curl", "a.example"), _ =>
            {
                stop.Cancel();
                return Task.CompletedTask;
            }, stop.Token));

        Assert.Empty(_folder.Names());
    }

    [Fact]
    public async Task Where_nothing_may_be_lost_nothing_is_written()
    {
        string path = _folder.File("pins");

        Assert.Equal("FormatLoses", await FaultOfAsync(Export(path, "Curl", "a.example") with { Strict = true }));

        Assert.Empty(_folder.Names());
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("PinStore")]
    [InlineData("Hex")]
    public async Task A_file_that_came_about_meanwhile_is_not_overwritten(string format)
    {
        string path = _folder.File("pins");
        PinSetExport export = Export(path, format, "a.example") with { NoClobber = true };
        PinSetFile.Plan(export);
        string theirs = PinStoreJson.Write(TestSets.Store("b.example"));
        File.WriteAllText(path, theirs);

        Assert.Equal("FileExists", await FaultOfAsync(export));
        Assert.Equal(theirs, File.ReadAllText(path));
    }

    [Fact]
    public async Task Writers_that_add_at_once_lose_nothing_of_each_other()
    {
        string path = _folder.File("pins");
        string[] patterns = [.. Enumerable.Range(0, 20).Select(i => $"h{i:00}.example")];

        await Task.WhenAll(patterns.Select(
            pattern => Task.Run(() => WriteAsync(Export(path, "OkHttpJava", pattern) with { Append = true }))));

        Assert.Equal(patterns, Patterns(path).OrderBy(pattern => pattern, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Sslyze", null, false, "FormatNotWritable")]
    [InlineData("Curl", 30, false, "FormatHasNoMaxAge")]
    [InlineData("Hpkp", null, true, "FormatHasNoValidUntil")]
    public void What_a_format_has_no_place_for_is_refused(string format, int? days, bool isValidUntil, string fault)
    {
        DateTime? end = isValidUntil ? DateTime.UtcNow.AddDays(1) : null;

        Assert.Equal(fault, FaultOf(() => new PinSetExport { FormatName = format }.With(days, end)));
    }

    [Fact]
    public async Task A_published_store_is_given_its_end_and_a_version()
    {
        string path = _folder.File("pins.json");
        DateTime end = DateTime.UtcNow.AddDays(2);

        await WriteAsync(Export(path, "PinStore", "a.example").With(null, end));

        PinStore store = PinStoreFile.Read(path);
        Assert.Equal((1, UtcDate.Truncate(end)), (store.Version, store.ValidUntil));
        Assert.Equal(
            "ValidUntilPast", FaultOf(() => new PinSetExport().With(null, DateTime.UtcNow.AddDays(-1))));
    }

    private static PinSetExport Export(string path, string format, params string[] patterns) => new()
    {
        Path = path, FormatName = format, Sets = [.. patterns.Select(pattern => TestSets.Of(pattern))],
    };

    private static IEnumerable<string> Patterns(string path) =>
        PinSetFile.Read(path).Parse().Sets.Select(set => set.Pattern);

    private Task WriteAsync(PinSetExport export) => PinSetFile.UpdateAsync(
        export, lost =>
        {
            lock (_told) _told.AddRange(lost);
            return Task.CompletedTask;
        }, CancellationToken.None);

    private async Task<string> FaultOfAsync(PinSetExport export) =>
        (await Assert.ThrowsAsync<PinningException>(() => WriteAsync(export))).Fault.Id;

    private static string FaultOf(Action action) => TestSets.FaultOf(action);
}
