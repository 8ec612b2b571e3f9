using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>Finds elements in HTML by their look, without parsing the document, as Invoke-WebRequest does.</summary>
internal static class HtmlElements
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.Singleline;
    private static readonly HashSet<string> s_own = new(StringComparer.OrdinalIgnoreCase) { "outerHTML", "tagName" };
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly Regex s_links = new(@"<a\s+[^>]*(?:/>|>.*?</a>)", Options, s_patience);
    private static readonly Regex s_images = new(@"<img\s[^>]*>", Options, s_patience);
    private static readonly Regex s_fields = new(@"<input\s+[^>]*>", Options, s_patience);
    private static readonly Regex s_attributes = new(
        @"\s(?<name>[^""'>/=\s\p{Cc}]+)"
        + @"(?:\s*=\s*(?:""(?<value>[^""]*)""|'(?<value>[^']*)'|(?<value>[^'"">\s]+)))?",
        Options,
        s_patience);

    internal static HtmlElementCollection Links(string html) => Find(html, s_links, "A");

    internal static HtmlElementCollection Images(string html) => Find(html, s_images, "IMG");

    internal static HtmlElementCollection Fields(string html) => Find(html, s_fields, "INPUT");

    private static HtmlElementCollection Find(string html, Regex look, string tag) =>
        new([.. look.Matches(html).Cast<Match>().Select(match => Make(match.Value, tag))]);

    private static PSObject Make(string html, string tag)
    {
        var element = new PSObject();
        element.Properties.Add(new PSNoteProperty("outerHTML", html));
        element.Properties.Add(new PSNoteProperty("tagName", tag));
        foreach (Match attribute in s_attributes.Matches(html.Substring(0, EndOfTag(html))))
        {
            string name = attribute.Groups["name"].Value;
            Group value = attribute.Groups["value"];
            // Of two with the same name the last counts, as in PowerShell; a page has no say in what the element is.
            if (s_own.Contains(name)) continue;
            element.Properties.Add(new PSNoteProperty(name, value.Success ? value.Value : null));
        }

        return element;
    }

    /// <summary>Where the opening tag ends; a bracket between quotes does not end it.</summary>
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
