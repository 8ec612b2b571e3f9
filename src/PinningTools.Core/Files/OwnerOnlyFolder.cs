using System;
using System.IO;
#if NET
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace PinningTools.Internal;

/// <summary>
/// Makes folders that their owner alone may enter: 0700 on Unix; on Windows an access list with the owner, the system
/// and the administrators, for the folder that all accounts share lets each of them make files.
/// </summary>
internal static class OwnerOnlyFolder
{
    /// <summary>Makes the folder; one that is there stays as it is.</summary>
    /// <exception cref="PinningException">It cannot be made.</exception>
    internal static void Create(string path)
    {
        if (Presence.Of(path)) return;
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
