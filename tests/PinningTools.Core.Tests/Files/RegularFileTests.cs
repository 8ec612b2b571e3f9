using System;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>Items that are not files where a file is expected: none of them blocks, and each is named.</summary>
public sealed class RegularFileTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Readers { get; } = new()
    {
        { "a store", "FileUnreadable" },
        { "a cached store", "FileUnreadable" },
        { "a key file", "FileUnreadable" },
        { "certificates", "FileUnreadable" },
        { "a body", "FileUnreadable" },
        { "a part of a form", "FileUnreadable" },
        { "a store to change", "FileUnreadable" },
        { "a file to replace", "FileUnwritable" },
        { "a key to replace", "FileUnwritable" },
        { "a lock", "FileUnwritable" },
    };

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task A_pipe_is_refused_at_once(string reader, string fault)
    {
        UnixNodes.SkipElsewhere();
        string path = UnixNodes.MakePipe(_folder.File("pipe"));

        Fault refused = await RefusalAsync(reader, path);

        Assert.Equal(fault, refused.Id);
        Assert.Contains("It is a pipe", refused.Message);
        Assert.Contains(path, refused.Message);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task A_pipe_behind_a_link_is_refused_at_once(string reader, string fault)
    {
        UnixNodes.SkipElsewhere();
        string path = _folder.File("link");
        File.CreateSymbolicLink(path, UnixNodes.MakePipe(_folder.File("pipe")));

        Assert.Equal(fault, (await RefusalAsync(reader, path)).Id);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task A_socket_is_refused(string reader, string fault)
    {
        UnixNodes.SkipElsewhere();
        string path = _folder.File("socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));

        Fault refused = await RefusalAsync(reader, path);

        Assert.Equal(fault, refused.Id);
        Assert.Contains("It is a socket.", refused.Message);
    }

    [SkippableTheory]
    [MemberData(nameof(Readers))]
    public async Task A_device_is_refused_and_stays_one(string reader, string fault)
    {
        string path = UnixNodes.MakeDevice(_folder.File("device"));

        Fault refused = await RefusalAsync(reader, path);

        Assert.Equal(fault, refused.Id);
        Assert.Contains("It is a device.", refused.Message);
        Assert.Equal(UnixFileKind.Device, UnixFile.Read(path, followsLinks: false)!.Value.Kind);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_folder_is_refused_as_one(string reader, string fault)
    {
        string path = Directory.CreateDirectory(_folder.File("folder")).FullName;

        Fault refused = await RefusalAsync(reader, path);

        Assert.Equal(fault, refused.Id);
        Assert.Contains("It is a folder.", refused.Message);
    }

    /// <summary>What a shell makes of &lt;(command), and the standard input of a command in a pipeline.</summary>
    [SkippableFact]
    public async Task An_open_pipe_by_its_number_is_one_too()
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Directory.Exists("/proc/self/fd"),
            "Only Linux shows a process its open files.");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);

        Fault refused = await RefusalAsync("a store", "/proc/self/fd/" + pipe.GetClientHandleAsString());

        Assert.Contains("It is a pipe, for example one that a shell makes for <(command).", refused.Message);
        Assert.Contains("to a file", refused.Advice);
    }

    /// <summary>Between the look and the opening a pipe takes the file's place: the opening does not wait either.</summary>
    [SkippableFact]
    public async Task What_is_opened_waits_for_nobody_whatever_it_is()
    {
        Skip.IfNot(UnixFile.IsAvailable, "Nothing is told of files here.");
        string path = UnixNodes.MakePipe(_folder.File("pipe"));

        UnixFileKind kind = await Task.Run(() =>
        {
            using var file = UnixFile.OpenAtOnce(path);
            return UnixFile.Read(file!).Kind;
        }).WaitAsync(s_patience);

        Assert.Equal(UnixFileKind.Pipe, kind);
    }

    [SkippableFact]
    public async Task What_was_opened_is_looked_at_once_more()
    {
        Skip.IfNot(UnixFile.IsAvailable, "Nothing is told of files here.");
        string path = UnixNodes.MakePipe(_folder.File("pipe"));

        Task work = Task.Run(() => RegularFile.OpenUnseen(path, 4096, FileShare.Read).Dispose());

        Assert.Contains(
            "It is a pipe",
            (await Assert.ThrowsAsync<PinningException>(() => work.WaitAsync(s_patience))).Message);
    }

    [Fact]
    public void A_regular_file_is_read_whole_and_so_is_one_behind_a_link()
    {
        string path = _folder.File("a file with \u00fcnicode");
        byte[] content = new byte[300_000];
        new Random(3).NextBytes(content);
        File.WriteAllBytes(path, content);
        Assert.Equal(content, ReadAll(path));
        if (OperatingSystem.IsWindows()) return;

        string link = _folder.File("link");
        File.CreateSymbolicLink(link, path);
        Assert.Equal(content, ReadAll(link));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("none/below")]
    [InlineData("a\0b")]
    [InlineData("file/below")]
    public void What_is_not_there_is_not_found(string name)
    {
        File.WriteAllText(_folder.File("file"), "");
        File.WriteAllText(_folder.File("a"), "");

        // To Windows a path with that character is none at all.
        bool isPath = !OperatingSystem.IsWindows() || !name.Contains('\0');
        Assert.Equal(isPath ? "FileNotFound" : "FileUnreadable",
            Assert.Throws<PinningException>(() => RegularFile.OpenRead(_folder.File(name))).Fault.Id);
    }

    [SkippableFact]
    public void The_owner_and_the_kind_of_a_file_are_told()
    {
        Skip.IfNot(UnixFile.IsAvailable, "Nothing is told of files here.");
        string path = _folder.File("file");
        File.WriteAllText(path, "");
        UnixNodes.SetMode(path, 0x1A0);

        UnixFileFacts facts = UnixFile.Read(path, followsLinks: false)!.Value;

        Assert.Equal((UnixFileKind.Regular, 0x1A0, UnixFile.CurrentUser), (facts.Kind, facts.Permissions, facts.Owner));
        Assert.Equal(UnixFileKind.Folder, UnixFile.Read(_folder.Path, followsLinks: false)!.Value.Kind);
        Assert.Null(UnixFile.Read(_folder.File("none"), followsLinks: true));
    }

    private static byte[] ReadAll(string path)
    {
        using FileStream file = RegularFile.OpenRead(path);
        using var memory = new MemoryStream();
        file.CopyTo(memory);
        return memory.ToArray();
    }

    private static async Task<Fault> RefusalAsync(string reader, string path)
    {
        Task work = Task.Run(() => ReadAsync(reader, path));
        return (await Assert.ThrowsAsync<PinningException>(() => work.WaitAsync(s_patience))).Fault;
    }

    private static async Task ReadAsync(string reader, string path)
    {
        switch (reader)
        {
            case "a store":
                PinStoreFile.Read(path);
                break;
            case "a cached store":
                PinStoreCache.Read(path);
                break;
            case "a key file":
                foreach (KeyFileItem _ in KeyFile.Read(path, new KeyPassword(null)))
                {
                    // Reading is all.
                }

                break;
            case "certificates":
                foreach (KeyFileItem _ in CertificateFile.Read(path))
                {
                    // Reading is all.
                }

                break;
            case "a body":
                RequestBody.FromFile(path).MakeContent(null, false);
                break;
            case "a part of a form":
                new MultipartBody([new FormField("a", "", new FileInfo(path))]).MakeContent(null, false);
                break;
            case "a store to change":
                await PinStoreFile.UpdateAsync(path, _ => true, default);
                break;
            case "a file to replace":
                AtomicFile.Write(AtomicFile.FollowLink(path), "x");
                break;
            case "a key to replace":
                OwnerOnlyFile.WriteBoth(path, [1], path + ".csr", [2], replace: true);
                break;
            case "a lock":
                (await FileLock.TakeAsync(AtomicFile.FollowLink(path), TimeSpan.Zero, default)).Dispose();
                break;
            default:
                throw new ArgumentException(reader);
        }
    }
}
