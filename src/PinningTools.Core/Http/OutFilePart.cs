using System;
using System.IO;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// The temporary file for a body, deleted at the end unless it was moved. Leftovers of killed downloads to the same file
/// are removed. No message names it: the user knows only the file.
/// </summary>
internal sealed class OutFilePart : IDisposable
{
    private const string Extension = ".part";
    private const int ReadOnlyFileSystem = 30;
    private const int Busy = 16;
    private const int NameTooLong = 36;
    private static readonly Regex s_name = new(
        @"\.(?<name>[^/\\]*)\.[0-9a-f]{32}\.part\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    internal OutFilePart(string path)
    {
        Leftovers.Remove(path, Extension);
        Path = Leftovers.NewName(path, Extension);
    }

    internal string Path { get; private set; }

    /// <summary>Makes it, and if the folder of the file takes no other file, in the folder for temporary files.</summary>
    internal FileStream Create()
    {
        try
        {
            return Make();
        }
        catch (Exception error) when (IsOfFolder(error))
        {
            Path = Leftovers.NewName(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "pinned"), Extension);
            return Make();
        }
    }

    /// <summary>
    /// Whether an error says that a file cannot be made or renamed in a folder, which says nothing of the file that is
    /// there already: no right to the folder, a folder that is mounted for reading, a file that is itself mounted, a name
    /// that is only too long with what is added to it. A full disk is not among them: an older file would be lost.
    /// </summary>
    internal static bool IsOfFolder(Exception error) =>
        error is UnauthorizedAccessException or PathTooLongException
        || (!FileSharing.IsWindows && error is IOException { HResult: ReadOnlyFileSystem or Busy or NameTooLong });

    /// <summary>A message of the platform, with the file of the user in place of the temporary one.</summary>
    internal static string Unnamed(string message, string path) =>
        s_name.Replace(message, one => one.Groups["name"].Value == "pinned"
            ? System.IO.Path.GetFileName(path)
            : one.Groups["name"].Value);

    public void Dispose() => Delete(Path);

    /// <summary>Deletes a file if that is possible.</summary>
    internal static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // The next download to the same file removes it.
        }
    }

    private FileStream Make()
    {
        const int BufferSize = 1;
#if NET
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = BufferSize,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path, options);
#else
        return new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize);
#endif
    }
}
