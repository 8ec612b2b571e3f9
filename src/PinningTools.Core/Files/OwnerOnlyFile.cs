using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Writes a file that its owner alone may read, from its first moment on: 0600 on Unix, an access list of one on
/// Windows.
/// </summary>
internal static class OwnerOnlyFile
{
    /// <exception cref="PinningException">The file exists and may not be replaced, or cannot be written.</exception>
    internal static void Write(string path, byte[] content, bool replace)
    {
        string temporary = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
        try
        {
            using (FileStream file = Create(temporary))
            {
                file.Write(content, 0, content.Length);
                file.Flush(flushToDisk: true);
            }

            FileSharing.Retry(() => Rename(temporary, path, replace));
        }
        catch (Exception error) when (AtomicFile.IsRefusal(error))
        {
            throw new PinningException(
                !replace && File.Exists(path) ? Faults.KeyFileExists(path) : Faults.FileUnwritable(path, error.Message),
                error);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }

#if NET
    /// <summary>A move brings the rights of the new file along; File.Replace would keep those of the old one.</summary>
    private static void Rename(string temporary, string path, bool replace) =>
        File.Move(temporary, path, overwrite: replace);

    private static FileStream Create(string path) =>
        OperatingSystem.IsWindows() ? CreateOnWindows(path) : new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.None,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var owner = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(
            new FileSystemAccessRule(owner.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path)
            .Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, security);
    }
#else
    private static void Rename(string temporary, string path, bool replace)
    {
        if (!replace || !File.Exists(path)) File.Move(temporary, path);
        else if (FileSharing.IsWindows) FrameworkAccessList.Replace(temporary, path);
        else File.Replace(temporary, path, null);
    }

    private static FileStream Create(string path) => FileSharing.IsWindows
        ? FrameworkAccessList.Create(path)
        : new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#endif
}
