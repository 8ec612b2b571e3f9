using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>The second file of the formats that need two: of the same name with another extension.</summary>
internal static class CompanionFile
{
    /// <summary>Chromium's own pair is x_pins.json and x.pins.</summary>
    private const string Suffix = "_pins";

    internal static string PathOf(string path, string extension) => Path.ChangeExtension(path, extension);

    /// <summary>Its text, or null if it does not exist.</summary>
    /// <exception cref="PinningException">It cannot be read.</exception>
    internal static string? Read(string path, string extension)
    {
        string beside = PathOf(path, extension);
        string stem = Path.GetFileNameWithoutExtension(path);
        if (!Presence.Exists(beside) && stem.EndsWith(Suffix, StringComparison.Ordinal))
            beside = Path.Combine(
                Path.GetDirectoryName(path) ?? "", stem.Substring(0, stem.Length - Suffix.Length) + extension);
        return Presence.Exists(beside) ? UnicodeFile.Read(beside) : null;
    }
}
