using System;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>Write errors are reported by one rule for all writers, and leave no temporary files.</summary>
public sealed class WriteErrorTests : IDisposable
{
    private const string Old = "old";
    private static readonly string[] s_ways =
        ["new", "replace", "in place", "append", "by server", "late", "store", "lock", "key"];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        // A limit of the process (EFBIG), no room (ENOSPC), a file system for reading (EROFS).
        foreach (string limit in new[] { "longest", "room", "reading" })
            foreach (string way in s_ways)
                // An empty file is never too long.
                if (way != "lock" || limit != "longest") all.Add(limit, way);
        return all;
    }

    public void Dispose() => _folder.Dispose();

    [SkippableTheory, MemberData(nameof(All))]
    public async Task A_file_that_the_system_does_not_write_is_a_fault(string limit, string way)
    {
        string? bash = Tool.Find("bash");
        Skip.If(bash is null || !OperatingSystem.IsLinux(), "Limits are set by Linux' bash.");
        string place = _folder.File("place");
        Directory.CreateDirectory(place);
        string path = Path.Combine(place, "file");
        string child = ChildProcess.CommandLine("save", way, path);
        string command = limit switch
        {
            // The signal for it is ignored, as .NET does by itself if no one has.
            "longest" => $"{Seed(way, path)} trap '' XFSZ; ulimit -f 1; export DOTNET_EnableWriteXorExecute=0; {child}",
            // A file system of the child's own, seen by no one else.
            "room" => $"mount -t tmpfs -o size=8k none '{place}' && {{ {Seed(way, path)} {child}; }}",
            _ => $"mount -t tmpfs none '{place}' && {{ {Seed(way, path)} mount -o remount,ro '{place}' && {child}; }}",
        };
        if (limit != "longest")
        {
            Skip.IfNot(
                Environment.IsPrivilegedProcess && Tool.Find("unshare") is not null, "A mount needs root and unshare.");
            string quoted = command.Replace("\"", "\\\"", StringComparison.Ordinal);
            command = $"exec unshare -m bash -c \"{quoted}; ls -A '{place}'\"";
        }

        ToolResult result = await Tool.RunAsync(bash!, ["-c", command]);

        string[] said = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(said.Length > 0, result.Error);
        Assert.Equal(way is "store" or "lock" or "key" ? "FileUnwritable" : "OutFileUnwritable", said[0]);
        if (limit == "longest") said = [said[0], .. Directory.GetFileSystemEntries(place).Select(Path.GetFileName)!];
        Assert.DoesNotContain(said.Skip(1), name => name.EndsWith(".part", StringComparison.Ordinal)
            || name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith(".csr", StringComparison.Ordinal)
            || name.EndsWith(".key", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_quota_and_a_broken_disk_are_no_other_matter()
    {
        Assert.All([122, 5, 28, 30, 27], number => Assert.True(WriteError.Is(new IOException("x", number))));
        Assert.DoesNotContain(
            "value", WriteError.Why(new ArgumentOutOfRangeException("value")), StringComparison.Ordinal);
    }

    private static string Seed(string way, string path) =>
        way is "new" or "by server" or "lock" or "key" ? "" : $"printf {Old} > '{path}';";

    /// <summary>What the child does: writes in a way, and gives the id of the fault.</summary>
    internal static async Task<string> SaveAsync(string way, string path)
    {
        try
        {
            await WriteAsync(way, path);
            return "written";
        }
        catch (PinningException error)
        {
            return error.Fault.Id;
        }
    }

    private static async Task WriteAsync(string way, string path)
    {
        switch (way)
        {
            case "store":
                AtomicFile.Write(path, new string('x', 64 * 1024));
                break;
            case "lock":
                (await FileLock.TakeAsync(path, TimeSpan.FromMinutes(1), default)).Dispose();
                // On a disk without room an empty file may find some; its owner's next step then does not.
                AtomicFile.Write(path, new string('x', 64 * 1024));
                break;
            case "key":
                using (var password = new SecureString())
                {
                    foreach (char c in "a password") password.AppendChar(c);
                    // The key is short, and the request with all its names is not.
                    RequestedName[] hosts =
                        [.. Enumerable.Range(0, 200).Select(i => RequestedName.Parse($"h{i}.host.example"))];
                    BackupKeyMaker.Make(
                        hosts, null, BackupKeyAlgorithm.EcP256, password, path + ".key", path + ".csr", false, default);
                }

                break;
            case "by server":
                await OutFile.SaveNewAsync(path, FillAsync);
                break;
            default:
                await OutFile.SaveAsync(path, way == "append", way is "in place" or "late", FillAsync, way == "late");
                break;
        }
    }

    private static async Task FillAsync(Stream file)
    {
        byte[] some = Encoding.ASCII.GetBytes(new string('x', 4096));
        for (int i = 0; i < 16; i++) await file.WriteAsync(some);
    }
}
