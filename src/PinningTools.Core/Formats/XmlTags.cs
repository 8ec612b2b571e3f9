using System;

namespace PinningTools.Internal;

/// <summary>
/// Counts the attributes of every tag before the platform's reader sees them: its cost grows with the square of their
/// number, and it has no limit for them.
/// </summary>
internal static class XmlTags
{
    internal const int MaxAttributes = 1000;

    private static readonly (string Begin, string End)[] s_opaque =
        [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

    /// <exception cref="PinningException">A tag has too many.</exception>
    internal static void Check(FormatText text)
    {
        string content = text.Content;
        // If something does not end, the reader reports it.
        for (int at = 0; at >= 0 && (at = content.IndexOf('<', at)) >= 0;)
            at = SkipOpaque(content, at) ?? SkipTag(text, at);
    }

    private static int? SkipOpaque(string content, int at)
    {
        foreach ((string begin, string end) in s_opaque)
            if (string.CompareOrdinal(content, at, begin, 0, begin.Length) == 0)
                return content.IndexOf(end, at + begin.Length, StringComparison.Ordinal);
        return null;
    }

    /// <summary>The index after the tag, or -1 if it does not end. A '>' in a value does not end the tag.</summary>
    private static int SkipTag(FormatText text, int start)
    {
        int values = 0;
        int at = start + 1;
        for (; at < text.Content.Length && text.Content[at] != '>'; at++)
        {
            char quote = text.Content[at];
            if (quote is not ('"' or '\'')) continue;
            if (++values > MaxAttributes)
                throw text.Error(TextPlace.At(start), $"an element has more than {MaxAttributes} attributes");
            at = text.Content.IndexOf(quote, at + 1);
            if (at < 0) return -1;
        }

        return at;
    }
}
