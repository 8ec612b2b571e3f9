using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Decompresses a body, as the platform's handler would, but in code of its own: this allows comparing the output size
/// with the input size, which distinguishes a decompression bomb from a large file.
/// </summary>
internal static class Decompression
{
#if NET
    internal const string Offered = "gzip, deflate, br";
#else
    internal const string Offered = "gzip, deflate";
#endif

    /// <summary>
    /// No legitimate content of such a length compresses better than this; a bomb compresses about a thousand times and
    /// more.
    /// </summary>
    private const int MaxRatio = 250;
    private const long AlwaysAllowed = 64L << 20;

    internal static bool IsPacked(HttpContent content) => content.Headers.ContentEncoding.Count > 0;

    /// <summary>The decompressed body; the fields about the compressed one are removed.</summary>
    internal static async Task<Stream> UnpackAsync(HttpContent content, Stream packed, CancellationToken cancel)
    {
        string? encoding = content.Headers.ContentEncoding.Last().ToLowerInvariant();
        var counted = new CountingStream(packed);
        Stream? unpacked = encoding switch
        {
            "gzip" => new GZipStream(counted, CompressionMode.Decompress),
            "deflate" => await InflateAsync(counted, cancel).ConfigureAwait(false),
#if NET
            "br" => new BrotliStream(counted, CompressionMode.Decompress),
#endif
            _ => null,
        };
        if (unpacked is null) return packed;
        string[] others = [.. content.Headers.ContentEncoding.Take(content.Headers.ContentEncoding.Count - 1)];
        content.Headers.ContentEncoding.Clear();
        foreach (string other in others) content.Headers.ContentEncoding.Add(other);
        content.Headers.ContentLength = null;
        content.Headers.Remove("Content-Length");
        return new MeasuredStream(unpacked, counted);
    }

    /// <summary>"deflate" requires a zlib header (RFC 9110 section 8.4.1.2), but is often sent without one.</summary>
    private static async Task<Stream> InflateAsync(CountingStream packed, CancellationToken cancel)
    {
        byte[] head = new byte[2];
        int count = 0;
        int read;
        do count += read = await packed.ReadAsync(head, count, 2 - count, cancel).ConfigureAwait(false);
        while (count < 2 && read > 0);
        bool zlib = count == 2 && (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
        if (!zlib) packed.PushBack(head, count);
        return new DeflateStream(packed, CompressionMode.Decompress);
    }

    private sealed class MeasuredStream(Stream unpacked, CountingStream packed) : PushbackStream(unpacked)
    {
        private long _out;

        private protected override void Count(int bytes)
        {
            _out += bytes;
            if (_out > AlwaysAllowed && _out > packed.Total * MaxRatio)
                throw new PinningException(Faults.DecompressionBomb(packed.Total, _out));
        }
    }

    private sealed class CountingStream(Stream inner) : PushbackStream(inner)
    {
        internal long Total { get; private set; }

        private protected override void Count(int bytes) => Total += bytes;
    }
}
