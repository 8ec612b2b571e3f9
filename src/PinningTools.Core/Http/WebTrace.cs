using System;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>One line on what was sent and what came, without the query: it may hold secrets.</summary>
internal static class WebTrace
{
    internal static string Of(HttpRequestMessage request)
    {
        string where = request.RequestUri!.GetLeftPart(UriPartial.Path);
        int query = Math.Max(request.RequestUri.Query.Length - 1, 0);
        return $"WebRequest: v{request.Version} {request.Method} {where}" + (query > 0 ? $" with query length {query}" : "") + Of(request.Content);
    }

    internal static string Of(HttpResponseMessage response) =>
        $"WebResponse: {(int)response.StatusCode} {response.ReasonPhrase ?? response.StatusCode.ToString()}{Of(response.Content)}";

    private static string Of(HttpContent? content)
    {
        string type = content?.Headers.ContentType?.MediaType is { } media ? $" with {media} payload" : "";
        return content?.Headers.ContentLength is { } length ? $"{type} body size {length} bytes" : type;
    }
}
