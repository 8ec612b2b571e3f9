using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
#endif

namespace PinningTools.Internal;

/// <summary>
/// A temporary file that is written next to another file and then replaces it: at no moment can anyone read or write it
/// who could not read or write the other file.
/// </summary>
internal static class Replacement
{
#if NET
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file, empty.</summary>
    /// <param name="path">The path of the temporary file.</param>
    /// <param name="target">The file that it replaces, if that exists.</param>
    internal static FileStream Create(string path, string target)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target))
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 1,
            UnixCreateMode = Owners,
        });
    }

    /// <summary>
    /// Gives the file the rights of the file that it replaces, or narrower ones; this must be done while it is open.
    /// </summary>
    internal static void KeepRights(FileStream file, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target)) FileRights.Keep(file.SafeFileHandle, target);
    }

    /// <summary>
    /// Grants no one more rights on the new file than on the file that it replaces, and keeps nothing else of that
    /// file: someone else may have put it there.
    /// </summary>
    internal static void Narrow(FileStream file, string target)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target)) return;
        UnixFileMode usual = File.GetUnixFileMode(file.SafeFileHandle);
        File.SetUnixFileMode(file.SafeFileHandle, (usual & File.GetUnixFileMode(target)) | Owners);
    }

    /// <summary>Puts the file in the target's place, so that there is never a moment without a file.</summary>
    internal static void Move(string from, string target) => FileSharing.Retry(() =>
    {
        if (!OperatingSystem.IsWindows() || !File.Exists(target)) File.Move(from, target, overwrite: true);
        else MoveOnWindows(from, target);
    });

    /// <summary>
    /// A moved file keeps the rights of its folder, and a replaced file keeps its own. But a replacement takes two steps:
    /// between them readers find no file, and after a crash there may be none. The file is therefore moved if the rights
    /// are the same, which they are unless somebody changed them. Some versions of Windows refuse the move while a reader
    /// has the file open: readers soon close it, and only for one that does not is the file replaced.
    /// </summary>
    [SupportedOSPlatform("windows")]
    private static void MoveOnWindows(string from, string target)
    {
        if (!HaveSameRights(from, target) || !FileSharing.SucceedsSoon(() => TryMove(from, target)))
            File.Replace(from, target, null);
    }

    private static bool TryMove(string from, string target)
    {
        try
        {
            File.Move(from, target, overwrite: true);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    [SupportedOSPlatform("windows")]
    private static bool HaveSameRights(string from, string target)
    {
        try
        {
            return AccessOf(from) == AccessOf(target);
        }
        catch (UnauthorizedAccessException)
        {
            // The rights cannot be read.
            return false;
        }
    }

    [SupportedOSPlatform("windows")]
    private static string AccessOf(string path) =>
        new FileInfo(path).GetAccessControl(AccessControlSections.Access)
            .GetSecurityDescriptorSddlForm(AccessControlSections.Access);
#else
    internal static FileStream Create(string path, string target) =>
        new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1);

    internal static void KeepRights(FileStream file, string target)
    {
        // Windows keeps the rights when one file replaces another.
    }

    internal static void Narrow(FileStream file, string target)
    {
        // The rights of the folder apply.
    }

    internal static void Move(string from, string target) => FileSharing.Retry(() =>
    {
        if (!File.Exists(target)) File.Move(from, target);
        else if (!FileSharing.IsWindows || !FrameworkAccessList.HaveSameRights(from, target)
            || !FileSharing.SucceedsSoon(() => FrameworkAccessList.TryMove(from, target)))
            File.Replace(from, target, null);
    });
#endif
}
