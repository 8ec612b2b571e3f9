using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>
/// An older version has a good signature too: what counts is that no one else can have put the copy there.
/// </summary>
public sealed class CopyRightsTests : IDisposable
{
    private const int Owners = 0x1C0;
    private const int OwnersFile = 0x180;

    private readonly PublishedStore _published = new();

    public CopyRightsTests() => File.WriteAllText(_published.Path, PinStoreJson.Write(_published.Local()));

    private string Folder => Path.GetDirectoryName(_published.Path)!;

    public void Dispose() => _published.Dispose();

    [SkippableTheory]
    [InlineData(0x1FF | 0x200)]
    [InlineData(0x1FF)]
    [InlineData(Owners)]
    public async Task Somebody_elses_copy_is_not_taken_and_the_source_is_asked(int folder)
    {
        UnixNodes.SkipUnlessRoot();
        await PlantAsync();
        UnixNodes.SetMode(Folder, folder);
        UnixNodes.Give(_published.CopyPath, UnixNodes.SomebodyElse, UnixNodes.SomebodyElse);

        await AssertRefusedAsync("belongs to another account");
    }

    [SkippableTheory]
    [InlineData(0x1A4 | 0x10, "Its group may write to it")]
    [InlineData(0x1A4 | 0x2, "Every account may write to it")]
    [InlineData(0x1A4 | 0x12, "Every account may write to it")]
    public async Task A_copy_that_others_may_write_is_not_taken(int mode, string why)
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        UnixNodes.SetMode(_published.CopyPath, mode);

        await AssertRefusedAsync(why);
    }

    [SkippableTheory]
    [InlineData(Owners | 0x10, "The group of its folder")]
    [InlineData(Owners | 0x2, "Every account may write to its folder")]
    public async Task A_copy_in_a_folder_that_others_may_write_is_not_taken(int mode, string why)
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        UnixNodes.SetMode(Folder, mode);

        await AssertRefusedAsync(why);
        // What was fetched is kept where no one else writes.
        string own = Assert.Single(Directory.GetFiles(_published.OwnFolder, "*.copy"));
        Assert.Equal(OwnersFile, UnixNodes.ModeOf(own) & ~0x24);
#if !NETSTANDARD_LEG
        Assert.Equal(Owners, UnixNodes.ModeOf(_published.OwnFolder));
#endif
    }

    [SkippableFact]
    public async Task A_folder_of_somebody_else_has_no_copy_that_counts()
    {
        UnixNodes.SkipUnlessRoot();
        await PlantAsync();
        File.WriteAllText(_published.Path, "");
        UnixNodes.Give(Folder, UnixNodes.SomebodyElse, 0);

        await AssertRefusedAsync("belongs to another account");
    }

    [SkippableFact]
    public async Task A_link_to_a_copy_is_not_taken()
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        string kept = Path.Combine(Folder, "kept");
        File.Move(_published.CopyPath, kept);
        File.CreateSymbolicLink(_published.CopyPath, kept);

        await AssertRefusedAsync("It is not a regular file");
        // What stood there is no longer a link, and what it led to is as it was.
        Assert.Null(new FileInfo(_published.CopyPath).LinkTarget);
        Assert.True(File.Exists(kept));
    }

    [SkippableFact]
    public async Task A_pipe_in_the_place_of_the_copy_holds_nobody_up()
    {
        UnixNodes.SkipElsewhere();
        UnixNodes.MakePipe(_published.CopyPath);

        await AssertRefusedAsync("It is not a regular file", isReplaced: false);
    }

    [SkippableFact]
    public async Task The_copy_of_who_owns_the_store_is_taken()
    {
        UnixNodes.SkipUnlessRoot();
        await PlantAsync();
        foreach (string path in new[] { _published.Path, _published.CopyPath, Folder })
            UnixNodes.Give(path, UnixNodes.SomebodyElse, UnixNodes.SomebodyElse);

        await AssertTakenAsync();
    }

    [SkippableFact]
    public async Task In_a_sticky_folder_ones_own_copy_is_taken()
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        UnixNodes.SetMode(Folder, 0x1FF | 0x200);

        await AssertTakenAsync();
    }

    [SkippableFact]
    public async Task A_copy_that_is_renewed_loses_what_others_could_do_with_it()
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        UnixNodes.SetMode(_published.CopyPath, 0x1B6);
        await _published.LoadAsync();
        _published.Warnings.Clear();

        await AssertTakenAsync();
        Assert.Equal(0, UnixNodes.ModeOf(_published.CopyPath) & 0x12);
    }

    [SkippableTheory]
    [InlineData(0x1A4, null)]
    [InlineData(0x1B4, "CopyNotUsed")]
    public async Task The_linter_says_so(int mode, string? id)
    {
        UnixNodes.SkipElsewhere();
        await PlantAsync();
        UnixNodes.SetMode(_published.CopyPath, mode);

        PinSetFinding? finding = StoreRules.Find(_published.Local(maxAgeDays: 9), _published.Path).SingleOrDefault();

        Assert.Equal(id, finding?.Id);
        if (finding is null) return;
        Assert.Contains("Its group may write to it", finding.Reason);
        Assert.Equal($"chmod g-w '{_published.CopyPath}'", finding.Fix);
    }

    [Theory]
    [InlineData("**.pins.example", "SourceVetoShadowed")]
    [InlineData("other.example", null)]
    public async Task A_veto_of_the_source_that_a_set_of_the_file_stands_before_is_found(string own, string? id)
    {
        PinSet theirs = TestSets.Of("www.pins.example");
        _published.Publish(1, null, null, new PinStore([theirs with
        {
            Pins = [.. theirs.Pins, TestSets.Entry("stolen") with { Bad = true }],
        }]));
        await _published.LoadAsync();

        PinStore local = _published.Local(maxAgeDays: 9);
        local.Put(TestSets.Of(own));
        PinSetFinding? finding = StoreRules.Find(local, _published.Path).SingleOrDefault();

        Assert.Equal(id, finding?.Id);
        Assert.Equal(id is null ? null : TestSets.Pin("stolen").ToString(), finding?.Pin);
    }

    /// <summary>An older version that was fetched just now, and a newer one at the source.</summary>
    private async Task PlantAsync()
    {
        _published.Publish(1, "old.example");
        await _published.LoadAsync();
        Assert.True(File.Exists(_published.CopyPath));
        _published.Publish(2, "new.example");
    }

    private async Task AssertRefusedAsync(string why, bool isReplaced = true)
    {
        if (!isReplaced) _published.Publish(2, "new.example");
        PinStore store = await _published.LoadAsync();

        Assert.NotNull(store.Find(HostName.Parse("new.example"), 443));
        Assert.Null(store.Find(HostName.Parse("old.example"), 443));
        Assert.Contains(why, _published.Warnings[0]);
        Assert.Contains(_published.CopyPath, _published.Warnings[0]);
    }

    private async Task AssertTakenAsync()
    {
        int asked = _published.Asked;
        await _published.LoadAsync();
        Assert.Equal(asked, _published.Asked);
        Assert.Empty(_published.Warnings);
    }
}
