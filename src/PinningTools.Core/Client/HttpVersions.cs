#if NET
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// The version of HTTP of a request. HTTP/3 makes connections on which no pin can be checked, so it is never used.
/// </summary>
internal static class HttpVersions
{
    /// <exception cref="PinningException">The request allows no version below HTTP/3.</exception>
    internal static void Choose(HttpRequestMessage request)
    {
        bool isLow = request.Version.Major < 3;
        if (request.VersionPolicy == HttpVersionPolicy.RequestVersionOrLower)
        {
            if (!isLow) request.Version = HttpVersion.Version20;
            return;
        }

        if (!isLow) throw new PinningException(Faults.HttpVersionUnsupported(request.Version.ToString()));
        if (request.VersionPolicy == HttpVersionPolicy.RequestVersionExact) return;
        // RequestVersionOrHigher: 2.0 if the server supports it, and never a version below the requested one.
        request.VersionPolicy = request.Version.Major == 2
            ? HttpVersionPolicy.RequestVersionExact
            : HttpVersionPolicy.RequestVersionOrLower;
        request.Version = HttpVersion.Version20;
    }
}
#endif
