using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// What Unix knows about a file and .NET does not expose: its kind and its owner. The answer comes from .NET's own
/// native library, which has the same structure on every Unix; on Windows, and in a runtime without that library, there
/// is no answer.
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

    /// <summary>In seconds: some file systems count a file's time in steps of two.</summary>
    private const int CoarsestTime = 3;

    /// <summary>Room for the whole structure of the library; only its beginning is read.</summary>
    private const int StatusBytes = 512;

    private const int MaxPath = 4096;

    /// <summary>Whether the library is available.</summary>
    internal static bool IsAvailable { get; } = Path.DirectorySeparatorChar == '/' && Responds();

    /// <summary>The effective user of this process.</summary>
    internal static uint CurrentUser => GetEUid();

    /// <summary>The facts about a path, or about the target of a link; null if nothing exists.</summary>
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

    /// <summary>The target of a link, as it is written there; null if there is no link.</summary>
    internal static string? ReadLink(string path)
    {
        byte[] target = new byte[MaxPath];
        int length = ReadLink(NameOf(path), target, target.Length);
        return length >= 0 && length < target.Length ? Encoding.UTF8.GetString(target, 0, length) : null;
    }

    /// <exception cref="IOException">They cannot be set.</exception>
    internal static void SetPermissions(string path, int mode)
    {
        if (ChangeMode(NameOf(path), mode) != 0)
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
    }

    /// <summary>
    /// What changes if the content of an open file does: its device, number, size and times. Null where that is not
    /// known, and for a file that was changed so recently that a further change could have the same time.
    /// </summary>
    internal static string? StatusOf(SafeFileHandle file)
    {
#if NET
        // The structure of .NET 8 and later; the time of the last access is left out.
        const int AccessTime = 24, ModifyTime = 40, ChangeTime = 56, End = 116;
        if (!IsAvailable) return null;
        byte[] status = new byte[StatusBytes];
        if (FStat(file, status) != 0) return null;
        long latest = Math.Max(BitConverter.ToInt64(status, ModifyTime), BitConverter.ToInt64(status, ChangeTime));
        if (new DateTimeOffset(Clock.Now).ToUnixTimeSeconds() - latest < CoarsestTime) return null;
        return Convert.ToBase64String(status, 0, AccessTime)
            + Convert.ToBase64String(status, ModifyTime, End - ModifyTime);
#else
        return null;
#endif
    }

    /// <summary>
    /// The same for a file that was a regular one; null if it cannot be opened. It is opened because a network file
    /// system asks its server then, and only then.
    /// </summary>
    internal static string? TryStatusOf(string path)
    {
        try
        {
            using SafeFileHandle? file = OpenAtOnce(path);
            return file is null ? null : StatusOf(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens a file for reading without waiting for the writer of a pipe or for a device. Null if the flags of this
    /// system are not known.
    /// </summary>
    internal static SafeFileHandle? OpenAtOnce(string path) => FlagsOf() is { } flags ? Open(path, flags) : null;

    /// <summary>Opens a pipe that already has a reader for writing; null if the flags are not known.</summary>
    /// <exception cref="IOException">No one does.</exception>
    internal static SafeFileHandle? OpenPipe(string path)
    {
        const int WriteOnly = 1;
        if (FlagsOf() is not { } flags) return null;
        SafeFileHandle file = Open(path, flags | WriteOnly);
        // Writing waits for the reader, as usual.
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
                NoReader => new IOException("It is a pipe without a reader."),
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

    /// <summary>A name in the system's encoding.</summary>
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

    [DllImport(Native, EntryPoint = "SystemNative_ReadLink")]
    private static extern int ReadLink(byte[] path, byte[] target, int size);

    [DllImport(Native, EntryPoint = "SystemNative_ChMod", SetLastError = true)]
    private static extern int ChangeMode(byte[] path, int mode);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);
}
