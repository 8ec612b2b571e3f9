#if NET
using System.Net;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// The version of HTTP of a request: HTTP/3 makes its connections where no pin is looked at, so it is never used.
/// </summary>
internal static class HttpVersions
{
    /// <exception cref="PinningException">The request takes nothing lower than HTTP/3.</exception>
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
        // Or higher: 2.0 where the server has it, and nothing below what was asked for.
        request.VersionPolicy = request.Version.Major == 2
            ? HttpVersionPolicy.RequestVersionExact
            : HttpVersionPolicy.RequestVersionOrLower;
        request.Version = HttpVersion.Version20;
    }
}
#endif
