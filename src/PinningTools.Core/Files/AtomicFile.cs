// The room Files: reading and replacing files, on every platform.
// - A file is replaced as a whole: a temporary file in the same folder, flushed, then renamed. A crash leaves the old
//   or the new file.
// - Code that changes a file depending on its content holds the file's lock from before the read until after the write
//   (FileLock).
// - Only regular files are opened: a pipe, a device or a socket is refused before it can block (RegularFile).
// - A new file keeps the rights of the one it replaces. A secret file belongs to its owner alone from the first byte
//   on.
// - A file that this account may not see is not reported as missing (Presence).
// - Errors of the platform become faults that name the path.

using System;
using System.IO;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Replaces a file atomically: at any moment, even after a crash, either the whole old file or the whole new one
/// exists. The new file is written next to the old one, flushed to the disk and renamed.
/// </summary>
internal static class AtomicFile
{
    private const string Extension = ".tmp";

    /// <param name="path">The file, which must not be a link: see <see cref="FollowLink"/>.</param>
    /// <param name="content">The whole new text.</param>
    /// <exception cref="PinningException">The file cannot be written; the old one is unchanged.</exception>
    internal static void Write(string path, string content) => Write(path, temporary =>
    {
        using (FileStream file = Replacement.Create(temporary, path))
        {
            Flush(file, content);
            Replacement.KeepRights(file, path);
        }

        Replacement.Move(temporary, path);
    });

    /// <summary>The same, if no file may exist yet.</summary>
    /// <exception cref="PinningException">The file exists, or it cannot be written.</exception>
    internal static void WriteNew(string path, string content) => Write(path, temporary =>
    {
        using (FileStream file = Replacement.Create(temporary, path)) Flush(file, content);
        try
        {
            File.Move(temporary, path);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new PinningException(Faults.FileExists(path), error);
        }
    });

    /// <summary>
    /// The same for a file whose permissions this account determines, even if the file exists: no one else may write to
    /// it.
    /// </summary>
    /// <exception cref="PinningException">The file cannot be written; the old one is unchanged.</exception>
    internal static void WriteOwn(string path, string content) => Write(path, temporary =>
    {
        CreateOwn(temporary, content);
        Replacement.Move(temporary, path);
    });

    private static void Write(string path, Action<string> write)
    {
        string? temporary = null;
        try
        {
            // First of all: the name of a device has no folder on Windows that a file could grow in.
            if (RegularFile.WhyNot(path) is { } why) throw new PinningException(Faults.FileUnwritable(path, why));
            temporary = Leftovers.NewName(path, Extension);
            write(temporary);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            throw new PinningException(Faults.FileUnwritable(path, WriteError.Why(error)), error);
        }
        finally
        {
            if (temporary is not null && File.Exists(temporary)) TryDelete(temporary);
        }
    }

    /// <summary>
    /// Removes the files that killed writers left behind. Only the holder of the lock may call this, because no one
    /// else writes then.
    /// </summary>
    internal static void RemoveLeftovers(string path) => Leftovers.Remove(path, Extension);

#if NET
    /// <summary>The target of a link, so that a link remains a link; any other path unchanged.</summary>
    internal static string FollowLink(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
#else
    /// <summary>.NET Framework cannot resolve links: there the link itself is replaced.</summary>
    internal static string FollowLink(string path) => path;
#endif

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // It is only a leftover; the next writer tries to remove it again.
        }
    }

#if NET
    private static void CreateOwn(string path, string content)
    {
        using FileStream file = OperatingSystem.IsWindows()
            ? new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None)
            : new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
                | UnixFileMode.OtherRead,
        });
        Flush(file, content);
    }
#else
    private static void CreateOwn(string path, string content)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Flush(file, content);
    }
#endif

    private static void Flush(FileStream file, string content)
    {
        byte[] data = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(content);
        file.Write(data, 0, data.Length);
        file.Flush(flushToDisk: true);
    }
}
