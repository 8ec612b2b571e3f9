using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>All header fields of a response, those of its body last.</summary>
internal static class ResponseHeaders
{
    internal static IEnumerable<KeyValuePair<string, IEnumerable<string>>> In(HttpResponseMessage response) =>
        response.Headers.Concat(
            response.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());

    internal static Dictionary<string, IEnumerable<string>> Of(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, IEnumerable<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IEnumerable<string>> field in In(response)) headers[field.Key] = field.Value;
        return headers;
    }
}
