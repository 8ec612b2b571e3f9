using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Writes a body to a file, whole or not at all: it grows beside its place and is moved there at the end. Only a
/// download that may be resumed grows in place and stays where it broke off.
/// </summary>
internal static class OutFile
{
    /// <summary>The file for a response: the path itself, or in a folder the last part of the address.</summary>
    /// <exception cref="PinningException">The address ends in no name for a file.</exception>
    internal static string PathFor(string path, Uri uri)
    {
        if (!Directory.Exists(path)) return path;
        string last = WebUtility.UrlDecode(uri.Segments[uri.Segments.Length - 1]);
        string name = Path.GetFileName(last.TrimEnd('/').Replace('\\', '/'));
        bool usable = name.Length > 0 && name is not ("." or "..")
            && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0;
        return usable
            ? Path.Combine(path, name)
            : throw new PinningException(Faults.OutFileNameMissing(path, uri.ToString()));
    }

    /// <param name="path">Where the file is to stand.</param>
    /// <param name="append">Goes on with what is there, and keeps what came if it breaks off.</param>
    /// <param name="keepPartial">Keeps what came if it breaks off.</param>
    /// <param name="write">Writes the body.</param>
    /// <exception cref="PinningException">The file cannot be written, or the body broke off.</exception>
    internal static async Task SaveAsync(string path, bool append, bool keepPartial, Func<Stream, Task> write)
    {
        try
        {
            // A device and a link are what they are because of where they stand: nothing is moved over them.
            bool inPlace = append || keepPartial || IsSpecial(path);
            if (inPlace)
                await WriteAsync(path, append ? FileMode.Append : FileMode.Create, write).ConfigureAwait(false);
            else await ReplaceAsync(path, write).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new PinningException(Faults.OutFileUnwritable(path, error.Message), error);
        }
    }

    private static async Task ReplaceAsync(string path, Func<Stream, Task> write)
    {
        string name = $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.part";
        string beside = Path.Combine(Path.GetDirectoryName(path) ?? "", name);
        try
        {
            await WriteAsync(beside, FileMode.CreateNew, write).ConfigureAwait(false);
            Move(beside, path);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    private static async Task WriteAsync(string path, FileMode mode, Func<Stream, Task> write)
    {
        const int BufferSize = 1;
        using var file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, BufferSize, useAsync: false);
        await write(file).ConfigureAwait(false);
    }

#if NET
    private static bool IsSpecial(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.LinkTarget is not null || file.Length == 0);
    }

    private static void Move(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(to)) File.SetUnixFileMode(from, File.GetUnixFileMode(to));
        File.Move(from, to, overwrite: true);
    }
#else
    private static bool IsSpecial(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && (file.Attributes.HasFlag(FileAttributes.ReparsePoint) || file.Length == 0);
    }

    private static void Move(string from, string to)
    {
        if (File.Exists(to)) File.Replace(from, to, null);
        else File.Move(from, to);
    }
#endif
}
