using System;
using System.IO;
using System.Net;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Writes a body to a file, completely or not at all: it is written to a temporary file next to the target and moved at
/// the end. Only a download that may be resumed is written in place and kept if it is cut off.
/// </summary>
internal static class OutFile
{
    private const string PartExtension = ".part";

    /// <summary>The file for a response in a folder: the last part of the address.</summary>
    /// <exception cref="PinningException">
    /// The address does not end in a file name, or in one that is not allowed.
    /// </exception>
    internal static string PathIn(string folder, Uri uri)
    {
        string last = WebUtility.UrlDecode(uri.Segments[uri.Segments.Length - 1]);
        string name = Path.GetFileName(last.TrimEnd('/').Replace('\\', '/'));
        if (name.Trim('.').Length == 0) throw new PinningException(Faults.OutFileNameMissing(folder, uri));
        // A server chose the name: it must not be a hidden file, control a terminal, or mean another name on Windows.
        bool isPlain = name[0] != '.' && name[name.Length - 1] is not ('.' or ' ')
            && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && TerminalText.IsPrintable(name)
            && !(FileSharing.IsWindows && WindowsFileName.WhyNot(name) is not null);
        if (!isPlain) throw new PinningException(Faults.OutFileNameRefused(folder, uri));
        string path = Path.Combine(folder, name);
        return IsLink(path) ? throw new PinningException(Faults.OutFileIsLink(path)) : path;
    }

    /// <param name="path">The path of the file.</param>
    /// <param name="append">
    /// Whether to continue the existing file, and to keep what was received if the download is cut off.
    /// </param>
    /// <param name="keepPartial">Whether to keep what was received if the download is cut off.</param>
    /// <param name="write">Writes the body.</param>
    /// <param name="isWholeLate">
    /// Whether only the end of the body shows that it is complete: until then, existing content is not overwritten.
    /// </param>
    /// <exception cref="PinningException">The file cannot be written, or the body broke off.</exception>
    internal static Task SaveAsync(
        string path, bool append, bool keepPartial, Func<Stream, Task> write, bool isWholeLate = false)
    {
        // A device or a link is never replaced by a moved file.
        bool inPlace = append || keepPartial || IsSpecial(path);
        if (inPlace && isWholeLate && !append && FileBehind(path) is { } full)
            return TryAsync(path, () => OverwriteAsync(full, write));
        return TryAsync(path, () => inPlace
            ? WriteAsync(path, append ? FileMode.Append : FileMode.Create, append || keepPartial, write)
            : ReplaceAsync(path, isUsers: true, write));
    }

    /// <summary>
    /// Writes a body to a file whose name a server chose; the existing file does not affect how it is written.
    /// </summary>
    /// <exception cref="PinningException">The file cannot be written, or the body broke off.</exception>
    internal static Task SaveNewAsync(string path, Func<Stream, Task> write) =>
        TryAsync(path, () => ReplaceAsync(path, isUsers: false, write));

    private static async Task TryAsync(string path, Func<Task> save)
    {
        try
        {
            await save().ConfigureAwait(false);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.OutFileUnwritable(path, WriteError.Why(error)), error);
        }
    }

    /// <summary>Writes to a file that must not be replaced, after the body is complete.</summary>
    private static async Task OverwriteAsync(string path, Func<Stream, Task> write)
    {
        string beside = NewBeside(path);
        try
        {
            await WriteAsync(beside, FileMode.CreateNew, keepPartial: false, write).ConfigureAwait(false);
            File.Copy(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>The temporary file for a body; leftovers of killed downloads to the same file are removed.</summary>
    private static string NewBeside(string path)
    {
        Leftovers.Remove(path, PartExtension);
        return Leftovers.NewName(path, PartExtension);
    }

    private static async Task ReplaceAsync(string path, bool isUsers, Func<Stream, Task> write)
    {
        string beside = NewBeside(path);
        try
        {
            using (FileStream file = isUsers ? Replacement.Create(beside, path) : Open(beside, FileMode.CreateNew))
            {
                if (!isUsers) Replacement.Narrow(file, path);
                await write(file).ConfigureAwait(false);
                if (isUsers) Replacement.KeepRights(file, path);
            }

            Replacement.Move(beside, path);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static async Task WriteAsync(string path, FileMode mode, bool keepPartial, Func<Stream, Task> write)
    {
        using FileStream file = Open(path, mode);
        try
        {
            await write(file).ConfigureAwait(false);
        }
        catch when (!keepPartial)
        {
            // A device has no length that could be truncated.
            if (file.CanSeek && file.Length > 0) file.SetLength(0);
            throw;
        }
    }

    /// <summary>A pipe is written only while a reader has it open; waiting for a reader could not be stopped.</summary>
    private static FileStream Open(string path, FileMode mode)
    {
        const int BufferSize = 1;
        bool isPipe = UnixFile.IsAvailable
            && UnixFile.Read(path, followsLinks: true) is { Kind: UnixFileKind.Pipe };
        return isPipe && UnixFile.OpenPipe(path) is { } pipe
            ? new FileStream(pipe, FileAccess.Write, BufferSize, isAsync: false)
            : new FileStream(path, mode, FileAccess.Write, FileShare.Read, BufferSize, useAsync: false);
    }

#if NET
    /// <summary>The file that would be overwritten, after following links, if it has content.</summary>
    private static string? FileBehind(string path)
    {
        FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
        return file is FileInfo { Exists: true, Length: > 0 } ? file.FullName : null;
    }

    private static bool IsSpecial(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.LinkTarget is not null || file.Length == 0);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;
#else
    /// <summary>.NET Framework does not show the target of a link: it is written directly.</summary>
    private static string? FileBehind(string path) =>
        new FileInfo(path) is { Exists: true, Length: > 0 } file && !IsLink(path) ? file.FullName : null;

    private static bool IsSpecial(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (IsLink(path) || file.Length == 0);
    }

    private static bool IsLink(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint);
    }
#endif
}
