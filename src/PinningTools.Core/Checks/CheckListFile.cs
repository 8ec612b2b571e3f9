using System;
using System.Collections.Generic;
using System.IO;

namespace PinningTools.Internal;

/// <summary>Reads the file of a list: .csv or .json, in UTF-8 or UTF-16.</summary>
internal static class CheckListFile
{
    /// <param name="path">The file.</param>
    /// <param name="delimiter">The delimiter of CSV; null to detect it.</param>
    /// <param name="warn">Receives warnings about a list that can be read.</param>
    /// <exception cref="PinningException">The file cannot be read, or is not a list.</exception>
    internal static List<ListRow> Read(string path, char? delimiter, Action<string> warn)
    {
        string kind = Path.GetExtension(path);
        bool isJson = kind.Equals(".json", StringComparison.OrdinalIgnoreCase);
        if (!isJson && !kind.Equals(".csv", StringComparison.OrdinalIgnoreCase))
            throw new PinningException(Faults.PinCheckListKind(path));
        try
        {
            string text = ReadText(path);
            return isJson ? JsonList.Read(text, path) : CsvList.Read(text, delimiter, warn);
        }
        catch (Exception error) when (error is PinningException or FormatException or IOException
            or UnauthorizedAccessException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw new PinningException(Faults.PinCheckListUnreadable(path, error.Message), error);
        }
    }

    private static string ReadText(string path)
    {
        using FileStream file = RegularFile.OpenRead(path, share: FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > UnicodeFile.MaxLength)
            throw new PinningException(Faults.TextTooLarge(path, UnicodeFile.MaxLength));
        using var reader = UnmarkedUtf16.NewReader(file);
        return reader.ReadToEnd();
    }
}
