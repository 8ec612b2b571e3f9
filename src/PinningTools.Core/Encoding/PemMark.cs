using System;
#if NET
using System.Buffers;
#endif
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>The BEGIN or the END of a PEM block (RFC 7468), anywhere on its line and with any dashes.</summary>
internal sealed class PemMark
{
    /// <summary>
    /// A mark in the middle of a sentence does not begin a block: the base64 of a key is longer than any word.
    /// </summary>
    private const int MinBody = 16;

    // Word processors replace hyphens with other dashes, and with fewer of them.
    private static readonly Regex s_form = new(
        "(?<![-\u2010-\u2015])(?>[-\u2010-\u2015]{2,})[ ]?(?<mark>BEGIN|END)[ ]+(?<label>[A-Z0-9#./_ ]{1,64}?)[ ]?[-\u2010-\u2015]{2,}",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    private const string Dashes = "-\u2010\u2011\u2012\u2013\u2014\u2015";

#if NET
    private static readonly SearchValues<char> s_dashes = SearchValues.Create(Dashes);
#endif

    private static readonly string[] s_comments = ["#", "//", "REM ", "<!--"];

    private PemMark(Match match)
    {
        IsBegin = match.Groups["mark"].Value.Length == "BEGIN".Length;
        Label = match.Groups["label"].Value.ToUpperInvariant();
        Start = match.Index;
        End = match.Index + match.Length;
    }

    internal bool IsBegin { get; }

    /// <summary>In upper case.</summary>
    internal string Label { get; }

    internal int Start { get; }

    internal int End { get; }

    /// <summary>Whether a line is worth a closer look: base64 has none of these characters.</summary>
    internal static bool CanBeIn(ArraySegment<char> line)
    {
#if NET
        return line.AsSpan().ContainsAny(s_dashes);
#else
        foreach (char dash in Dashes)
            if (Array.IndexOf(line.Array!, dash, line.Offset, line.Count) >= 0) return true;
        return false;
#endif
    }

    /// <summary>The first mark of a line after an index, or null. A commented line has none.</summary>
    internal static PemMark? Find(string line, int from)
    {
        if (IsComment(line)) return null;
        for (Match match = s_form.Match(line, from); match.Success; match = match.NextMatch())
        {
            var mark = new PemMark(match);
            if (!mark.IsBegin || IsFollowedByBody(line, mark.End)) return mark;
        }

        return null;
    }

    private static bool IsComment(string line)
    {
        int start = 0;
        while (start < line.Length && char.IsWhiteSpace(line[start])) start++;
        foreach (string sign in s_comments)
            if (string.Compare(line, start, sign, 0, sign.Length, StringComparison.OrdinalIgnoreCase) == 0) return true;
        return false;
    }

    /// <summary>
    /// The rest of the line is empty, an escaped line end, a header or base64, and not the rest of a sentence.
    /// </summary>
    private static bool IsFollowedByBody(string line, int at)
    {
        while (at < line.Length && (char.IsWhiteSpace(line[at]) || PemBody.IsWrapping(line[at]))) at++;
        if (at == line.Length || line[at] is '\\' or '&' or '+') return true;
        int end = at;
        while (end < line.Length && end - at < MinBody && (PemBody.IsBase64(line[end]) || line[end] == '-')) end++;
        return end - at >= MinBody || end == line.Length || line[end] is ':' or '\\' or '-';
    }
}
