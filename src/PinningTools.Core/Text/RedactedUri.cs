using System;

namespace PinningTools.Internal;

/// <summary>
/// Addresses as messages and verbose lines show them: without the user name and password, the query and the fragment,
/// which often contain secrets.
/// </summary>
internal static class RedactedUri
{
    private const string Hidden = "...";

    internal static string Of(Uri uri)
    {
        if (!IsWhole(uri)) return OfText(uri.OriginalString);
        string shown = WithoutQuery(uri);
        if (uri.Query.Length > 0) return shown + "?" + Hidden;
        // For ftp and similar schemes the platform does not recognize a query and treats it as part of the path.
        int query = uri.OriginalString.Contains("?") ? shown.IndexOf("%3F", StringComparison.OrdinalIgnoreCase) : -1;
        return query < 0 ? shown : shown.Substring(0, query) + "?" + Hidden;
    }

    /// <summary>For text that should be an address but may not be one.</summary>
    internal static string Of(string text) =>
        text.Contains("://") && UriText.TryRead(text, out Uri? uri) && IsWhole(uri)
            ? Of(uri)
            : OfText(text);

    /// <summary>Scheme, host, port and path of a whole address.</summary>
    internal static string WithoutQuery(Uri uri) =>
        uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private static bool IsWhole(Uri uri) => uri.IsAbsoluteUri && UriText.IsSound(uri) && uri.Host.Length > 0;

    /// <summary>
    /// A password that is not escaped can contain any character, so only the text after the last @ is certain.
    /// </summary>
    private static string OfText(string text)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string head = scheme < 0 ? "" : text.Substring(0, scheme + 3);
        string rest = text.Substring(head.Length);
        int at = rest.LastIndexOf('@');
        int query = rest.IndexOfAny(['?', '#']);
        if (query >= 0 && query < at) return head + Hidden;
        string begin = at < 0 ? head : head + Hidden;
        string end = query < 0 ? "" : rest[query] + Hidden;
        int from = Math.Max(at, 0);
        return begin + rest.Substring(from, (query < 0 ? rest.Length : query) - from) + end;
    }
}
