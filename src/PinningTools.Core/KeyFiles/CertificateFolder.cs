using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>The files of a folder and the folders below it, one at a time, in the order of their names.</summary>
internal static class CertificateFolder
{
    private static readonly HashSet<string> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".pem", ".crt", ".cer", ".cert", ".der", ".p7b", ".p7c", ".p7s", ".spc", ".pfx", ".p12", ".csr", ".req", ".p10",
        ".key", ".pub", ".p8", ".pk8",
    };

    /// <summary>Whether the name of a file suggests certificates, requests or keys.</summary>
    internal static bool HasKnownExtension(string name) => s_extensions.Contains(Path.GetExtension(name));

    /// <param name="folder">Where to begin.</param>
    /// <param name="wanted">Returns by its name whether to read a file.</param>
    /// <param name="report">Receives the folders that cannot be read.</param>
    internal static IEnumerable<string> Walk(string folder, Func<string, bool> wanted, Action<Fault> report)
    {
        var folders = new Stack<string>();
        folders.Push(folder);
        while (folders.Count > 0)
        {
            string current = folders.Pop();
            (string[] files, string[] below) = List(current, report);
            foreach (string file in files)
                if (wanted(Path.GetFileName(file))) yield return file;
            // Links are not followed: a link to a parent folder would never end.
            for (int i = below.Length - 1; i >= 0; i--)
                if (!IsLink(below[i], report)) folders.Push(below[i]);
        }
    }

    /// <summary>If a folder may be listed but not searched, its content is not known.</summary>
    private static bool IsLink(string folder, Action<Fault> report)
    {
        try
        {
            return (File.GetAttributes(folder) & FileAttributes.ReparsePoint) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report(Faults.FileUnreadable(folder, error.Message));
            return true;
        }
    }

    private static (string[] Files, string[] Folders) List(string folder, Action<Fault> report)
    {
        try
        {
            string[] files = Directory.GetFiles(folder);
            string[] folders = Directory.GetDirectories(folder);
            Array.Sort(files, StringComparer.Ordinal);
            Array.Sort(folders, StringComparer.Ordinal);
            return (files, folders);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            report(Faults.FileUnreadable(folder, error.Message));
            return ([], []);
        }
    }
}
