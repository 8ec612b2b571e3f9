using System;
using System.IO;

namespace PinningTools.Tests.Support;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    private static readonly string s_root = FindRoot();

    internal static string File(params string[] parts) => Path.Combine(s_root, Path.Combine(parts));

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "PinningTools.psd1")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
