using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>What files do on Windows alone: access lists, open files, names that are no files.</summary>
public sealed class WindowsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("pins.json");

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    [SupportedOSPlatform("windows")]
    public void A_key_is_its_owners_alone(bool replacesOther)
    {
        SkipElsewhere();
        string key = _folder.File("host.key");
        if (replacesOther) File.WriteAllText(key, "older");

        OwnerOnlyFile.WriteBoth(key, [1], _folder.File("host.csr"), [2], replacesOther);

        FileSecurity security = new FileInfo(key).GetAccessControl();
        FileSystemAccessRule[] rules =
        [
            .. security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>(),
        ];
        using var owner = WindowsIdentity.GetCurrent();
        Skip.If(IsWine, "Wine keeps no access lists, only the bits that Linux has.");
        Assert.True(security.AreAccessRulesProtected);
        Assert.Equal(owner.User, Assert.Single(rules).IdentityReference);
        Assert.Equal([1], File.ReadAllBytes(key));
    }

    /// <summary>An editor, a backup or a scanner looks at a file for a moment.</summary>
    [SkippableTheory]
    [InlineData(FileShare.Read)]
    [InlineData(FileShare.None)]
    public async Task A_store_that_another_program_has_open_for_a_moment_is_replaced(FileShare share)
    {
        SkipElsewhere();
        // A moment is less than a second: a machine that was too busy to keep to it gets two more.
        for (int moment = 0; moment < 3 && !await IsReplacedAsync(share); moment++)
            Assert.Equal("old", File.ReadAllText(Store));

        Assert.Equal("new", File.ReadAllText(Store));
        Assert.DoesNotContain(_folder.Names(), IsOurs);
    }

    private async Task<bool> IsReplacedAsync(FileShare share)
    {
        File.WriteAllText(Store, "old");
        Task writing;
        using (new FileStream(Store, FileMode.Open, FileAccess.Read, share))
        {
            writing = Task.Run(() => AtomicFile.Write(Store, "new"));
            await Patience.UntilAsync(
                () => writing.IsCompleted || Directory.GetFiles(_folder.Path, "*.tmp").Length > 0);
            await Task.Delay(100);
        }

        try
        {
            await writing;
            return true;
        }
        catch (PinningException)
        {
            return false;
        }
    }

    [SkippableFact]
    public void A_store_that_another_program_keeps_open_is_left_as_it_is()
    {
        SkipElsewhere();
        File.WriteAllText(Store, "old");
        using (new FileStream(Store, FileMode.Open, FileAccess.Read, FileShare.Read))
            Assert.Equal("FileUnwritable", FaultOf(() => AtomicFile.Write(Store, "new")));

        Assert.Equal("old", File.ReadAllText(Store));
        Assert.DoesNotContain(_folder.Names(), IsOurs);
    }

    /// <summary>What Wine's own way of replacing a file leaves is not.</summary>
    private static bool IsOurs(string name) => name.StartsWith(".pins.json.", StringComparison.Ordinal);

    /// <summary>Readers of ours let it be replaced under them.</summary>
    [SkippableFact]
    public void A_store_that_is_being_read_by_us_is_replaced()
    {
        SkipElsewhere();
        File.WriteAllText(Store, "old");
        using (FileStream reader = RegularFile.OpenRead(Store, share: FileShare.ReadWrite | FileShare.Delete))
        {
            AtomicFile.Write(Store, "new");
            Assert.Equal('o', reader.ReadByte());
        }

        Assert.Equal("new", File.ReadAllText(Store));
    }

    /// <summary>Replacing is two steps to Windows, moving is one.</summary>
    [SkippableFact]
    public async Task At_no_moment_is_there_no_store()
    {
        SkipElsewhere();
        AtomicFile.Write(Store, "0");
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < 300; i++) AtomicFile.Write(Store, $"{i}");
        });

        while (!writing.IsCompleted) Assert.True(File.Exists(Store));

        await writing;
    }

    /// <summary>Some versions refuse to move a file onto one that is open.</summary>
    [SkippableFact]
    public async Task At_no_moment_is_there_no_store_while_it_is_read()
    {
        SkipElsewhere();
        AtomicFile.Write(Store, "0");
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < 100; i++) AtomicFile.Write(Store, $"{i}");
        });
        Task<int> reading = Task.Run(() =>
        {
            int read = 0;
            for (; !writing.IsCompleted; read++)
            {
                Assert.NotEmpty(UnicodeFile.Read(Store));
                Thread.Sleep(2);
            }

            return read;
        });

        while (!writing.IsCompleted) Assert.True(File.Exists(Store));

        await writing;
        Assert.True(await reading > 0);
    }

    [SkippableFact]
    public void A_file_for_reading_only_is_told()
    {
        SkipElsewhere();
        File.WriteAllText(Store, "old");
        File.SetAttributes(Store, FileAttributes.ReadOnly);

        Assert.Equal("FileUnwritable", FaultOf(() => AtomicFile.Write(Store, "new")));

        File.SetAttributes(Store, FileAttributes.Normal);
        Assert.Equal("old", File.ReadAllText(Store));
    }

    [SkippableTheory]
    [InlineData("NUL")]
    [InlineData("COM1.txt")]
    [InlineData("pins.json.")]
    [InlineData("pins.json ")]
    [InlineData("pins.json:hidden")]
    public async Task What_is_no_file_name_is_neither_read_nor_written(string name)
    {
        SkipElsewhere();
        string path = _folder.Path + "\\" + name;

        Assert.Equal("FileUnreadable", FaultOf(() => RegularFile.OpenRead(path).Dispose()));
        Assert.Equal("FileUnwritable", FaultOf(() => AtomicFile.Write(path, "text")));
        Assert.Equal("FileUnwritable", FaultOf(() => OwnerOnlyFile.WriteBoth(path, [1], Store, [2], true)));
        Assert.Equal("FileUnwritable", (await Assert.ThrowsAsync<PinningException>(() => FileLock.TakeAsync(
            path, TimeSpan.Zero, CancellationToken.None))).Fault.Id);
        Assert.Empty(_folder.Names());
    }

    /// <summary>A server chose it.</summary>
    [SkippableTheory]
    [InlineData("NUL")]
    [InlineData("com1.txt")]
    public async Task A_download_gets_no_name_that_is_no_file(string name)
    {
        SkipElsewhere();
        Assert.Equal(
            "OutFileNameRefused",
            FaultOf(() => OutFile.PathIn(_folder.Path, new Uri("https://host.example/files/" + name))));
        Assert.Equal("OutFileUnwritable", (await Assert.ThrowsAsync<PinningException>(() => OutFile.SaveNewAsync(
            Path.Combine(_folder.Path, name), _ => Task.CompletedTask))).Fault.Id);
    }

    /// <summary>Two spellings of a path are one file, one lock and one queue.</summary>
    [SkippableFact]
    public async Task A_path_in_capitals_and_with_slashes_is_the_same_store()
    {
        SkipElsewhere();
        string other = Store.ToUpperInvariant().Replace('\\', '/');
        using (await FileLock.TakeAsync(Store + ".lock", TimeSpan.Zero, CancellationToken.None))
        {
            Task<FileLock> second = FileLock.TakeAsync(other + ".LOCK", TimeSpan.Zero, CancellationToken.None);
            Assert.Equal("StoreLocked", (await Assert.ThrowsAsync<PinningException>(() => second)).Fault.Id);
        }

        await PutAsync(Store, "a.example");
        await PutAsync(other, "b.example");

        Assert.Equal(2, PinStoreFile.Read(Store).Count);
    }

    [SkippableFact]
    public async Task A_path_longer_than_Windows_once_let_it_be_is_a_path()
    {
        SkipElsewhere();
        string deep = Path.Combine([_folder.Path, .. Enumerable.Repeat(new string('d', 60), 5)]);
        Directory.CreateDirectory(deep);
        string path = Path.Combine(deep, "pins.json");

        await PutAsync(path, "a.example");
        await PutAsync(path, "b.example");

        Assert.Equal(2, PinStoreFile.Read(path).Count);
        Assert.Equal(["pins.json", "pins.json.lock"], Directory.GetFiles(deep).Select(Path.GetFileName).Order());
    }

    [SkippableFact]
    public void The_store_of_the_account_is_in_its_roaming_application_data()
    {
        SkipElsewhere();

        Assert.Equal(
            Path.Combine(Environment.GetEnvironmentVariable("APPDATA")!, "PinningTools", "pins.json"),
            PinStoreLocation.OfUser, ignoreCase: true);
    }

    /// <summary>Notepad and PowerShell 5.1 write a mark or UTF-16, and lines that end as on Windows.</summary>
    [SkippableTheory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public void A_store_that_an_editor_saved_is_read(string encoding)
    {
        SkipElsewhere();
        File.WriteAllText(Store, "{\r\n  \"pinStore\": 1\r\n}\r\n", Encoding.GetEncoding(encoding));

        Assert.Equal(0, PinStoreFile.Read(Store).Count);
    }

    private static bool IsWine => Environment.GetEnvironmentVariable("WINEPREFIX") is not null;

    private static void SkipElsewhere() => Skip.IfNot(OperatingSystem.IsWindows(), "There is no Windows here.");

    private static Task PutAsync(string path, string host) => PinStoreFile.UpdateAsync(path, store =>
    {
        store.Put(PinSets.TestSets.Of(host));
        return true;
    }, CancellationToken.None);

    private static string FaultOf(Action action) => Assert.Throws<PinningException>(action).Fault.Id;
}
