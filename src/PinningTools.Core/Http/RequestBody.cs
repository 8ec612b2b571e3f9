using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>A body that can be sent as often as redirects and retries need it.</summary>
internal abstract class RequestBody
{
    /// <summary>Whether the content sets its own fields.</summary>
    internal virtual bool BringsItsType => false;

    /// <summary>Whether the body can be sent again from its beginning.</summary>
    internal virtual bool CanBeRepeated => true;

    /// <exception cref="PinningException">The content type cannot be read, or the body was used up.</exception>
    internal abstract HttpContent MakeContent(string? contentType, bool skipValidation);

    internal static RequestBody FromText(string text) => new TextBody(text);

    internal static RequestBody FromBytes(byte[] bytes) => new BytesBody(bytes);

    internal static RequestBody FromStream(Stream stream) => new StreamBody(stream);

    internal static RequestBody FromFile(string path) => new FileBody(path);

    internal static RequestBody FromContent(HttpContent content) => new GivenContent(content);

    internal static RequestBody FromXml(XmlNode node)
    {
        string? declared = ((node as XmlDocument)?.FirstChild as XmlDeclaration)?.Encoding;
        return new BytesBody(EncodingOf(declared).GetBytes(node.OuterXml));
    }

    private static Encoding EncodingOf(string? declared)
    {
        try
        {
            return string.IsNullOrEmpty(declared) ? new UTF8Encoding(false) : Charsets.Get(declared!);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new PinningException(Faults.XmlEncodingUnknown(declared!), error);
        }
    }

    /// <summary>Fields as <c>a=1&amp;b=2</c>, for a form or for a query.</summary>
    internal static string Encode(IDictionary fields)
    {
        var text = new StringBuilder();
        foreach (object key in fields.Keys)
        {
            if (text.Length > 0) text.Append('&');
            text.Append(WebUtility.UrlEncode(Convert.ToString(key, CultureInfo.InvariantCulture)));
            text.Append('=').Append(WebUtility.UrlEncode(fields[key]?.ToString() ?? ""));
        }

        return text.ToString();
    }

    private sealed class TextBody(string text) : RequestBody
    {
        internal override HttpContent MakeContent(string? contentType, bool skipValidation) =>
            new ByteArrayContent(EncodingOf(contentType, skipValidation).GetBytes(text));

        private static Encoding EncodingOf(string? contentType, bool skipValidation)
        {
            try
            {
                string? charset = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType).CharSet;
                if (!string.IsNullOrEmpty(charset)) return Charsets.Get(charset!);
            }
            catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
            {
                if (!skipValidation) throw new PinningException(Faults.ContentTypeInvalid(contentType!), error);
            }

            return new UTF8Encoding(false);
        }
    }

    private sealed class BytesBody(byte[] bytes) : RequestBody
    {
        internal override HttpContent MakeContent(string? contentType, bool skipValidation) =>
            new ByteArrayContent(bytes);
    }

    private sealed class FileBody(string path) : RequestBody
    {
        internal override HttpContent MakeContent(string? contentType, bool skipValidation) =>
            new StreamContent(RegularFile.OpenRead(path));
    }

    /// <summary>
    /// The stream remains the user's: it is not closed, and it is sent again only if it can be rewound.
    /// </summary>
    private sealed class StreamBody(Stream stream) : RequestBody
    {
        private readonly long _start = stream.CanSeek ? stream.Position : 0;
        private bool _used;

        internal override bool CanBeRepeated => stream.CanSeek;

        internal override HttpContent MakeContent(string? contentType, bool skipValidation)
        {
            if (_used && !stream.CanSeek) throw new PinningException(Faults.BodyUsedUp());
            if (_used) stream.Position = _start;
            _used = true;
            return new StreamContent(new NonClosingStream(stream));
        }
    }

    private sealed class GivenContent(HttpContent content) : RequestBody
    {
        private bool _used;

        internal override bool BringsItsType => true;

        internal override bool CanBeRepeated => false;

        internal override HttpContent MakeContent(string? contentType, bool skipValidation)
        {
            if (_used) throw new PinningException(Faults.BodyUsedUp());
            _used = true;
            return content;
        }
    }
}
