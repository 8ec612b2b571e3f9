using System;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>Text with what no encoding of text should let through: U+FFFD, and halves of surrogate pairs.</summary>
internal static class Foreign
{
    private const char High = '\u0001';
    private const char Low = '\u0002';

    internal static readonly byte[][] Words = FuzzWords.Bytes(
        "\ufffd", $"{High}", $"{Low}", "\u00fc", "\u03c2", "\u00df", "\uff0e", "\u3002", "\u200d", "xn--", "xn--a",
        "%FF", "%00", "%2e", "@", ":", "::", "[", "]", "[::1%25lo]", ":99999", ":-1", "0x7f", "127.1", "..", "\\", "?", "#", " ",
        "https://", "http:", "socks5://", "ftp://", "file://", "mailto:",
        "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x");

    internal static string Text(byte[] input) =>
        FuzzWords.Text(input).Replace(High, '\ud800').Replace(Low, '\udc00');

    /// <summary>Every piece of an address that is asked for somewhere.</summary>
    internal static Uri Pieces(Uri uri)
    {
        _ = (uri.IdnHost, uri.Host, uri.Port, uri.Authority, uri.AbsoluteUri, uri.PathAndQuery, uri.Segments);
        _ = (RedactedUri.Of(uri), RedactedUri.WithoutQuery(uri), Origin.Same(uri, uri), uri.GetLeftPart(UriPartial.Path));
        return uri;
    }
}
