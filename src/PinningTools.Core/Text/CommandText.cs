using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>Texts for commands that are meant to be pasted into PowerShell.</summary>
internal static class CommandText
{
    /// <summary>What PowerShell takes for the end of a text in single quotes: doubled it is itself.</summary>
    private const string Quotes = "'\u2018\u2019\u201A\u201B";

    /// <summary>
    /// A text in single quotes, in which PowerShell expands nothing. What could not be seen in a pasted line, or would
    /// end it, is written by its number.
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
