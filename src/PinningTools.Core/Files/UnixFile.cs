using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// What Unix knows of a file and .NET does not tell: what kind of thing it is, and whose. .NET's own native library
/// answers, which has one form of the answer on every Unix; on Windows, and on a runtime without it, nobody does.
/// </summary>
internal static class UnixFile
{
    private const string Native = "libSystem.Native";
    private const int NotFound = 2;
    private const int Interrupted = 4;
    private const int NoReader = 6;
    private const int NoAccess = 13;
    private const int NotPermitted = 1;
    private const int NotAFolder = 20;

    /// <summary>Room for all that the library may say; what is read of it stands at its beginning.</summary>
    private const int StatusBytes = 512;

    /// <summary>Whether anything can be told here.</summary>
    internal static bool IsAvailable { get; } = Path.DirectorySeparatorChar == '/' && Responds();

    /// <summary>The user this process acts as.</summary>
    internal static uint CurrentUser => GetEUid();

    /// <summary>Of a path, or of what a link at it leads to; null where there is nothing.</summary>
    internal static UnixFileFacts? Read(string path, bool followsLinks)
    {
        byte[] status = new byte[StatusBytes];
        byte[] name = NameOf(path);
        return (followsLinks ? Stat(name, status) : LStat(name, status)) == 0 ? Read(status) : null;
    }

    /// <summary>Of an open file.</summary>
    internal static UnixFileFacts Read(SafeFileHandle file)
    {
        byte[] status = new byte[StatusBytes];
        return FStat(file, status) == 0
            ? Read(status)
            : throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
    }

    /// <summary>
    /// Opens for reading and waits for nobody: not for who writes into a pipe, nor for a device. Null where this
    /// system's flags are not known.
    /// </summary>
    internal static SafeFileHandle? OpenAtOnce(string path) => FlagsOf() is { } flags ? Open(path, flags) : null;

    /// <summary>Opens a pipe that somebody reads already, for writing; null where the flags are not known.</summary>
    /// <exception cref="IOException">Nobody does.</exception>
    internal static SafeFileHandle? OpenPipe(string path)
    {
        const int WriteOnly = 1;
        if (FlagsOf() is not { } flags) return null;
        SafeFileHandle file = Open(path, flags | WriteOnly);
        // What is written waits for the reader, as everywhere.
        _ = SetNonBlocking(file, 0);
        return file;
    }

    private static SafeFileHandle Open(string path, int flags)
    {
        while (true)
        {
            int file = Open(NameOf(path), flags);
            if (file >= 0) return new SafeFileHandle((IntPtr)file, ownsHandle: true);
            int error = Marshal.GetLastWin32Error();
            if (error == Interrupted) continue;
            string message = new Win32Exception(error).Message;
            throw error switch
            {
                NotFound or NotAFolder => new FileNotFoundException(message),
                NoAccess or NotPermitted => new UnauthorizedAccessException(message),
                NoReader => new IOException("It is a pipe that nobody reads."),
                _ => new IOException(message),
            };
        }
    }

    /// <summary>O_RDONLY with O_NONBLOCK and O_CLOEXEC.</summary>
    private static int? FlagsOf() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? 0x800 | 0x80000
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? 0x4 | 0x1000000
        : null;

    private static UnixFileFacts Read(byte[] status) => new(
        BitConverter.ToInt32(status, 4), BitConverter.ToUInt32(status, 8), BitConverter.ToUInt32(status, 12));

    /// <summary>A name as the system takes it.</summary>
    internal static byte[] NameOf(string path) => path.IndexOf('\0') < 0
        ? Encoding.UTF8.GetBytes(path + "\0")
        : throw new FileNotFoundException("The path has a null character.");

    private static bool Responds()
    {
        try
        {
            return Read("/", followsLinks: true) is { Kind: UnixFileKind.Folder };
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport(Native, EntryPoint = "SystemNative_Stat")]
    private static extern int Stat(byte[] path, byte[] status);

    [DllImport(Native, EntryPoint = "SystemNative_LStat")]
    private static extern int LStat(byte[] path, byte[] status);

    [DllImport(Native, EntryPoint = "SystemNative_FStat", SetLastError = true)]
    private static extern int FStat(SafeFileHandle file, byte[] status);

    [DllImport(Native, EntryPoint = "SystemNative_GetEUid")]
    private static extern uint GetEUid();

    [DllImport(Native, EntryPoint = "SystemNative_FcntlSetIsNonBlocking")]
    private static extern int SetNonBlocking(SafeFileHandle file, int isNonBlocking);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);
}
