using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>
/// Files that grow beside the one whose place they take: what they are called, and how those are taken away that
/// killed writers left behind. A writer has its file open until it is moved or deleted, and the system lets go of it
/// when the writer dies: what nobody holds is litter.
/// </summary>
internal static class Leftovers
{
    private const string NameForm = "N";

    /// <summary>A new name beside a file.</summary>
    internal static string NewName(string path, string extension) =>
        Path.Combine(FolderOf(path), PrefixOf(path) + Guid.NewGuid().ToString(NameForm) + extension);

    /// <summary>Removes what killed writers of a file left.</summary>
    internal static void Remove(string path, string extension)
    {
        try
        {
            string prefix = PrefixOf(path);
            foreach (string file in Directory.GetFiles(FolderOf(path), "*" + extension))
            {
                string name = Path.GetFileNameWithoutExtension(file);
                // The file 'pins' must not take the ones of 'pins.json', and no file has a say in the search.
                bool isOurs = name.StartsWith(prefix, StringComparison.Ordinal)
                    && Guid.TryParseExact(name.Substring(prefix.Length), NameForm, out _);
                if (isOurs) TryDelete(file);
            }
        }
        catch (Exception error) when (WriteError.Is(error))
        {
            // A folder that may be written and not listed keeps its litter.
        }
    }

    /// <summary>Deletes a file that nobody holds; false where somebody does, or it cannot be told.</summary>
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
