using System.Text;

namespace PinningTools.Internal;

/// <summary>Text with a stranger's words in it, made safe to show: without what could steer a terminal.</summary>
internal static class TerminalText
{
    internal static string Harmless(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsControl(text[i]) || IsLayout(text, i)) continue;
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
