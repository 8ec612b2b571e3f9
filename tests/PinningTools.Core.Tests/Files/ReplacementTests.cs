#if !NETSTANDARD_LEG
using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>Whoever could not read or write a file cannot read or write what replaces it, at any moment.</summary>
public sealed class ReplacementTests : IDisposable
{
    private const int Owners = 0x180;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(0x180)]
    [InlineData(0x1A0)]
    [InlineData(0x1B0)]
    [InlineData(0x1B6)]
    public async Task Its_permissions_are_kept(int mode)
    {
        UnixNodes.SkipElsewhere();
        foreach (string path in await ReplaceAsync(path => UnixNodes.SetMode(path, mode)))
            Assert.Equal(mode, UnixNodes.ModeOf(path));
    }

    [SkippableFact]
    public async Task While_it_grows_only_its_owner_reads_it()
    {
        UnixNodes.SkipElsewhere();
        string path = Old("out.bin");
        UnixNodes.SetMode(path, Owners);

        await OutFile.SaveAsync(path, append: false, keepPartial: false, async to =>
        {
            await to.WriteAsync(Encoding.ASCII.GetBytes("secret"));
            string part = Assert.Single(Directory.GetFiles(_folder.Path, "*.part"));
            Assert.Equal(Owners, UnixNodes.ModeOf(part));
        });

        Assert.Equal("secret", File.ReadAllText(path));
        Assert.Equal(Owners, UnixNodes.ModeOf(path));
    }

    [SkippableFact]
    public async Task A_file_that_a_server_named_is_never_wider_than_what_it_replaces()
    {
        UnixNodes.SkipElsewhere();
        string path = Old("out.bin");
        UnixNodes.SetMode(path, Owners);

        await OutFile.SaveNewAsync(path, async to =>
        {
            await to.WriteAsync(Encoding.ASCII.GetBytes("secret"));
            Assert.Equal(Owners, UnixNodes.ModeOf(Assert.Single(Directory.GetFiles(_folder.Path, "*.part"))));
        });
        Assert.Equal(Owners, UnixNodes.ModeOf(path));

        // What someone else left there gives no one more either.
        UnixNodes.SetMode(path, 0x1FF);
        await OutFile.SaveNewAsync(path, to => Task.CompletedTask);
        Assert.Equal(0, UnixNodes.ModeOf(path) & 0x12);
    }

    [SkippableFact]
    public async Task Its_owner_and_group_are_kept_where_the_system_lets_us()
    {
        UnixNodes.SkipUnlessRoot();
        string[] paths = await ReplaceAsync(path =>
        {
            UnixNodes.SetMode(path, 0x1B0);
            UnixNodes.Give(path, 12, 34);
        });

        foreach (string path in paths)
        {
            UnixFileFacts facts = UnixFile.Read(path, followsLinks: false)!.Value;
            Assert.Equal((12u, 34u, 0x1B0), (facts.Owner, facts.Group, facts.Permissions));
        }
    }

    /// <summary>The permissions of a group that cannot be kept would be those of another one.</summary>
    [SkippableFact]
    public void Of_a_group_that_cannot_be_kept_the_permissions_go()
    {
        UnixNodes.SkipUnlessRoot();
        string path = Old("pins.json");
        UnixNodes.SetMode(path, 0x1B4);
        UnixNodes.Give(path, 12, 34);
        UnixNodes.SetMode(_folder.Path, 0x1FF);

        // As someone who may write the folder and is in no group of the file.
        Assert.Equal(0, SetEffectiveUser(UnixNodes.SomebodyElse));
        try
        {
            AtomicFile.Write(path, "new");
        }
        finally
        {
            Assert.Equal(0, SetEffectiveUser(0));
        }

        UnixFileFacts facts = UnixFile.Read(path, followsLinks: false)!.Value;
        Assert.Equal((UnixNodes.SomebodyElse, 0x184), (facts.Owner, facts.Permissions));
    }

    /// <summary>Under an access list the bits of the group are those of everyone in the list.</summary>
    [SkippableFact]
    public void An_access_list_is_kept_and_one_of_the_folder_adds_nobody()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Other systems have lists of other kinds.");
        // Version 2; user::rw-, user:12:r--, group::---, mask::r--, other::---
        byte[] list = List((1, 6, uint.MaxValue), (2, 4, 12), (4, 0, uint.MaxValue), (16, 4, uint.MaxValue),
            (32, 0, uint.MaxValue));
        string path = Old("pins.json");
        bool isKept = SetAttribute(Name(path), Name("system.posix_acl_access"), list, list.Length, 0) == 0;
        Skip.IfNot(isKept, "This file system has no access lists.");
        AtomicFile.Write(path, "new");
        Assert.Equal(list, ListOf(path));

        string other = Old("other.json");
        UnixNodes.SetMode(other, 0x1A0);
        Assert.Equal(0, SetAttribute(Name(_folder.Path), Name("system.posix_acl_default"), list, list.Length, 0));
        AtomicFile.Write(other, "new");
        Assert.Null(ListOf(other));
        Assert.Equal(0x1A0, UnixNodes.ModeOf(other));
    }

    [SkippableFact]
    public async Task A_pipe_that_nobody_reads_is_refused_as_OutFile_and_one_with_a_reader_is_written()
    {
        UnixNodes.SkipElsewhere();
        string path = UnixNodes.MakePipe(_folder.File("pipe"));

        PinningException error = await Assert.ThrowsAsync<PinningException>(() => Task.Run(() =>
            OutFile.SaveAsync(path, false, false, to => Task.CompletedTask)).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("OutFileUnwritable", error.Fault.Id);
        Assert.Contains("a pipe without a reader", error.Message);

        Task<string> reader = Task.Run(() => File.ReadAllText(path));
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await OutFile.SaveAsync(path, false, false, to => to.WriteAsync(Encoding.ASCII.GetBytes("all")).AsTask());
                break;
            }
            catch (PinningException) when (attempt < 600)
            {
                await Task.Delay(50);
            }
        }

        Assert.Equal("all", await reader.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    private string Old(string name)
    {
        string path = _folder.File(name);
        File.WriteAllText(path, "old content, so that it is replaced");
        return path;
    }

    /// <summary>Replaces a file in each of the ways, after it was prepared.</summary>
    private async Task<string[]> ReplaceAsync(Action<string> prepare)
    {
        string[] paths = [.. new[] { "pins.json", "export.txt", "out.bin" }.Select(Old)];
        await PinStoreFile.UpdateAsync(
            paths[0] + ".2", store => { store.Put(PinSets.TestSets.Of("a.example")); return true; }, default);
        File.Move(paths[0] + ".2", paths[0], overwrite: true);
        foreach (string path in paths) prepare(path);
        await PinStoreFile.UpdateAsync(paths[0], _ => true, default);
        AtomicFile.Write(paths[1], "new");
        await OutFile.SaveAsync(paths[2], false, false, to => to.WriteAsync(new byte[] { 1 }).AsTask());
        return paths;
    }

    private static byte[] Name(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static byte[] List(params (ushort Tag, ushort Rights, uint Id)[] entries) =>
    [
        .. BitConverter.GetBytes(2),
        .. entries.SelectMany(entry => BitConverter.GetBytes(entry.Tag)
            .Concat(BitConverter.GetBytes(entry.Rights)).Concat(BitConverter.GetBytes(entry.Id))),
    ];

    private static byte[]? ListOf(string path)
    {
        byte[] list = new byte[1024];
        nint length = GetAttribute(Name(path), Name("system.posix_acl_access"), list, list.Length);
        return length > 0 ? list[..(int)length] : null;
    }

    [DllImport("libc", EntryPoint = "setxattr")]
    private static extern int SetAttribute(byte[] path, byte[] name, byte[] value, nint size, int flags);

    [DllImport("libc", EntryPoint = "getxattr")]
    private static extern nint GetAttribute(byte[] path, byte[] name, byte[] value, nint size);

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(uint user);

    private static int SetEffectiveUser(uint user)
    {
        // Of this thread and for files alone: the other tests continue as they were.
        _ = SetFileUser(user);
        return SetFileUser(user) == (int)user ? 0 : 1;
    }
}
#endif
