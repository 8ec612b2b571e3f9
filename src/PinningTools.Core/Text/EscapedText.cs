using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Text from outside in files that people and programs read. Characters that are invisible, control a terminal or reorder
/// the text are written as escapes such as \u202E, so that they are not lost and have no effect.
/// </summary>
internal static class EscapedText
{
    /// <summary>The text in one line: line breaks are escaped too.</summary>
    internal static string Line(string? text) => Escape(text ?? "", keepLines: false);

    /// <summary>The lines of a message of our own stay, ended by LF; its quoted words are escaped.</summary>
    internal static string Lines(string? text) => Escape((text ?? "").Replace("\r\n", "\n"), keepLines: true);

    /// <summary>The lines of a message on one, with a slash between them.</summary>
    internal static string Joined(string? text)
    {
        string[] lines = (text ?? "").Replace("\r\n", "\n").Split('\n');
        var joined = new StringBuilder();
        foreach (string line in lines)
        {
            if (line.Trim().Length == 0) continue;
            if (joined.Length > 0) joined.Append(" / ");
            joined.Append(Line(line.Trim()));
        }

        return joined.ToString();
    }

    /// <summary>
    /// Not longer than that, with an ellipsis where something was cut; a letter of two units stays whole.
    /// </summary>
    internal static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        int end = length - 3;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text.Substring(0, end).TrimEnd() + "...";
    }

    private static string Escape(string text, bool keepLines)
    {
        if (TerminalText.IsPrintable(text) && !HasNoncharacter(text)) return text;
        var clean = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            string letter = text.Substring(i, length);
            bool isKept = (keepLines && letter == "\n")
                || (TerminalText.IsPrintable(letter) && !HasNoncharacter(letter));
            if (isKept) clean.Append(letter);
            else
                foreach (char unit in letter)
                    clean.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
            i += length - 1;
        }

        return clean.ToString();
    }

    /// <summary>Code points that are never characters: XML and HTML forbid some of them.</summary>
    private static bool HasNoncharacter(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char unit = text[i];
            if (unit < '\uD800') continue;
            if (unit is >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF') return true;
            if (char.IsSurrogatePair(text, i) && (char.ConvertToUtf32(text, i) & 0xFFFE) == 0xFFFE) return true;
        }

        return false;
    }
}
