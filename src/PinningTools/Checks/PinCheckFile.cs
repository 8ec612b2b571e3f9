using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>Reads the lists of Invoke-PinCheck for its script.</summary>
public static class PinCheckFile
{
    /// <summary>The text of a file, in UTF-8 or UTF-16.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="PinningException">There is no such file, or it is no regular one.</exception>
    public static string Read(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, share: FileShare.ReadWrite | FileShare.Delete);
        using var reader = UnmarkedUtf16.NewReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The detail with its whole verdict.</summary>
    /// <param name="detail">The detail.</param>
    /// <param name="verdict">The verdict.</param>
    public static PinCheckDetail AddResult(PinCheckDetail detail, PinVerdict verdict) =>
        detail with { Result = verdict };

    /// <summary>The column that a misspelt name means; null where it is near none.</summary>
    /// <param name="name">The name in the list.</param>
    /// <param name="known">The names of the columns.</param>
    public static string? FindMeantColumn(string name, IEnumerable<string> known) => NearNames.Find(name, known);
}
