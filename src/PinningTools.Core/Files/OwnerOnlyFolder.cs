using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Creates folders that only their owner can enter: 0700 on Unix; on Windows an access list with the owner, the system
/// and the administrators, because every account can create files in the shared folder above it.
/// </summary>
internal static class OwnerOnlyFolder
{
    /// <summary>Creates the folder; an existing folder is not changed.</summary>
    /// <exception cref="PinningException">The folder cannot be created.</exception>
    internal static void Create(string path)
    {
        if (Presence.Exists(path)) return;
        try
        {
            Make(path);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.FileUnwritable(path, WriteError.Why(error)), error);
        }
    }

#if NET
    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) MakeOnWindows(path);
        else
            Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [SupportedOSPlatform("windows")]
    private static void MakeOnWindows(string path)
    {
        using var owner = WindowsIdentity.GetCurrent();
        var security = new DirectorySecurity();
        security.SetSecurityDescriptorSddlForm($"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{owner.User})");
        security.CreateDirectory(path);
    }
#else
    private static void Make(string path) => Directory.CreateDirectory(path);
#endif
}
