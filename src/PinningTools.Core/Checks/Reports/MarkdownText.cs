using System;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Text from outside in Markdown (CommonMark and GitHub's): it contains no markup, link, image or HTML and mentions
/// nobody. Names are in code spans; in sentences, punctuation is escaped.
/// </summary>
internal static class MarkdownText
{
    private const string Markup = "\\`*_{}[]<>#|~:!&$^+=";

    /// <summary>A name in a code span, also within a table.</summary>
    internal static string Code(string? text)
    {
        string plain = EscapedText.Line(text).Trim();
        if (plain.Length == 0) return "";
        string fence = new('`', LongestRun(plain) + 1);
        string edge = plain[0] == '`' || plain[plain.Length - 1] == '`' ? " " : "";
        // In a table, a bar ends the cell even in a code span, and only there can it be escaped.
        return fence + edge + plain.Replace("|", "/") + edge + fence;
    }

    /// <summary>A sentence.</summary>
    internal static string Sentence(string? text)
    {
        var escaped = new StringBuilder();
        foreach (char letter in EscapedText.Line(text))
        {
            if (letter == '@')
            {
                // GitHub and GitLab mention people by this character, even if it is escaped.
                escaped.Append("(at)");
                continue;
            }

            if (Markup.IndexOf(letter) >= 0) escaped.Append('\\');
            escaped.Append(letter);
        }

        return escaped.ToString().Replace("www.", "www\\.");
    }

    /// <summary>A command to paste, behind its own fence.</summary>
    internal static string Block(string text)
    {
        string fence = new('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}powershell\n{EscapedText.Line(text)}\n{fence}";
    }

    private static int LongestRun(string text)
    {
        int longest = 0;
        int run = 0;
        foreach (char letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
