using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The address of a receiver. It is a password: in some services the query is the secret, in others the path. What is
/// shown of it is its host, and whatever text is passed on from elsewhere goes through <see cref="Mask"/>.
/// </summary>
internal sealed class SecretAddress
{
    private const string Hidden = "...";

    /// <summary>Shorter parts are words such as api, and no secrets.</summary>
    private const int ShortestSecret = 6;

    private readonly string[] _secrets;

    private SecretAddress(Uri uri)
    {
        Uri = uri;
        bool hasMore = uri.PathAndQuery.Length > 1 || uri.Fragment.Length > 0;
        Shown = TerminalText.Printable($"https://{uri.Authority}/{(hasMore ? Hidden : "")}");
        _secrets =
        [
            .. Parts(uri).SelectMany(part => new[] { part, Uri.UnescapeDataString(part) })
                .Where(part => part.Length >= ShortestSecret).Distinct().OrderByDescending(part => part.Length),
        ];
    }

    internal Uri Uri { get; }

    /// <summary>Its scheme, host and port.</summary>
    internal string Shown { get; }

    /// <summary>What its marks are kept under: it says nothing of the address.</summary>
    internal string Id => CheckId.Of(16, "web", Uri.AbsoluteUri);

    /// <exception cref="PinningException">It is no https address, or has a password in it.</exception>
    internal static SecretAddress Read(string text)
    {
        string given = text.Trim();
        if (given.Length == 0) throw Invalid("it is empty");
        if (!given.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw Invalid("it does not begin with https://");
        if (!UriText.TryRead(given, out Uri? uri) || uri.Host.Length == 0) throw Invalid("it is no valid address");
        return uri.UserInfo.Length == 0 ? new SecretAddress(uri) : throw Invalid("it has a user name or password in it");
    }

    /// <summary>A text of others without this address and its parts.</summary>
    internal string Mask(string text)
    {
        foreach (string secret in _secrets) text = Replace(text, secret);
        return text;
    }

    /// <summary>In any case of letters; .NET Framework has no such Replace.</summary>
    private static string Replace(string text, string secret)
    {
        for (int at = 0; (at = text.IndexOf(secret, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += Hidden.Length)
            text = text.Substring(0, at) + Hidden + text.Substring(at + secret.Length);
        return text;
    }

    private static IEnumerable<string> Parts(Uri uri)
    {
        string query = uri.Query.TrimStart('?');
        IEnumerable<string> values = query.Split('&').Select(pair => pair.Substring(pair.IndexOf('=') + 1));
        return
        [
            uri.OriginalString, uri.AbsoluteUri, uri.PathAndQuery, uri.AbsolutePath, query, uri.Fragment,
            .. uri.AbsolutePath.Split('/'), .. values,
        ];
    }

    private static PinningException Invalid(string why) => new(Faults.SendAddressInvalid(why));
}
