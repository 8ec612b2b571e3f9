using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// How many names a file has. A file that is replaced loses the others, which then keep its old content. .NET does not
/// expose the number; Linux and Windows are asked, and elsewhere it is not known.
/// </summary>
internal static class HardLinks
{
    private const int CurrentFolder = -100;
    private const uint Links = 4;
    private const int StatusBytes = 256;
    private const int LinksAt = 16;
    private const int InformationBytes = 52;
    private const int InformationLinksAt = 40;

    /// <summary>Whether the file is known to have another name.</summary>
    internal static bool Has(string path)
    {
        try
        {
            return FileSharing.IsWindows ? OfWindows(path) > 1
                : RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && OfLinux(path) > 1;
        }
        catch (Exception error) when (WriteError.Is(error) || error is EntryPointNotFoundException or DllNotFoundException)
        {
            // A file that cannot be opened, or a C library without the function.
            return false;
        }
    }

    private static int OfLinux(string path)
    {
        byte[] status = new byte[StatusBytes];
        return StatX(CurrentFolder, UnixFile.NameOf(path), 0, Links, status) == 0 ? BitConverter.ToInt32(status, LinksAt) : 1;
    }

    private static int OfWindows(string path)
    {
        byte[] information = new byte[InformationBytes];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return GetInformation(file.SafeFileHandle, information) ? BitConverter.ToInt32(information, InformationLinksAt) : 1;
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int StatX(int folder, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetInformation(SafeFileHandle file, byte[] information);
}
