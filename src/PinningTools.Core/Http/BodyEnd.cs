using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Checks the end of a body. A body that has no length and is not chunked ends with its connection (RFC 9112 section
/// 6.3, case 8), and anyone can end a TCP connection: only the close_notify of TLS comes from the server (RFC 8446
/// section 6.1).
/// </summary>
internal static class BodyEnd
{
    private const int MaxRest = 64 * 1024;

    internal static bool IsOfConnection(HttpResponseMessage response) =>
        !HasNone(response) && response.Version.Major < 2 && response.Content?.Headers.ContentLength is null
            && response.Headers.TransferEncodingChunked != true;

    /// <summary>The length in the header, or in the range of a partial response; or null.</summary>
    internal static long? LengthOf(HttpResponseMessage response)
    {
        bool isUnsaid = HasNone(response) || response.Headers.TransferEncodingChunked == true;
        if (isUnsaid || response.Content?.Headers is not { } fields) return null;
        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        return fields.ContentLength ?? (isPart ? fields.ContentRange?.To - fields.ContentRange?.From + 1 : null);
    }

    /// <summary>Whether there is no body regardless of the header (RFC 9112 section 6.3, cases 1 and 2).</summary>
    private static bool HasNone(HttpResponseMessage response) =>
        (int)response.StatusCode is 204 or 304 || response.RequestMessage?.Method == HttpMethod.Head;

    /// <summary>The warning about such an end, or null if TLS signaled it.</summary>
    /// <param name="uri">The address of the body.</param>
    /// <param name="records">The stream under TLS; null if the platform does not expose it.</param>
    internal static string? Warning(Uri uri, TlsRecordStream? records) => records switch
    {
        null => $"The response of {RedactedUri.Of(uri)} has no length and is not chunked, and this platform does not report "
            + "how it ended: it may have been cut off.",
        { IsEndRead: true } => $"The response of {RedactedUri.Of(uri)} has no length and is not chunked, and its connection "
            + "ended without the end of TLS (close_notify): anyone on the path can cut it off like this. Compare it "
            + "with what you expect.",
        _ => null,
    };

    /// <summary>A compressed body can be complete before the connection was read to its end.</summary>
    internal static async Task DrainAsync(Stream packed, CancellationToken cancel)
    {
        byte[] rest = new byte[4096];
        int count;
        for (int total = 0; total < MaxRest; total += count)
        {
            count = await packed.ReadAsync(rest, 0, rest.Length, cancel).ConfigureAwait(false);
            if (count == 0) return;
        }
    }
}
