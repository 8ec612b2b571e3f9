using System;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>A response whose status is not a success, unless the caller accepts every status.</summary>
internal sealed class WebStatusException(HttpResponseMessage response, Uri uri, string text)
    : PinningException(Faults.ResponseStatus((int)response.StatusCode, response.ReasonPhrase, uri))
{
    internal HttpResponseMessage Response { get; } = response;

    internal Uri Uri { get; } = uri;

    /// <summary>The body of the error response, made readable.</summary>
    internal string Text { get; } = text;
}
