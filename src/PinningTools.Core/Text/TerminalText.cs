using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>A stranger's words, made safe to show: without what could steer a terminal.</summary>
internal static class TerminalText
{
    /// <summary>Words within a line, such as a certificate's subject: nothing that is not seen stays.</summary>
    internal static string Printable(string text) => Clean(text, keepLines: false, keepFormat: false);

    /// <summary>A message that quotes somebody: its lines stay.</summary>
    internal static string Message(string text) => Clean(text, keepLines: true, keepFormat: false);

    /// <summary>
    /// A body that a script may still read: what joins or directs letters belongs to its words.
    /// </summary>
    internal static string Body(string text) => Clean(text, keepLines: true, keepFormat: true);

    private static string Clean(string text, bool keepLines, bool keepFormat)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            bool steers = char.IsControl(text[i])
                ? !(keepLines && IsLayout(text, i))
                : !keepFormat && CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.Format;
            if (!steers) continue;
            clean ??= new StringBuilder(text);
            clean[i] = '?';
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>A carriage return that ends no line has the next words written over it.</summary>
    private static bool IsLayout(string text, int i) => text[i] switch
    {
        '\n' or '\t' => true,
        '\r' => i + 1 < text.Length && text[i + 1] == '\n',
        _ => false,
    };
}
