using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text;

namespace PinningTools;

/// <summary>
/// A response with the members of Invoke-WebRequest's response that scripts use, and with the verdicts on its
/// connections.
/// </summary>
/// <remarks>
/// Made by Invoke-PinnedWebRequest; in C#, HttpClient has its own responses (<see cref="PinVerifier"/>).
/// </remarks>
public class PinnedWebResponse
{
    private readonly MemoryStream _body;
    private Dictionary<string, IEnumerable<string>>? _headers;
    private object? _content;
    private string? _rawContent;

    internal PinnedWebResponse(HttpResponseMessage response, MemoryStream body, PinVerdict[] pinning, Uri source)
    {
        BaseResponse = response;
        _body = body;
        Pinning = pinning;
        RelationLink = Internal.RelationLinks.Of(response, source);
    }

    /// <summary>The platform's response.</summary>
    public HttpResponseMessage BaseResponse { get; }

    /// <summary>The status code, such as 200.</summary>
    public int StatusCode => (int)BaseResponse.StatusCode;

    /// <summary>The name of the status code, such as OK.</summary>
    public string StatusDescription => BaseResponse.StatusCode.ToString();

    /// <summary>The header fields, including those of the body.</summary>
    public Dictionary<string, IEnumerable<string>> Headers => _headers ??= Internal.ResponseHeaders.Of(BaseResponse);

    /// <summary>The body: a string if its media type is a text type, otherwise bytes.</summary>
    public object Content => _content ??= MakeContent();

    /// <summary>The encoding with which the body was read, or null if it is not text.</summary>
    public Encoding? Encoding => Content is string ? TextEncoding : null;

    /// <summary>Status line, header and body as text.</summary>
    public string RawContent => _rawContent ??= MakeRawContent();

    /// <summary>The length of the body in bytes.</summary>
    public long RawContentLength => _body.Length;

    /// <summary>The bytes of the body.</summary>
    public MemoryStream RawContentStream => _body;

    /// <summary>The addresses of the Link fields by their relation.</summary>
    public Dictionary<string, string> RelationLink { get; }

    /// <summary>The file the body was written to, or null.</summary>
    public string? OutFile { get; internal set; }

    /// <summary>The verdict of each hop.</summary>
    public PinVerdict[] Pinning { get; }

    private Encoding? TextEncoding { get; set; }

    /// <summary>The body as printable ASCII.</summary>
    public sealed override string ToString()
    {
        char[] text = Encoding.ASCII.GetChars(_body.ToArray());
        for (int i = 0; i < text.Length; i++)
            if (char.IsControl(text[i]) && !char.IsWhiteSpace(text[i])) text[i] = '.';
        return new string(text);
    }

    private object MakeContent()
    {
        if (!Internal.MediaTypes.IsText(Internal.MediaTypes.Of(BaseResponse))) return _body.ToArray();
        string text = Internal.BodyText.Decode(BaseResponse, _body, out Encoding encoding);
        TextEncoding = encoding;
        return text;
    }

    private string MakeRawContent()
    {
        var raw = new StringBuilder();
        raw.Append("HTTP/").Append(BaseResponse.Version).Append(' ');
        raw.Append(StatusCode).Append(' ').AppendLine(StatusDescription);
        foreach (KeyValuePair<string, IEnumerable<string>> field in Internal.ResponseHeaders.In(BaseResponse))
            foreach (string value in field.Value) raw.Append(field.Key).Append(": ").AppendLine(value);
        return raw.AppendLine().Append(Content as string ?? ToString()).ToString();
    }
}
