#if !NET
using System;
using System.IO;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace PinningTools.Internal;

/// <summary>
/// Creates a file whose access list contains only its owner, from the first moment on. .NET Framework can do this, but
/// .NET Standard does not define the members: they are looked up by name here, and a test finds them in .NET
/// Framework's own assemblies.
/// </summary>
internal static class FrameworkAccessList
{
    private const int ReplaceExisting = 1;
    private const int WriteThrough = 8;
    private const int WriteRights = 0x116;
    private const int AccessSection = 2;

    /// <summary>The types by name, so that a test can look for them.</summary>
    internal const string Rights = "System.Security.AccessControl.FileSystemRights";
    internal const string Security = "System.Security.AccessControl.FileSecurity";
    internal const string Sections = "System.Security.AccessControl.AccessControlSections";
    internal const string Identity = "System.Security.Principal.WindowsIdentity";

    internal static FileStream Create(string path)
    {
        Type security = Find(Security);
        object list = Activator.CreateInstance(security)!;
        // Protected: nothing is inherited from the folder. One entry: full control for the current user.
        Invoke(security.GetMethod("SetSecurityDescriptorSddlForm", [typeof(string)])!, list, $"D:P(A;;FA;;;{User()})");
        ConstructorInfo create = FindConstructor(security);
        object rights = Enum.ToObject(Find(Rights), WriteRights);
        try
        {
            return (FileStream)create.Invoke(
                [path, FileMode.CreateNew, rights, FileShare.None, 4096, FileOptions.None, list]);
        }
        catch (TargetInvocationException error)
        {
            ExceptionDispatchInfo.Capture(error.InnerException!).Throw();
            throw;
        }
    }

    /// <summary>A moved file keeps its own rights; a replaced file would keep those of the old one.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    internal static void Replace(string from, string target)
    {
        if (!MoveFileEx(from, target, ReplaceExisting | WriteThrough))
            Marshal.ThrowExceptionForHR(Marshal.GetHRForLastWin32Error());
    }

    /// <summary>Whether both files have the same rights; false if they cannot be read.</summary>
    internal static bool HaveSameRights(string one, string other)
    {
        try
        {
            return AccessOf(one) == AccessOf(other);
        }
        catch (TargetInvocationException)
        {
            return false;
        }
    }

    /// <summary>Moves the file onto the target; returns false if it cannot be moved.</summary>
    internal static bool TryMove(string from, string target) =>
        MoveFileEx(from, target, ReplaceExisting | WriteThrough);

    private static string AccessOf(string path)
    {
        object sections = Enum.ToObject(Find(Sections), AccessSection);
        object list = Invoke(FindReader(), null, path, sections)!;
        MethodInfo text = Find(Security).GetMethod("GetSecurityDescriptorSddlForm", [Find(Sections)])!;
        return (string)Invoke(text, list, sections)!;
    }

    internal static MethodInfo FindReader() =>
        typeof(File).GetMethod("GetAccessControl", [typeof(string), Find(Sections)])!;

    internal static ConstructorInfo FindConstructor(Type security) => typeof(FileStream).GetConstructor(
        [
            typeof(string), typeof(FileMode), Find(Rights), typeof(FileShare), typeof(int), typeof(FileOptions),
            security,
        ])!;

    internal static Type Find(string name) => typeof(FileStream).Assembly.GetType(name, throwOnError: true)!;

    private static string User()
    {
        Type identity = Find(Identity);
        using var current = (IDisposable)Invoke(identity.GetMethod("GetCurrent", [])!, null)!;
        return identity.GetProperty("User")!.GetValue(current)!.ToString();
    }

    private static object? Invoke(MethodInfo method, object? target, params object[] arguments) =>
        method.Invoke(target, arguments);

    [DllImport("kernel32.dll", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string from, string target, int flags);
}
#endif
