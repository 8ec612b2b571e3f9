using System.Text.RegularExpressions;

namespace PinningTools.Help;

/// <summary>The inline part of a page's Markdown, made plain.</summary>
internal static partial class PageText
{
    /// <summary>The text without marks; a link becomes its text followed by its address.</summary>
    internal static string Plain(string text)
    {
        string linked = LinkMark().Replace(text, match =>
            match.Groups[2].Value.StartsWith("http", System.StringComparison.Ordinal)
            ? $"{match.Groups[1].Value} ({match.Groups[2].Value})" : match.Groups[1].Value);
        return StrongMark().Replace(linked, "$1").Replace("`", "");
    }

    /// <summary>An item of ## Links, or null if it is none.</summary>
    internal static Link? AsLink(string item)
    {
        Match match = LinkItem().Match(item);
        return match.Success ? new Link(match.Groups["text"].Value, match.Groups["uri"].Value) : null;
    }

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex LinkMark();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex StrongMark();

    [GeneratedRegex(
        @"^- (?:(?<text>[A-Z][A-Za-z]+-[A-Z][A-Za-z]+|about_\w+)|\[(?<text>[^\]]+)\]\((?<uri>https://[^)]+)\))$")]
    private static partial Regex LinkItem();
}
