using System;
using System.Diagnostics.CodeAnalysis;

namespace PinningTools.Internal;

/// <summary>
/// Converts all text to addresses. The platform parses the parts of an address lazily and throws only when an invalid
/// part is read: for a host with U+FFFD, from a wrongly decoded umlaut, or with half a surrogate pair. In the result
/// every part is valid.
/// </summary>
internal static class UriText
{
    /// <summary>An absolute address; false if the text is not one.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && IsSound(uri);

    /// <summary>
    /// Resolves an address in a page against the address of the page; false if the result is not valid.
    /// </summary>
    internal static bool TryRead(Uri page, string link, [NotNullWhen(true)] out Uri? uri) =>
        TryRead(() => (Uri.TryCreate(page, link, out Uri? found), found), out uri);

    /// <summary>The same for an address that the platform has already accepted.</summary>
    internal static bool TryRead(Uri page, Uri link, [NotNullWhen(true)] out Uri? uri) =>
        TryRead(() => (Uri.TryCreate(page, link, out Uri? found), found), out uri);

    /// <summary>Whether the platform accepts a text as an address but cannot read its host.</summary>
    internal static bool IsOfNoHost(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && !IsSound(uri);

    /// <summary>
    /// The text of an absolute address without the user name and password in front of its host, which PowerShell's own
    /// web commands do not send either.
    /// </summary>
    internal static string WithoutUserInfo(Uri uri)
    {
        if (!IsSound(uri) || uri.UserInfo.Length == 0) return uri.OriginalString;
        const UriComponents Rest = UriComponents.SchemeAndServer | UriComponents.PathAndQuery | UriComponents.Fragment;
        return uri.GetComponents(Rest, UriFormat.UriEscaped);
    }

    /// <summary>Whether every part of an absolute address can be read.</summary>
    internal static bool IsSound(Uri uri)
    {
        try
        {
            _ = (uri.IdnHost, uri.DnsSafeHost, uri.Authority, uri.Port, uri.UserInfo);
            _ = (uri.AbsoluteUri, uri.PathAndQuery, uri.Fragment, uri.Segments);
            _ = uri.GetComponents(UriComponents.AbsoluteUri, UriFormat.UriEscaped);
            return true;
        }
        catch (Exception error) when (IsUnsound(error))
        {
            return false;
        }
    }

    private static bool TryRead(Func<(bool IsRead, Uri? Uri)> read, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        try
        {
            (bool isRead, Uri? found) = read();
            if (!isRead || !IsSound(found!)) return false;
            uri = found!;
            return true;
        }
        catch (Exception error) when (IsUnsound(error))
        {
            return false;
        }
    }

    /// <summary>A relative address has no parts: reading one throws InvalidOperationException.</summary>
    private static bool IsUnsound(Exception error) =>
        error is FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException;
}
