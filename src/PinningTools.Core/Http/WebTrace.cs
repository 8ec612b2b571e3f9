using System;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>One line about what was sent and received, without the query, which may contain secrets.</summary>
internal static class WebTrace
{
    internal static string Describe(HttpRequestMessage request)
    {
        string where = RedactedUri.WithoutQuery(request.RequestUri!);
        int query = Math.Max(request.RequestUri!.Query.Length - 1, 0);
        string length = query > 0 ? $" with query length {query}" : "";
        return $"WebRequest: v{request.Version} {request.Method} {where}{length}{Describe(request.Content)}";
    }

    internal static string Describe(HttpResponseMessage response)
    {
        string phrase = response.ReasonPhrase ?? response.StatusCode.ToString();
        return $"WebResponse: {(int)response.StatusCode} {TerminalText.Printable(phrase)}{Describe(response.Content)}";
    }

    private static string Describe(HttpContent? content)
    {
        string type = content?.Headers.ContentType?.MediaType is { } media ? $" with {media} payload" : "";
        bool isMeasured = content is not null && !Decompression.IsPacked(content);
        return isMeasured && content!.Headers.ContentLength is { } length
            ? $"{type} with body size {ByteCount.Describe(length, "0.##")} ({length:N0} bytes)"
            : type;
    }
}
