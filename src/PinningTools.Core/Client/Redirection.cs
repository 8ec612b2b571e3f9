#if NET
using System;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// Turns a request of HttpClient into the one that a redirection asks for, as the platform's handler does, but only
/// to https.
/// </summary>
internal static class Redirection
{
    internal static bool Is(HttpResponseMessage response) =>
        Hop.IsRedirect(response.StatusCode) && response.Headers.Location is not null;

    /// <exception cref="PinningException">The address does not allow a pin to be checked.</exception>
    internal static void CheckAddress([NotNull] Uri? uri)
    {
        if (uri is null || !uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttps || uri.Host.Length == 0)
            throw new PinningException(Faults.UriNotHttps(uri?.OriginalString ?? ""));
    }

    /// <exception cref="PinningException">The redirection leads to an address that is not allowed.</exception>
    internal static void Follow(HttpRequestMessage request, HttpResponseMessage response)
    {
        Uri from = request.RequestUri!;
        Uri location = response.Headers.Location!;
        if (!UriText.TryRead(from, location, out Uri? to) || to.Host.Length == 0)
            throw new PinningException(Faults.RedirectInvalid(from, location));
        if (to.Scheme == Uri.UriSchemeHttp) throw new PinningException(Faults.InsecureRedirection(from, to));
        if (to.Scheme != Uri.UriSchemeHttps) throw new PinningException(Faults.RedirectInvalid(from, to));
        if (from.Fragment.Length > 0 && to.Fragment.Length == 0)
            to = new UriBuilder(to) { Fragment = from.Fragment }.Uri;
        request.RequestUri = to;
        request.Headers.Authorization = null;
        if (!Origin.Same(from, to))
        {
            request.Headers.Host = null;
            request.Headers.Remove("Cookie");
            request.Headers.Remove("Proxy-Authorization");
        }

        if (!Hop.BecomesGet(response.StatusCode, request.Method)) return;
        request.Method = HttpMethod.Get;
        request.Content = null;
        if (request.Headers.TransferEncodingChunked == true) request.Headers.TransferEncodingChunked = false;
    }
}
#endif
