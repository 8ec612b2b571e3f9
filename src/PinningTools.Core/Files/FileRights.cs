#if NET
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// Gives a file that replaces another one the rights of that file: its owner and group if the system allows it, its
/// permissions and its access list. What cannot be kept is narrowed and never widened: if the group cannot be kept, its
/// permissions would apply to another group.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class FileRights
{
    private const string AccessList = "system.posix_acl_access";
    private const uint Unchanged = uint.MaxValue;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <param name="to">The new file, open, so that it cannot be replaced in the meantime.</param>
    /// <param name="from">The path of the old one.</param>
    internal static void Keep(SafeFileHandle to, string from)
    {
        if (UnixFile.Read(from, followsLinks: false) is not { Kind: UnixFileKind.Regular } old) return;
        var mode = (UnixFileMode)old.Permissions;
        UnixFileFacts now = UnixFile.Read(to);
        bool isSame = now.Owner == old.Owner && now.Group == old.Group;
        bool keepsGroup = isSame || ChangeOwner(to, old.Owner, old.Group) == 0
            || ChangeOwner(to, Unchanged, old.Group) == 0;
        bool keepsList = !OperatingSystem.IsLinux() || KeepAccessList(to, from);
        // If there is an access list, the group's bits are the mask for all entries of the list.
        File.SetUnixFileMode(to, keepsGroup && keepsList ? mode : mode & ~OfGroup);
    }

    private static bool KeepAccessList(SafeFileHandle to, string from)
    {
        byte[] list = new byte[64 * 1024];
        nint length = GetAttribute(UnixFile.NameOf(from), UnixFile.NameOf(AccessList), list, list.Length);
        if (length > 0) return SetAttribute(to, UnixFile.NameOf(AccessList), list, length, 0) == 0;
        // The new file inherited the folder's access list, and the old file had none.
        _ = RemoveAttribute(to, UnixFile.NameOf(AccessList));
        return true;
    }

    [DllImport("libc", EntryPoint = "fchown")]
    private static extern int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [DllImport("libc", EntryPoint = "getxattr")]
    private static extern nint GetAttribute(byte[] path, byte[] name, byte[] value, nint size);

    [DllImport("libc", EntryPoint = "fsetxattr")]
    private static extern int SetAttribute(SafeFileHandle file, byte[] name, byte[] value, nint size, int flags);

    [DllImport("libc", EntryPoint = "fremovexattr")]
    private static extern int RemoveAttribute(SafeFileHandle file, byte[] name);
}
#endif
