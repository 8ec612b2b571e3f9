using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Http;

/// <summary>A file that cannot or must not be replaced by another one is written where it is.</summary>
public sealed class OutFileInPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task All_names_of_a_file_have_the_new_content()
    {
        (string path, string other) = Linked();

        await OutFile.SaveAsync(path, append: false, keepPartial: false, to => WriteAsync(to, "new"));

        Assert.Equal("new", await File.ReadAllTextAsync(path));
        Assert.Equal("new", await File.ReadAllTextAsync(other));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [SkippableFact]
    public async Task A_body_that_breaks_off_changes_none_of_them()
    {
        (string path, string other) = Linked();

        await Assert.ThrowsAsync<PinningException>(() => OutFile.SaveAsync(path, false, false, async to =>
        {
            await WriteAsync(to, "half");
            throw new PinningException(Faults.ResponseBroken(new Uri("https://localhost/"), "cut"));
        }));

        Assert.Equal("old content", await File.ReadAllTextAsync(path));
        Assert.Equal("old content", await File.ReadAllTextAsync(other));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    /// <summary>As a container has it: the file is mounted, and cannot be renamed over.</summary>
    [SkippableTheory]
    [InlineData("replace", false)]
    [InlineData("replace", true)]
    [InlineData("late", false)]
    public async Task A_file_that_is_mounted_is_written(string way, bool isFolderForReading)
    {
        string place = SkipUnlessMountable();
        string path = Path.Combine(place, "file");
        string lent = _folder.File("lent");
        string closed = isFolderForReading ? $" && mount -o remount,ro '{place}'" : "";

        ToolResult result = await RunAsync(
            $"exec unshare -m bash -c \"mount -t tmpfs none '{place}' && touch '{path}' && printf old > '{lent}' && "
            + $"mount --bind '{lent}' '{path}'{closed} && {Child(way, path)}; wc -c < '{path}'; ls -A '{place}'\"");

        Assert.Equal(["written", "65536", "file"], Lines(result));
        Assert.Equal(65536, new FileInfo(lent).Length);
    }

    /// <summary>A file in a folder that its user may not write to.</summary>
    [SkippableTheory]
    [InlineData("replace", "written")]
    [InlineData("new", "OutFileUnwritable")]
    [InlineData("by server", "OutFileUnwritable")]
    public async Task A_file_in_a_folder_that_takes_no_other_is_written(string way, string said)
    {
        string place = SkipUnlessMountable();
        Skip.If(Tool.Find("setpriv") is null, "Root without a right needs setpriv.");
        string path = Path.Combine(place, "file");
        if (way != "new") await File.WriteAllTextAsync(path, "old");

        ToolResult result = await RunAsync(
            $"chmod 555 '{place}'; setpriv --bounding-set=-dac_override,-dac_read_search {Child(way, path)}; "
            + $"chmod 755 '{place}'; cat '{path}' | wc -c; ls -A '{place}'");

        string[] lines = Lines(result);
        Assert.Equal(said, lines[0]);
        Assert.Equal(way switch { "replace" => "65536", "new" => "0", _ => "3" }, lines[1]);
        Assert.DoesNotContain(lines, line => line.Contains(".part", StringComparison.Ordinal));
    }

    /// <summary>Its name leaves no room for what a temporary name adds.</summary>
    [SkippableFact]
    public async Task A_long_name_is_written_and_is_gone_if_the_body_breaks_off()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Names have other limits elsewhere.");
        string path = _folder.File(new string('n', 250));

        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => OutFile.SaveAsync(path, false, false, _ => throw new InvalidTimeZoneException()));
        Assert.Empty(Directory.GetFiles(_folder.Path));

        await OutFile.SaveAsync(path, false, false, to => WriteAsync(to, "new"));
        await OutFile.SaveAsync(path, false, false, to => WriteAsync(to, "newer"));
        Assert.Equal("newer", await File.ReadAllTextAsync(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("Access to the path '/x/.a b.txt.0123456789abcdef0123456789abcdef.part' is denied.", "Access to the path '/x/a b.txt' is denied.")]
    [InlineData(@"Access to the path 'C:\x\.a.txt.0123456789abcdef0123456789abcdef.part' is denied.", @"Access to the path 'C:\x\a.txt' is denied.")]
    [InlineData("No '/tmp/.pinned.0123456789abcdef0123456789abcdef.part'.", "No '/tmp/f'.")]
    [InlineData("No space left on device : '/x/a.part'", "No space left on device : '/x/a.part'")]
    public void A_message_names_the_file_of_the_user(string message, string said) =>
        Assert.Equal(said, OutFilePart.Unnamed(message, "/x/f"));

    [SkippableTheory]
    [InlineData("loop")]
    [InlineData("file/below")]
    [InlineData("null")]
    public async Task What_cannot_be_written_is_a_fault(string kind)
    {
        UnixNodes.SkipElsewhere();
        string path = _folder.File(kind == "null" ? "a\0b" : kind);
        if (kind == "loop") File.CreateSymbolicLink(path, path);
        else await File.WriteAllTextAsync(_folder.File("file"), "");

        foreach (bool isWholeLate in new[] { false, true })
        {
            var error = await Assert.ThrowsAsync<PinningException>(
                () => OutFile.SaveAsync(path, false, false, to => WriteAsync(to, "x"), isWholeLate));
            Assert.StartsWith("OutFile", error.Fault.Id, StringComparison.Ordinal);
        }
    }

    private (string Path, string Other) Linked()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Links are made by a call of Linux here.");
        string path = _folder.File("file");
        string other = _folder.File("other");
        File.WriteAllText(path, "old content");
        Skip.If(Link(Name(path), Name(other)) != 0, "The file system has no hard links.");
        Skip.IfNot(HardLinks.Has(path), "The C library does not tell links.");
        return (path, other);
    }

    private string SkipUnlessMountable()
    {
        Skip.If(!OperatingSystem.IsLinux() || Tool.Find("bash") is null, "Mounts are Linux'.");
        Skip.IfNot(
            Environment.IsPrivilegedProcess && Tool.Find("unshare") is not null, "A mount needs root and unshare.");
        string place = _folder.File("place");
        Directory.CreateDirectory(place);
        return place;
    }

    private static string Child(string way, string path) =>
        ChildProcess.CommandLine("save", way, path).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static async Task<ToolResult> RunAsync(string command) =>
        await Tool.RunAsync(Tool.Find("bash")!, ["-c", command]);

    private static string[] Lines(ToolResult result) =>
        [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];

    private static Task WriteAsync(Stream to, string text) => to.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + "\0");

    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link(byte[] path, byte[] other);
}
