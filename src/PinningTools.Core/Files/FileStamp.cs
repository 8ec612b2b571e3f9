using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>The time and size of a file: while they stay, its content is taken to be the same.</summary>
/// <param name="Time">When it was last written, in UTC.</param>
/// <param name="Length">Its size in bytes.</param>
internal readonly record struct FileStamp(DateTime Time, long Length)
{
    /// <summary>The stamp of a file, of what a link leads to; null where there is none.</summary>
    internal static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        bool isLink = file.Exists && (file.Attributes & FileAttributes.ReparsePoint) != 0;
        if (isLink) file = new FileInfo(AtomicFile.FollowLink(path));
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : null;
    }
}
