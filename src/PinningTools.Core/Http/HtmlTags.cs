using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// Finds elements in HTML by pattern, without parsing the document, as Invoke-WebRequest does; in one pass, however
/// many of them do not end.
/// </summary>
internal static class HtmlTags
{
    private const string LinkEnd = "</a>";
    private static readonly Regex s_attributes = new(
        @"\s(?<name>[^""'>/=\s\p{Cc}]+)"
        + @"(?:\s*=\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)'|(?<value>[^'"">\s]+)))?",
        RegexOptions.IgnoreCase | RegexOptions.Singleline,
        TimeSpan.FromSeconds(10));

    /// <summary>Each with its content: up to its end tag, or up to the next link if it has none.</summary>
    internal static IEnumerable<string> Links(string html)
    {
        int end = 0;
        for (int start = Find(html, "<a", 0); start >= 0;)
        {
            int bracket = html.IndexOf('>', start);
            if (bracket < 0) yield break;
            int next = Find(html, "<a", bracket + 1);
            if (end >= 0 && end <= bracket)
                end = html.IndexOf(LinkEnd, bracket + 1, StringComparison.OrdinalIgnoreCase);
            bool isWhole = html[bracket - 1] == '/' && bracket - 1 > start + "<a".Length;
            bool hasEnd = end >= 0 && (next < 0 || end < next);
            int after = isWhole ? bracket + 1
                : hasEnd ? end + LinkEnd.Length
                : next >= 0 ? next : html.Length;
            yield return html.Substring(start, after - start);
            start = next;
        }
    }

    internal static IEnumerable<string> Images(string html) => Single(html, "<img");

    internal static IEnumerable<string> Fields(string html) => Single(html, "<input");

    /// <summary>Of the opening tag; the value is null if an attribute has none.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Attributes(string element)
    {
        foreach (Match attribute in s_attributes.Matches(element.Substring(0, EndOfTag(element))))
        {
            Group value = attribute.Groups["value"];
            yield return new(attribute.Groups["name"].Value, value.Success ? value.Value : null);
        }
    }

    private static IEnumerable<string> Single(string html, string tag)
    {
        for (int start = Find(html, tag, 0); start >= 0;)
        {
            int bracket = html.IndexOf('>', start);
            if (bracket < 0) yield break;
            yield return html.Substring(start, bracket + 1 - start);
            start = Find(html, tag, bracket + 1);
        }
    }

    /// <summary>The position of a tag whose name is followed by white space.</summary>
    private static int Find(string html, string tag, int from)
    {
        for (int start = from; ; start++)
        {
            start = html.IndexOf(tag, start, StringComparison.OrdinalIgnoreCase);
            int after = start + tag.Length;
            if (start < 0 || after >= html.Length) return -1;
            if (char.IsWhiteSpace(html[after])) return start;
        }
    }

    /// <summary>The end of the opening tag; a bracket within quotes does not end it.</summary>
    private static int EndOfTag(string html)
    {
        char quote = '\0';
        for (int i = 0; i < html.Length; i++)
        {
            if (quote != '\0') quote = html[i] == quote ? '\0' : quote;
            else if (html[i] is '"' or '\'') quote = html[i];
            else if (html[i] == '>') return i;
        }

        return html.Length;
    }
}
