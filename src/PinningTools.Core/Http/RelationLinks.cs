using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>
/// The Link fields of a response (RFC 8288): the absolute address of each relation, the first one of each name counts.
/// </summary>
internal static class RelationLinks
{
    private static readonly Regex s_link = new(
        @"<(?<url>[^<>]*)>\s*;\s*rel=(?:""(?<rel>[^""]*)""|(?<rel>[^,;]*))",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    internal static Dictionary<string, string> Of(HttpResponseMessage response, Uri source)
    {
        var links = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? fields)) return links;
        foreach (string field in fields)
        {
            foreach (Match link in s_link.Matches(field))
            {
                string relation = link.Groups["rel"].Value;
                string address = link.Groups["url"].Value;
                bool isNew = relation.Length > 0 && address.Length > 0 && !links.ContainsKey(relation);
                if (isNew && UriText.TryRead(source, address, out Uri? absolute))
                    links.Add(relation, absolute.AbsoluteUri);
            }
        }

        return links;
    }
}
