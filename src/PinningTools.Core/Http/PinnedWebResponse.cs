using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;

namespace PinningTools;

/// <summary>A response with the members that scripts use of Invoke-WebRequest's, and the verdict its connection had.</summary>
public sealed class PinnedWebResponse
{
    private readonly byte[] _content;

    internal PinnedWebResponse(HttpResponseMessage response, byte[] content, PinVerdict verdict)
    {
        _content = content;
        StatusCode = (int)response.StatusCode;
        StatusDescription = response.ReasonPhrase ?? "";
        Headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(field => field.Key, field => field.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        Content = Encoding.UTF8.GetString(content);
        Pinning = [verdict];
    }

    /// <summary>The status code, such as 200.</summary>
    public int StatusCode { get; }

    /// <summary>The reason phrase, such as OK.</summary>
    public string StatusDescription { get; }

    /// <summary>The header fields.</summary>
    public IReadOnlyDictionary<string, string[]> Headers { get; }

    /// <summary>The body as text.</summary>
    public string Content { get; }

    /// <summary>The length of the body in bytes.</summary>
    public long RawContentLength => _content.LongLength;

    /// <summary>The verdict of each hop.</summary>
    public PinVerdict[] Pinning { get; }

    /// <summary>The body as bytes; a copy.</summary>
    public byte[] GetRawContent() => (byte[])_content.Clone();

    /// <summary>The body as text.</summary>
    public override string ToString() => Content;
}
