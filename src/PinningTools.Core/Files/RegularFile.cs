using System;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace PinningTools.Internal;

/// <summary>
/// Opens every file that is read. Only regular files are opened: opening a pipe waits for a writer, a device has no
/// end, and neither could be stopped. The kind of file is checked before it is opened, without waiting, and once more
/// on the open file, because it may have been replaced in between.
/// </summary>
internal static class RegularFile
{
    private const string Folder = "It is a folder.";
    private const string Device = "It is a device.";
    private const string Pipe = "It is a pipe, for example one that a shell makes for <(command).";

    /// <exception cref="PinningException">
    /// There is no such file, it is not a regular one, or it cannot be read.
    /// </exception>
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

    /// <summary>What is wrong with the item at a path that is to be read or replaced, or null.</summary>
    /// <param name="path">The path; for a link its target counts.</param>
    internal static string? WhyNot(string path)
    {
        if (UnixFile.IsAvailable)
            return UnixFile.Read(path, followsLinks: true) is { } facts ? WhyNot(facts.Kind) : null;
        if (Directory.Exists(path)) return Folder;
        // The path of a Windows device: COM1, NUL and similar names become one in every folder.
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

    /// <summary>Opens the file without the check before.</summary>
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

    /// <summary>
    /// If the kind of file is not known, a pipe or device is recognized because it has no position to seek to.
    /// </summary>
    private static FileStream Check(FileStream file, string path)
    {
        if (file.CanSeek) return file;
        file.Dispose();
        throw NotRegular(path, Pipe);
    }

    private static PinningException NotRegular(string path, string why) => new(Faults.FileUnreadable(
        path, why,
        why == Folder ? "Name a file in the folder."
            : why == Pipe ? "Write the output of the pipe to a file, and give that file." : "Give a regular file."));
}
