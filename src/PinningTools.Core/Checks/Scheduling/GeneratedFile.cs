using System;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>How a file on the disk compares with the one that would be written.</summary>
internal enum GeneratedFileState
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It has this text.</summary>
    Same,

    /// <summary>It is an earlier text of ours, as it was written.</summary>
    Unedited,

    /// <summary>It was ours, and somebody changed it since.</summary>
    Edited,

    /// <summary>It is not ours.</summary>
    Foreign,
}

/// <summary>
/// Files that people may edit after they were generated. The first line holds a hash of the other lines, so that an edit
/// is noticed and not overwritten.
/// </summary>
internal static class GeneratedFile
{
    private const int MaxBytes = 1 << 20;
    private const int Digits = 12;

    /// <summary>The text with the line in front.</summary>
    internal static string Sign(string name, string text) =>
        $"# Register-PinCheck made this file for the check \"{name}\". Mark: {MarkOf(text)}{LineEnd(text)}{text}";

    internal static string MarkOf(string text) => CheckId.Of(Digits, text.Replace("\r\n", "\n"));

    internal static GeneratedFileState Compare(string path, string name, string text) =>
        Read(path) is not { } found ? GeneratedFileState.Missing
            : found == text ? GeneratedFileState.Same
            : Judge(found, name);

    /// <summary>The same without a text to compare it with: never <see cref="GeneratedFileState.Same"/>.</summary>
    internal static GeneratedFileState Compare(string path, string name) =>
        Read(path) is { } found ? Judge(found, name) : GeneratedFileState.Missing;

    private static GeneratedFileState Judge(string found, string name)
    {
        int end = found.IndexOf('\n');
        string first = end < 0 ? found : found.Substring(0, end).TrimEnd('\r');
        Match mark = Regex.Match(first, "^# Register-PinCheck made this file for the check \"(?<name>[^\"]+)\"\\. Mark: (?<mark>[0-9a-f]+)$");
        if (!mark.Success || mark.Groups["name"].Value != name) return GeneratedFileState.Foreign;
        return mark.Groups["mark"].Value == MarkOf(found.Substring(end + 1)) ? GeneratedFileState.Unedited : GeneratedFileState.Edited;
    }

    private static string LineEnd(string text) => text.IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n";

    /// <exception cref="PinningException">The file cannot be read.</exception>
    private static string? Read(string path)
    {
        if (!Presence.Exists(path)) return null;
        using FileStream file = RegularFile.OpenRead(path);
        if (file.Length > MaxBytes) return "";
        using var reader = new StreamReader(file, new UTF8Encoding(false));
        return reader.ReadToEnd();
    }
}
