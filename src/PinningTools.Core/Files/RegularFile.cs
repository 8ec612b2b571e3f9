using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// The one way to open a file that is read. Only regular files are: to open a pipe waits for who writes into it, a
/// device has no end, and neither could be stopped. What a path is, is asked before it is opened, without waiting, and
/// once more of what was opened, for somebody may have put another thing in its place.
/// </summary>
internal static class RegularFile
{
    private const string Folder = "It is a folder.";
    private const string Device = "It is a device.";
    private const string Pipe = "It is a pipe, such as a shell makes of <(command).";

    /// <exception cref="PinningException">There is no such file, it is no regular one, or it cannot be read.</exception>
    internal static FileStream OpenRead(string path, int bufferSize = 4096, FileShare share = FileShare.Read)
    {
        try
        {
            return UnixFile.IsAvailable ? OpenOnUnix(path, bufferSize, share) : Check(Open(path, bufferSize, share), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PinningException(Faults.FileNotFound(path), error);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PinningException(Faults.FileUnreadable(path, error.Message), error);
        }
    }

    /// <summary>What is wrong with what stands at a path that a file is to be read from or put at, or null.</summary>
    /// <param name="path">The path; of a link what it leads to counts.</param>
    internal static string? WhyNot(string path)
    {
        if (UnixFile.IsAvailable)
            return UnixFile.Read(path, followsLinks: true) is { } facts ? WhyNot(facts.Kind) : null;
        if (Directory.Exists(path)) return Folder;
        // The path of a device of Windows: COM1, NUL and their like become one, whatever folder they are in.
        if (FileSharing.IsWindows && WindowsFileName.WhyNot(path) is { } why) return why;
        return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal) ? Device : null;
    }

    private static string? WhyNot(UnixFileKind kind) => kind switch
    {
        UnixFileKind.Regular => null,
        UnixFileKind.Folder => Folder,
        UnixFileKind.Pipe => Pipe,
        UnixFileKind.Socket => "It is a socket.",
        _ => Device,
    };

    private static FileStream OpenOnUnix(string path, int bufferSize, FileShare share) =>
        WhyNot(path) is { } why ? throw NotRegular(path, why) : OpenUnseen(path, bufferSize, share);

    /// <summary>The opening without the look before it.</summary>
    internal static FileStream OpenUnseen(string path, int bufferSize, FileShare share)
    {
        SafeFileHandle? file = UnixFile.OpenAtOnce(path);
        if (file is null) return Check(Open(path, bufferSize, share), path);
        try
        {
            return WhyNot(UnixFile.Read(file).Kind) is { } other
                ? throw NotRegular(path, other)
                : new FileStream(file, FileAccess.Read, bufferSize, isAsync: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream Open(string path, int bufferSize, FileShare share) =>
        !UnixFile.IsAvailable && WhyNot(path) is { } why
            ? throw NotRegular(path, why)
            : new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize, FileOptions.SequentialScan);

    /// <summary>Where kinds are not told, a pipe or a device is known by that nothing in it has a place.</summary>
    private static FileStream Check(FileStream file, string path)
    {
        if (file.CanSeek) return file;
        file.Dispose();
        throw NotRegular(path, Pipe);
    }

    private static PinningException NotRegular(string path, string why) => new(Faults.FileUnreadable(
        path, why,
        why == Folder ? "Name a file in it."
            : why == Pipe ? "Write what comes out of it to a file, and give that." : "Give a regular file."));
}
