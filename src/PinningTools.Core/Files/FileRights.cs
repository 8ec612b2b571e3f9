#if NET
using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// Gives a file that takes another one's place the rights of that one: its owner and group where the system lets us,
/// its permissions and its access list. What cannot be kept is narrowed and never widened: of a group that could not be
/// kept, the permissions would be another group's.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class FileRights
{
    private const string AccessList = "system.posix_acl_access";
    private const uint Unchanged = uint.MaxValue;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    /// <param name="to">The new file, open, so that nothing else can be put in its place meanwhile.</param>
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
        // Under a list the group's bits are those of everybody in it.
        File.SetUnixFileMode(to, keepsGroup && keepsList ? mode : mode & ~OfGroup);
    }

    private static bool KeepAccessList(SafeFileHandle to, string from)
    {
        byte[] list = new byte[64 * 1024];
        nint length = GetAttribute(UnixFile.NameOf(from), UnixFile.NameOf(AccessList), list, list.Length);
        if (length > 0) return SetAttribute(to, UnixFile.NameOf(AccessList), list, length, 0) == 0;
        // The folder's own list was given to the new file, and the old one had none.
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
