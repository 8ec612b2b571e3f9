using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Where a body ends. One with neither a length nor chunks ends with its connection (RFC 9112 section 6.3, case 8), and
/// the end of a TCP connection is nobody's word: only close_notify of TLS is the server's (RFC 8446 section 6.1).
/// </summary>
internal static class BodyEnd
{
    private const int MaxRest = 64 * 1024;

    internal static bool IsOfConnection(HttpResponseMessage response) =>
        !HasNone(response) && response.Version.Major < 2 && response.Content?.Headers.ContentLength is null
            && response.Headers.TransferEncodingChunked != true;

    /// <summary>The length that the header tells, of a part by its range, or null.</summary>
    internal static long? LengthOf(HttpResponseMessage response)
    {
        bool isUnsaid = HasNone(response) || response.Headers.TransferEncodingChunked == true;
        if (isUnsaid || response.Content?.Headers is not { } fields) return null;
        bool isPart = response.StatusCode == HttpStatusCode.PartialContent;
        return fields.ContentLength ?? (isPart ? fields.ContentRange?.To - fields.ContentRange?.From + 1 : null);
    }

    /// <summary>Whatever its header says (RFC 9112 section 6.3, cases 1 and 2).</summary>
    private static bool HasNone(HttpResponseMessage response) =>
        (int)response.StatusCode is 204 or 304 || response.RequestMessage?.Method == HttpMethod.Head;

    /// <summary>What has to be known of such an end, or null where TLS told it.</summary>
    /// <param name="uri">Where the body came from.</param>
    /// <param name="records">What was under TLS; null where the platform does not let it be seen.</param>
    internal static string? Warning(Uri uri, TlsRecordStream? records) => records switch
    {
        null => $"The response of {RedactedUri.Of(uri)} has neither a length nor chunks, and this platform does not tell how "
            + "it ended: it may have been cut short.",
        { IsEndRead: true } => $"The response of {RedactedUri.Of(uri)} has neither a length nor chunks, and its connection "
            + "ended without the end of TLS (close_notify): anyone on the path can cut it short so. Compare it with "
            + "what you expect.",
        _ => null,
    };

    /// <summary>A packed body may be whole before the connection was read to its end.</summary>
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
