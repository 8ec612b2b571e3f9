using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace PinningTools.Tests.PinSets;

public sealed class PinStoreFileTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("pins.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sixteen_processes_that_update_one_store_at_once_lose_nothing()
    {
        const int Processes = 16;
        const int Updates = 10;
        Process[] writers = [.. Enumerable.Range(0, Processes)
            .Select(i => ChildProcess.Start("add", Path, $"p{i}", $"{Updates}"))];
        using var patience = new CancellationTokenSource(s_patience);

        foreach (Process writer in writers)
        {
            await writer.WaitForExitAsync(patience.Token);
            Assert.Equal(0, writer.ExitCode);
            writer.Dispose();
        }

        PinStore store = PinStoreFile.Read(Path);
        Assert.Equal(Processes * Updates, store.Count);
        for (int process = 0; process < Processes; process++)
            for (int update = 0; update < Updates; update++)
                Assert.NotNull(store.Get(HostPattern.Parse($"h{update}.p{process}.example")));
    }

    [Fact]
    public async Task One_set_is_changed_and_the_others_stay()
    {
        File.WriteAllText(Path, PinStoreJson.Write(TestSets.Store("a.example", "b.example")));
        HostPattern hosts = HostPattern.Parse("a.example");

        PinSet changed =
            await PinStoreFile.ChangeAsync(Path, hosts, set => set with { Note = "new" }, CancellationToken.None);

        Assert.Equal("new", changed.Note);
        Assert.Equal(["new", null], PinStoreFile.Read(Path).Sets.Select(set => set.Note));
    }

    [Fact]
    public async Task A_removed_set_is_given_back_and_one_that_is_not_there_is_a_fault()
    {
        File.WriteAllText(Path, PinStoreJson.Write(TestSets.Store("a.example", "b.example")));
        HostPattern hosts = HostPattern.Parse("a.example");

        PinSet removed = await PinStoreFile.RemoveAsync(Path, hosts, CancellationToken.None);
        PinningException[] errors =
        [
            await Assert.ThrowsAsync<PinningException>(
                () => PinStoreFile.RemoveAsync(Path, hosts, CancellationToken.None)),
            await Assert.ThrowsAsync<PinningException>(
                () => PinStoreFile.ChangeAsync(Path, hosts, set => set, CancellationToken.None)),
        ];

        Assert.Equal("a.example", removed.Pattern);
        Assert.All(errors, error => Assert.Equal("PinSetMissing", error.Fault.Id));
        Assert.Equal(["b.example"], PinStoreFile.Read(Path).Sets.Select(set => set.Pattern));
    }

    [Fact]
    public async Task A_new_end_is_a_new_version()
    {
        File.WriteAllText(Path, PinStoreJson.Write(TestSets.Store("a.example")));
        DateTime end = new(2040, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        await PinStoreFile.RenewAsync(Path, end, CancellationToken.None);
        await PinStoreFile.RenewAsync(Path, end.AddDays(1), CancellationToken.None);

        PinStore store = PinStoreFile.Read(Path);
        Assert.Equal((2, end.AddDays(1)), (store.Version, store.ValidUntil));
    }

    [Fact]
    public void A_set_that_must_not_be_used_can_be_looked_at()
    {
        PinSet bad = TestSets.Of("a.example") with { Trust = TrustMode.PinOnly, Mode = PinSetMode.ReportOnly };
        File.WriteAllText(Path, PinStoreJson.Write(new PinStore([bad])));

        Assert.Equal("PinOnlyChecksNothing", TestSets.FaultOf(() => PinStoreFile.Read(Path)));
        Assert.Equal("a.example", Assert.Single(PinStoreFile.ReadForInspection(Path).Sets).Pattern);
    }

    [Fact, Trait(Rounds.Category, Rounds.Long)]
    public async Task A_kill_at_any_moment_leaves_a_whole_file_and_no_lock()
    {
        int kills = Rounds.Of(usual: 12, whole: 1000);
        var random = new Random(7);
        int changed = 0;
        string last = "";
        for (int kill = 0; kill < kills; kill++)
        {
            using Process writer = ChildProcess.Start("rewrite", Path);
            await WaitForAsync(() => File.Exists(Path) && UnicodeFile.Read(Path) != last);
            await Task.Delay(random.Next(0, 60));
            writer.Kill();
            await writer.WaitForExitAsync();

            last = UnicodeFile.Read(Path);
            PinStore store = PinStoreJson.Read(last, Path);
            // Whole: all of one round, not some of two.
            Assert.Equal(500, store.Count);
            Assert.Single(store.Sets.Select(set => set.Note).Distinct());
            changed++;
        }

        Assert.Equal(kills, changed);
        output.Tell($"{kills} writers killed, a whole store after each");
        await PinStoreFile.UpdateAsync(Path, _ => true, CancellationToken.None);
        Assert.Equal(["pins.json", "pins.json.lock"], _folder.Names());
    }

    [Fact]
    public async Task A_reader_meets_the_old_or_the_new_store_while_it_is_replaced()
    {
        using Process writer = ChildProcess.Start("rewrite", Path);
        await WaitForAsync(() => File.Exists(Path));
        string[] rounds = [.. Enumerable.Range(0, 200)
            .Select(_ => Assert.Single(PinStoreFile.Read(Path).Sets.Select(set => set.Note).Distinct())!)];
        writer.Kill();
        await writer.WaitForExitAsync();

        Assert.True(rounds.Distinct().Count() > 1, "The store did not change while it was read.");
    }

    [Fact]
    public async Task A_change_that_throws_leaves_the_store_as_it_was()
    {
        await PinStoreFile.UpdateAsync(Path, store => Put(store, "a.example"), CancellationToken.None);
        string before = File.ReadAllText(Path);

        await Assert.ThrowsAsync<InvalidOperationException>(() => PinStoreFile.UpdateAsync(
            Path, store => Put(store, "b.example") ? throw new InvalidOperationException() : true,
            CancellationToken.None));

        Assert.Equal(before, File.ReadAllText(Path));
        Assert.Empty(Directory.GetFiles(_folder.Path, ".*.tmp"));
    }

    [Fact]
    public async Task Waiting_for_another_writer_ends_when_the_caller_cancels()
    {
        using FileLock held = await FileLock.TakeAsync(Path + ".lock", TimeSpan.Zero, CancellationToken.None);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            PinStoreFile.UpdateAsync(Path, _ => true, cancel.Token));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_fault()
    {
        string path = System.IO.Path.Combine(_folder.Path, "none", "pins.json");

        PinningException error = await Assert.ThrowsAsync<PinningException>(() =>
            PinStoreFile.UpdateAsync(path, _ => true, CancellationToken.None));

        Assert.Equal("FileUnwritable", error.Fault.Id);
    }

#if !NETSTANDARD_LEG
    [SkippableFact]
    public async Task The_permissions_of_a_store_outlive_its_replacement_and_a_link_stays_a_link()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has neither.");
        if (OperatingSystem.IsWindows()) return;
        await PinStoreFile.UpdateAsync(Path, store => Put(store, "a.example"), CancellationToken.None);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string link = System.IO.Path.Combine(Directory.CreateDirectory(_folder.File("links")).FullName, "link.json");
        File.CreateSymbolicLink(link, Path);

        await PinStoreFile.UpdateAsync(link, store => Put(store, "b.example"), CancellationToken.None);

        Assert.Equal(2, PinStoreFile.Read(Path).Count);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        Assert.NotNull(File.ResolveLinkTarget(link, false));
        // The lock is the store's, whatever it is called by.
        Assert.False(File.Exists(link + ".lock"));
    }
#endif

    [Fact]
    public async Task A_cached_store_is_read_again_once_its_file_has_changed()
    {
        await PinStoreFile.UpdateAsync(Path, store => Put(store, "a.example"), CancellationToken.None);
        PinStore first = PinStoreCache.Read(Path);
        Assert.Same(first, PinStoreCache.Read(Path));

        await PinStoreFile.UpdateAsync(Path, store => Put(store, "b.example"), CancellationToken.None);

        Assert.Equal(2, PinStoreCache.Read(Path).Count);
    }

    /// <summary>As cp -p, rsync -t and an attacker leave it: of the same length and the same time.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cached_store_is_read_again_whatever_its_length_and_time_say(bool isBehindLink)
    {
        Skip.If(isBehindLink && OperatingSystem.IsWindows(), "Links need a right of their own on Windows.");
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string link = isBehindLink ? _folder.File("link.json") : Path;
        if (isBehindLink) File.CreateSymbolicLink(link, Path);
        Write("a.example");
        Assert.NotNull(PinStoreCache.Read(link).Get(HostPattern.Parse("a.example")));

        Write("b.example");

        Assert.NotNull(PinStoreCache.Read(link).Get(HostPattern.Parse("b.example")));

        void Write(string host)
        {
            File.WriteAllText(Path, PinStoreJson.Write(new PinStore([TestSets.Of(host, "one", "two")])));
            File.SetLastWriteTimeUtc(Path, time);
        }
    }

    [Fact]
    public void Only_the_leftovers_of_this_very_file_are_removed()
    {
        string own = _folder.File($".pins.{Guid.NewGuid():N}.tmp");
        string other = _folder.File($".pins.json.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(own, "");
        File.WriteAllText(other, "");

        AtomicFile.RemoveLeftovers(_folder.File("pins"));

        Assert.Equal([other], Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("FFFE7B007D00", "{}")]
    [InlineData("FEFF007B007D", "{}")]
    [InlineData("EFBBBF7B7D", "{}")]
    [InlineData("7B7D", "{}")]
    [InlineData("", "")]
    public void Every_Unicode_form_is_read(string hex, string text)
    {
        byte[] data = Convert.FromHexString(hex);

        Assert.Equal(text, UnicodeFile.Decode(data, data.Length, "test"));
    }

    [Theory]
    [InlineData("FF7B")]
    [InlineData("7BC328")]
    [InlineData("FFFE00D8")]
    public void Bytes_that_are_no_Unicode_are_refused(string hex)
    {
        byte[] data = Convert.FromHexString(hex);

        Assert.Equal("TextNotUnicode",
            Assert.Throws<PinningException>(() => UnicodeFile.Decode(data, data.Length, "test")).Fault.Id);
    }

    private static bool Put(PinStore store, string host)
    {
        store.Put(TestSets.Of(host));
        return true;
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < s_patience, "The writer did not begin.");
            await Task.Delay(5);
        }
    }
}
