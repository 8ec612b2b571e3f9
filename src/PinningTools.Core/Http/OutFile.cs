using System;
using System.IO;
using System.Net;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Writes a body to a file, completely or not at all: it is written to a temporary file next to the target and moved at
/// the end. What must not or cannot be replaced is written in place: a device, a link, a file with several names, a file
/// in a folder that takes no other. Only a download that may be resumed is kept if it is cut off.
/// </summary>
internal static class OutFile
{
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
        string path, bool append, bool keepPartial, Func<Stream, Task> write, bool isWholeLate = false) =>
        TryAsync(path, () =>
        {
            // A device or a link is never replaced by a moved file.
            if (append || keepPartial || IsSpecial(path))
                return isWholeLate && !append && FileBehind(path) is { } full
                    ? OverwriteAsync(full, write)
                    : WriteAsync(path, append ? FileMode.Append : FileMode.Create, append || keepPartial, write);
            // The other names of the file would keep its old content.
            return HardLinks.Has(path)
                ? OverwriteAsync(path, write)
                : ReplaceAsync(path, write, isWholeLate);
        });

    /// <summary>
    /// Writes a body to a file whose name a server chose; the existing file does not affect how it is written.
    /// </summary>
    /// <exception cref="PinningException">The file cannot be written, or the body broke off.</exception>
    internal static Task SaveNewAsync(string path, Func<Stream, Task> write) => TryAsync(path, async () =>
    {
        using var part = new OutFilePart(path);
        using (FileStream file = Open(part.Path, FileMode.CreateNew))
        {
            Replacement.Narrow(file, path);
            await write(file).ConfigureAwait(false);
        }

        Replacement.Move(part.Path, path);
    });

    private static async Task TryAsync(string path, Func<Task> save)
    {
        try
        {
            await save().ConfigureAwait(false);
        }
        catch (DirectoryNotFoundException error) when (
            Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            // Windows also says this of a name that is no file's, such as COM1.
            throw new PinningException(Faults.OutFileFolderMissing(path), error);
        }
        catch (Exception error) when (WriteError.Is(error) || error is ArgumentException)
        {
            throw new PinningException(
                Faults.OutFileUnwritable(path, OutFilePart.Unnamed(WriteError.Why(error), path)), error);
        }
    }

    private static async Task ReplaceAsync(string path, Func<Stream, Task> write, bool isWholeLate)
    {
        using var part = new OutFilePart(path);
        FileStream file;
        try
        {
            file = Replacement.Create(part.Path, path);
        }
        catch (Exception error) when (OutFilePart.IsOfFolder(error))
        {
            // The file alone may be writable: as in PowerShell, it is then written where it is.
            await (isWholeLate && FileBehind(path) is { } full
                ? OverwriteAsync(full, write)
                : WriteAsync(path, FileMode.Create, keepPartial: false, write)).ConfigureAwait(false);
            return;
        }

        using (file)
        {
            await write(file).ConfigureAwait(false);
            Replacement.KeepRights(file, path);
        }

        try
        {
            Replacement.Move(part.Path, path);
        }
        catch (Exception error) when (OutFilePart.IsOfFolder(error) && File.Exists(path))
        {
            // A file that is mounted by itself, as in containers, or someone else's in a sticky folder.
            await CopyAsync(part.Path, path).ConfigureAwait(false);
        }
    }

    /// <summary>Writes to a file that must not be replaced, after the body is complete.</summary>
    private static async Task OverwriteAsync(string path, Func<Stream, Task> write)
    {
        using var part = new OutFilePart(path);
        using (FileStream file = part.Create())
            await write(file).ConfigureAwait(false);
        await CopyAsync(part.Path, path).ConfigureAwait(false);
    }

    private static async Task CopyAsync(string from, string to)
    {
        using FileStream whole = File.OpenRead(from);
        using FileStream file = Open(to, FileMode.Create);
        await whole.CopyToAsync(file).ConfigureAwait(false);
    }

    private static async Task WriteAsync(string path, FileMode mode, bool keepPartial, Func<Stream, Task> write)
    {
        bool isNew = !File.Exists(path);
        try
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
        catch when (!keepPartial && isNew)
        {
            OutFilePart.Delete(path);
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
