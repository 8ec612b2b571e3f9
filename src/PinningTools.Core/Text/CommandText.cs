using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Quotes text for commands that are meant to be pasted into PowerShell.</summary>
internal static class CommandText
{
    /// <summary>The characters that end a single-quoted string in PowerShell; doubling escapes them.</summary>
    private const string Quotes = "'\u2018\u2019\u201A\u201B";

    /// <summary>
    /// A single-quoted string, in which PowerShell expands nothing. Characters that are invisible in a pasted line, or
    /// would end it, are written by their number.
    /// </summary>
    internal static string Quote(string text)
    {
        var line = new StringBuilder().Append('\'');
        bool isWhole = true;
        for (int i = 0; i < text.Length; i++)
        {
            string letter = char.IsSurrogatePair(text, i) ? text.Substring(i, 2) : text.Substring(i, 1);
            if (TerminalText.IsPrintable(letter))
            {
                line.Append(letter);
                if (Quotes.IndexOf(letter[0]) >= 0) line.Append(letter);
            }
            else
            {
                isWhole = false;
                foreach (char unit in letter)
                    line.Append("' + [char]0x").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture))
                        .Append(" + '");
            }

            i += letter.Length - 1;
        }

        line.Append('\'');
        return isWhole ? line.ToString() : $"({line})";
    }
}
