using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
#endif

namespace PinningTools.Internal;

/// <summary>
/// A file that grows beside another one and then takes its place: at no moment can anybody read or write it who could
/// not read or write the other one.
/// </summary>
internal static class Replacement
{
#if NET
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file, empty.</summary>
    /// <param name="path">Where it grows.</param>
    /// <param name="target">Whose place it takes, if there is something.</param>
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

    /// <summary>Gives the file the rights of what it replaces, or narrower ones; to be done while it is open.</summary>
    internal static void KeepRights(FileStream file, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target)) FileRights.Keep(file.SafeFileHandle, target);
    }

    /// <summary>
    /// Lets nobody do more with the file than with what it replaces, of which nothing else is kept: somebody else may
    /// have put it there.
    /// </summary>
    internal static void Narrow(FileStream file, string target)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target)) return;
        UnixFileMode usual = File.GetUnixFileMode(file.SafeFileHandle);
        File.SetUnixFileMode(file.SafeFileHandle, (usual & File.GetUnixFileMode(target)) | Owners);
    }

    /// <summary>Puts the file in the target's place, so that at no moment neither is there.</summary>
    internal static void Move(string from, string target) => FileSharing.Retry(() =>
    {
        if (!OperatingSystem.IsWindows() || !File.Exists(target)) File.Move(from, target, overwrite: true);
        else MoveOnWindows(from, target);
    });

    /// <summary>
    /// A moved file brings the rights of its folder along, and a replaced one keeps its own; but to replace it is two
    /// steps, between which readers find nothing and a crash leaves nothing. So it is moved where the rights are the
    /// same, as they are unless somebody changed them.
    /// </summary>
    [SupportedOSPlatform("windows")]
    private static void MoveOnWindows(string from, string target)
    {
        try
        {
            if (AccessOf(from) == AccessOf(target))
            {
                File.Move(from, target, overwrite: true);
                return;
            }
        }
        catch (UnauthorizedAccessException)
        {
            // The rights may not be read, or a reader has it open: some versions of Windows move nothing onto it then.
        }

        File.Replace(from, target, null);
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
        // Windows keeps them when one file replaces another.
    }

    internal static void Narrow(FileStream file, string target)
    {
        // The folder's rights decide.
    }

    internal static void Move(string from, string target) => FileSharing.Retry(() =>
    {
        if (!File.Exists(target)) File.Move(from, target);
        else if (!FileSharing.IsWindows || !FrameworkAccessList.TryMove(from, target)) File.Replace(from, target, null);
    });
#endif
}
