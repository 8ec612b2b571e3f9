// The room Text: plain text and the clock. It knows nothing of pins, files or networks.
// - Text from outside (a peer, a file, a cell) can hold anything. TerminalText makes it safe to show: no control
//   characters, nothing invisible, and one line unless the text is a message of ours with lines.
// - An address is shown without user, password, query and fragment, because they can be secrets (RedactedUri).
// - Text is read with limits: a file without line ends takes no more memory than the longest line that is allowed.
// - The time comes from Clock alone. Dates in files are UTC, to the second (UtcDate).

using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Makes all text from outside safe to show. Characters that control a terminal or a log, add lines, reverse the
/// surrounding text or are invisible become question marks.
/// </summary>
internal static class TerminalText
{
    private const char Mark = '?';
    private const int FirstTag = 0xE0000;
    private const int LastTag = 0xE0FFF;

    /// <summary>
    /// Letters and marks that are invisible, although Unicode does not class them as format characters.
    /// </summary>
    private const string Blanks = "\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180E\u180F\u3164\uFFA0";

    /// <summary>Characters that join letters or set their direction: in a body they belong to the text.</summary>
    private const string Joiners = "\u00AD\u061C\u200C\u200D\u200E\u200F\u2060\uFEFF";

    /// <summary>Text within a line, such as a pin's note: all invisible characters are replaced.</summary>
    internal static string Printable(string text) => Clean(text, keepLines: false, keepJoiners: false);

    /// <summary>A message with lines of its own, whose quoted text is already printable.</summary>
    internal static string Message(string text) => Clean(text, keepLines: true, keepJoiners: false);

    /// <summary>A body that a script may still read.</summary>
    internal static string Body(string text) => Clean(text, keepLines: true, keepJoiners: true);

    internal static bool IsPrintable(string text) => ReferenceEquals(Printable(text), text);

    private static string Clean(string text, bool keepLines, bool keepJoiners)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            int length = char.IsSurrogatePair(text, i) ? 2 : 1;
            bool isFine = length == 2 ? IsSeen(text, i)
                : IsSeen(text[i]) || (keepLines && IsLayout(text, i)) || (keepJoiners && Joiners.IndexOf(text[i]) >= 0);
            if (!isFine)
            {
                clean ??= new StringBuilder(text, 0, i, text.Length);
                clean.Append(Mark);
            }
            else
            {
                clean?.Append(text, i, length);
            }

            i += length - 1;
        }

        return clean?.ToString() ?? text;
    }

    private static bool IsSeen(char letter) =>
        !char.IsControl(letter) && !char.IsSurrogate(letter) && Blanks.IndexOf(letter) < 0
        && CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsSeen(string text, int pair) =>
        char.ConvertToUtf32(text, pair) is < FirstTag or > LastTag
        && CharUnicodeInfo.GetUnicodeCategory(text, pair) != UnicodeCategory.Format;

    /// <summary>A carriage return that does not end a line would let the following text overwrite it.</summary>
    private static bool IsLayout(string text, int i) => text[i] switch
    {
        '\n' or '\t' => true,
        '\r' => i + 1 < text.Length && text[i + 1] == '\n',
        _ => false,
    };
}
