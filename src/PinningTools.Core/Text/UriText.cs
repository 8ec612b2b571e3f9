using System;
using System.Diagnostics.CodeAnalysis;

namespace PinningTools.Internal;

/// <summary>
/// The one way from text to an address. The platform reads an address piece by piece, when a piece is asked for, and
/// says only then, by an exception, that it is none: for a host with U+FFFD, where an umlaut was decoded wrongly, or
/// half a surrogate pair. What comes out here has every piece.
/// </summary>
internal static class UriText
{
    /// <summary>A whole address; false if the text is none.</summary>
    internal static bool TryRead(string text, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && IsSound(uri);

    /// <summary>What an address in a page of another one leads to; false if it leads nowhere.</summary>
    internal static bool TryRead(Uri page, string link, [NotNullWhen(true)] out Uri? uri) =>
        TryRead(() => (Uri.TryCreate(page, link, out Uri? found), found), out uri);

    /// <summary>The same of what the platform took for an address already.</summary>
    internal static bool TryRead(Uri page, Uri link, [NotNullWhen(true)] out Uri? uri) =>
        TryRead(() => (Uri.TryCreate(page, link, out Uri? found), found), out uri);

    /// <summary>Whether the platform takes a text for an address and cannot read its host.</summary>
    internal static bool IsOfNoHost(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && !IsSound(uri);

    /// <summary>Whether every piece of a whole address can be asked for.</summary>
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

    /// <summary>A relative address has no pieces: to ask for one is an invalid operation.</summary>
    private static bool IsUnsound(Exception error) =>
        error is FormatException or ArgumentException or InvalidOperationException or IndexOutOfRangeException;
}
