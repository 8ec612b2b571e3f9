using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Elements of HTML as the objects that Invoke-WebRequest makes of them.</summary>
internal static class HtmlElements
{
    private static readonly HashSet<string> s_own = new(StringComparer.OrdinalIgnoreCase) { "outerHTML", "tagName" };

    internal static HtmlElementCollection Links(string html) => From(HtmlTags.Links(html), "A");

    internal static HtmlElementCollection Images(string html) => From(HtmlTags.Images(html), "IMG");

    internal static HtmlElementCollection Fields(string html) => From(HtmlTags.Fields(html), "INPUT");

    private static HtmlElementCollection From(IEnumerable<string> elements, string tag) =>
        new([.. elements.Select(element => Make(element, tag))]);

    private static PSObject Make(string html, string tag)
    {
        var element = new PSObject();
        element.Properties.Add(new PSNoteProperty("outerHTML", html));
        element.Properties.Add(new PSNoteProperty("tagName", tag));
        foreach (KeyValuePair<string, string?> attribute in HtmlTags.Attributes(html))
        {
            // Of two with the same name the last counts, as in PowerShell; a page has no say in what the element is.
            if (!s_own.Contains(attribute.Key))
                element.Properties.Add(new PSNoteProperty(attribute.Key, attribute.Value));
        }

        return element;
    }
}
