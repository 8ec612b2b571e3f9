using System;
using System.Collections.Generic;
using System.Text;

namespace PinningTools.Internal;

/// <summary>A path drawn from the leaf to the trust anchor, with the pin that matched.</summary>
internal static class HtmlChain
{
    internal static void Append(PageText text, IReadOnlyList<PinCheckCertificate> chain)
    {
        if (chain.Count == 0) return;
        text.Append("<p class=\"cap\">Chain, from the leaf to the trust anchor</p>\n<ol class=\"chain\">\n");
        foreach (PinCheckCertificate one in chain)
        {
            string classes = (one.Matched ? " matched" : "") + (one.SentByServer ? "" : " unsent");
            text.Append($"<li class=\"cert{classes}\"><span class=\"role\">{HtmlText.Encode(one.Role)}</span>")
                .Append($"<strong>{HtmlText.Name(CommonName(one.Subject))}</strong>");
            if (CommonName(one.Subject) != one.Subject)
                text.Append($"<span class=\"dn\">{HtmlText.Name(one.Subject)}</span>");
            text.Append(HtmlText.Pin(one.Pin));
            if (one.NotAfter is { } end) text.Append($"<span class=\"mut\">until {HtmlText.Day(end)}</span>");
            if (one.Matched) text.Append("<span class=\"mark\">\u2713 this pin matched</span>");
            if (!one.SentByServer) text.Append("<span class=\"note\">not sent by the server</span>");
            text.Append("</li>\n");
        }

        text.Append("</ol>\n");
    }

    /// <summary>A path in one line: the issuer and the trust anchor.</summary>
    internal static string Line(PinCheckDetail detail)
    {
        string issuer = CommonName(detail.Issuer);
        string anchor = CommonName(detail.Anchor ?? "");
        if (issuer.Length == 0 && anchor.Length == 0) return "path unknown";
        return issuer == anchor || anchor.Length == 0 || issuer.Length == 0
            ? HtmlText.Name(issuer.Length > 0 ? issuer : anchor)
            : $"{HtmlText.Name(issuer)} \u2192 {HtmlText.Name(anchor)}";
    }

    /// <summary>The common name of a certificate; the whole subject if it has none.</summary>
    internal static string CommonName(string subject)
    {
        int start = subject.StartsWith("CN=", StringComparison.OrdinalIgnoreCase) ? 3
            : subject.IndexOf(", CN=", StringComparison.OrdinalIgnoreCase) is >= 0 and { } behind ? behind + 5
            : subject.IndexOf(",CN=", StringComparison.OrdinalIgnoreCase) is >= 0 and { } close ? close + 4
            : -1;
        if (start < 0) return subject;
        int end = subject.IndexOf(',', start);
        return (end < 0 ? subject.Substring(start) : subject.Substring(start, end - start)).Trim();
    }
}
