using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Xml;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>
/// What a web server answers: each input is a header and a body, of which every part that is read is tried.
/// </summary>
internal static class ReplyTargets
{
    private static readonly Uri s_page = new("https://host.example/page?a=b");

    private static readonly byte[][] s_words =
    [
        .. FuzzWords.Words,
        .. FuzzWords.Bytes(
            "<?xml version=\"9.9\"?>", "<?xml version=\"1.0\" encoding=\"utf-7\"?>", "<rss>", "<item>", "</item>",
            "<feed ",
            "<entry/>", "<!DOCTYPE a>", "&#xD800;", "&#1;", "xmlns:a=\"\"", "xml:space=\"x\"", "<a ", "<a >", "</a>",
            "<img ",
            "<input ", "href='", "<meta charset=", "charset=\"utf-16\"", "charset=x-user", "Content-Type: text/xml\n",
            "Content-Type: application/json\n", "Content-Type: text/html; charset=\"\n", "Content-Encoding: gzip\n",
            "Content-Encoding: deflate, br\n", "Content-Range: bytes 0-1/*\n",
            "Content-Range: bytes 9-99999999999999999999/2\n",
            "Content-Length: -1\n", "Link: <", ">; rel=\"next\"\n", "; rel=next,", "Location: ", "//",
            "http://", "https://[::1",
            "Set-Cookie: a=b; domain=.example; expires=", "Retry-After: ", "\n\n"),
        .. Foreign.Words,
    ];

    private static readonly byte[][] s_replies = FuzzWords.Bytes(
        "Content-Type: text/html; charset=utf-8\nSet-Cookie: a=b; path=/; secure\n\n<html><meta charset=\"utf-8\">"
            + "<a href=\"/b\" id=c>d</a><img src='e'><input name=f value></html>",
        "Content-Type: application/xml\nContent-Range: bytes 0-9/10\n\n"
            + "<?xml version=\"1.0\" encoding=\"utf-8\"?><a><b c=\"d\"/></a>",
        "Content-Type: application/json\nLink: </next?page=2>; rel=\"next\", <https://b.example/>; rel=last\n\n"
            + "{\"a\": [1, \"b\"]}",
        "Content-Type: application/rss+xml\n\n"
            + "<rss version=\"2.0\"><channel><item><title>a</title></item></channel></rss>",
        "Location: https://host.example/other\n\n", "Location: ../b%20c?d#e\nContent-Type: text/plain\n\nmoved");

    internal static IEnumerable<FuzzTarget> All()
    {
        yield return Target("ReplyText", (response, body) =>
        {
            string text = BodyText.Decode(response, body, out Encoding encoding);
            _ = (ErrorBody.Format(text, response), encoding.WebName, WebTrace.Describe(response));
            _ = (ResponseHeaders.Of(response), MediaTypes.Of(response), BodyEnd.LengthOf(response));
        });
        yield return Target("ReplyXml", (response, body) =>
        {
            bool isFeed = !XmlContent.IsRuledOut(body) && XmlContent.TryReadFeed(body) is not null;
            if (!isFeed) XmlContent.Load(BodyText.Decode(response, body, out _), preserveWhitespace: true);
        });
        yield return Target("ReplyLinks", (response, unused) =>
        {
            foreach (string link in RelationLinks.Of(response, s_page).Values)
                _ = Request().Follow(s_page, Foreign.Pieces(new Uri(link)));
        });
        yield return Target("ReplyRedirect", (response, unused) =>
        {
            WebExchange.TakeCookies(new CookieContainer(), response, s_page);
            if (response.Headers.Location is not { } location) return;
            Hop hop = Hop.First(Request());
            _ = hop.IsDowngrade(location);
            _ = Foreign.Pieces(hop.Redirect(HttpStatusCode.Found, location).Uri);
        });
        yield return Target("ReplyHtml", (response, body) =>
        {
            string html = BodyText.Decode(response, body, out _);
            foreach (string element in HtmlTags.Links(html).Concat(HtmlTags.Images(html)).Concat(HtmlTags.Fields(html)))
                _ = HtmlTags.Attributes(element).Count();
        });
        byte[] plain = s_replies[0];
        yield return Unpack("gzip", stream => new GZipStream(stream, CompressionLevel.Fastest), plain);
        yield return Unpack("deflate", stream => new ZLibStream(stream, CompressionLevel.Fastest), plain);
#if !NETSTANDARD_LEG
        yield return Unpack("br", stream => new BrotliStream(stream, CompressionLevel.Fastest), plain);
#endif
    }

    private static PinnedWebRequest Request() => new()
    {
        Uri = s_page,
        Policies = new OverriddenPolicies(new InlinePins(
            PinnedWebRequest.TargetOf(s_page),
            new PinPolicy { Pins = [SpkiPin.Parse("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")] })),
        AllowInsecureRedirect = true,
        AllowUnpinnedRedirect = true,
    };

    private static FuzzTarget Target(string name, Action<HttpResponseMessage, MemoryStream> read) => new(
        name, s_replies, s_words, input =>
        {
            using HttpResponseMessage response = Read(Foreign.Text(input), out string body);
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            try
            {
                read(response, new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true));
            }
            catch (XmlException error)
            {
                throw new PinningException(Faults.UriInvalid("fuzz"), error);
            }
        });

    private static HttpResponseMessage Read(string said, out string body)
    {
        int end = said.IndexOf("\n\n", StringComparison.Ordinal);
        body = end < 0 ? "" : said.Substring(end + 2);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("") };
        response.Content.Headers.Clear();
        foreach (string line in (end < 0 ? said : said.Substring(0, end)).Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) continue;
            (string name, string value) = (line.Substring(0, colon), line.Substring(colon + 1).Trim());
            try
            {
                if (!response.Headers.TryAddWithoutValidation(name, value))
                    response.Content.Headers.TryAddWithoutValidation(name, value);
            }
            catch (FormatException)
            {
                // The platform's own reader would have refused the field.
            }
        }

        return response;
    }

    private static FuzzTarget Unpack(string encoding, Func<Stream, Stream> pack, byte[] plain)
    {
        var packed = new MemoryStream();
        using (Stream packing = pack(packed)) packing.Write(plain);
        return new FuzzTarget("Unpack-" + encoding, [packed.ToArray()], FuzzWords.Tags, input =>
        {
            using var content = new ByteArrayContent([]);
            content.Headers.ContentEncoding.Add(encoding);
            try
            {
                using Stream unpacked = Decompression.UnpackAsync(content, new MemoryStream(input), default)
                    .GetAwaiter().GetResult();
                unpacked.CopyTo(Stream.Null);
            }
            catch (Exception error) when (ExchangeResponse.IsOfPeer(error))
            {
                throw new PinningException(Faults.UriInvalid("fuzz"), error);
            }
        });
    }
}
