using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Files;

/// <summary>What lies in a folder that may not be searched is neither there nor absent.</summary>
public sealed class PresenceTests : IDisposable
{
    private const uint Nobody = 65534;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_there_and_what_is_not()
    {
        File.WriteAllText(_folder.File("file"), "");

        Assert.True(Presence.Exists(_folder.File("file")));
        Assert.True(Presence.Exists(_folder.Path));
        Assert.False(Presence.Exists(_folder.File("other")));
        Assert.False(Presence.Exists(Path.Combine(_folder.File("file"), "below")));
        Assert.False(Presence.Exists(Path.Combine(_folder.File("other"), "below")));
    }

    [SkippableTheory]
    [InlineData("presence")]
    [InlineData("store")]
    [InlineData("companion")]
    [InlineData("file")]
    [InlineData("text")]
    [InlineData("key")]
    public void A_folder_that_may_not_be_searched_is_told_as_that(string reader)
    {
        Skip.IfNot(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "The account of a thread is root's to change.");
        if (!OperatingSystem.IsLinux()) return;
        string closed = _folder.File("closed");
        Directory.CreateDirectory(closed);
        string path = Path.Combine(closed, "pins.json");
        File.WriteAllText(path, "{}");
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.SetUnixFileMode(_folder.Path, Owners | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(closed, Owners);

        string? fault = AsNobody(() => Read(reader, path));

        Assert.Equal("FileUnreadable", fault);
    }

    private static void Read(string reader, string path)
    {
        switch (reader)
        {
            case "presence":
                Presence.Exists(path);
                break;
            case "store":
                PinStoreFile.ReadOrNew(path);
                break;
            case "companion":
                CompanionFile.Read(path, ".pins");
                break;
            case "file":
                RegularFile.OpenRead(path).Dispose();
                break;
            case "text":
                UnicodeFile.Read(path);
                break;
            case "key":
                using (SecureString password = new System.Net.NetworkCredential("", "a password").SecurePassword)
                    BackupKeyMaker.Make(
                        [RequestedName.Parse("host.example")], null, BackupKeyAlgorithm.EcP256, password, path,
                        path + ".csr", false, default);
                break;
            default:
                throw new ArgumentException(reader);
        }
    }

    /// <summary>On a thread that sees files as the account that owns nothing.</summary>
    private static string? AsNobody(Action action)
    {
        string? fault = null;
        var thread = new Thread(() =>
        {
            _ = SetFileUser(Nobody);
            try
            {
                action();
            }
            catch (PinningException error)
            {
                fault = error.Fault.Id;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                fault = error.GetType().Name;
            }
        });
        thread.Start();
        thread.Join();
        return fault;
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(uint user);
}
