using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// The temporary files that are written next to the file they replace: their names, and the removal of those that
/// killed writers left behind. A writer keeps its file open until it is moved or deleted, and the system closes it when
/// the writer dies: a file that no one holds open is a leftover.
/// </summary>
internal static class Leftovers
{
    private const string NameForm = "N";

    /// <summary>A new name for a temporary file next to a file.</summary>
    internal static string NewName(string path, string extension) =>
        Path.Combine(FolderOf(path), PrefixOf(path) + Guid.NewGuid().ToString(NameForm) + extension);

    /// <summary>Removes the temporary files that killed writers of a file left behind.</summary>
    internal static void Remove(string path, string extension)
    {
        try
        {
            string prefix = PrefixOf(path);
            foreach (string file in Directory.GetFiles(FolderOf(path), "*" + extension))
            {
                string name = Path.GetFileNameWithoutExtension(file);
                // A search for 'pins' must not find the temporary files of 'pins.json', and names must not act as
                // patterns.
                bool isOurs = name.StartsWith(prefix, StringComparison.Ordinal)
                    && Guid.TryParseExact(name.Substring(prefix.Length), NameForm, out _);
                if (isOurs) TryDelete(file);
            }
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // In a folder that may be written to but not listed, leftovers remain.
        }
    }

    /// <summary>Deletes a file that no one holds open; false if someone does, or if that is not known.</summary>
    internal static bool TryDelete(string path)
    {
        try
        {
            bool isFile = (File.GetAttributes(path) & (FileAttributes.ReparsePoint | FileAttributes.Directory)) == 0
                && RegularFile.WhyNot(path) is null;
            if (!isFile) return false;
            const int BufferSize = 1;
            using var file = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            return false;
        }
    }

    /// <summary>The folder of a file; of a device, as Windows makes one of NUL in any folder, itself: nothing is in it.</summary>
    internal static string FolderOf(string path)
    {
        string full = Path.GetFullPath(path);
        return Path.GetDirectoryName(full) ?? full;
    }

    internal static string PrefixOf(string path) => "." + Path.GetFileName(path) + ".";
}
