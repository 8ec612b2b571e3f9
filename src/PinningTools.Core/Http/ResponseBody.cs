using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Reads a body into memory, bounded: what the server says of its length is not believed.</summary>
internal static class ResponseBody
{
    /// <summary>In bytes.</summary>
    private const int MaxBuffered = 1 << 30;

    /// <exception cref="PinningException">The body is larger than what is held in memory.</exception>
    internal static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
#if NET
        using Stream body = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
#else
        using Stream body = await content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        using var memory = new MemoryStream();
        byte[] buffer = new byte[81920];
        int count;
        while ((count = await body.ReadAsync(buffer, 0, buffer.Length, cancel).ConfigureAwait(false)) > 0)
        {
            if (memory.Length + count > MaxBuffered) throw new PinningException(Faults.ResponseTooLarge(MaxBuffered));
            memory.Write(buffer, 0, count);
        }

        return memory.ToArray();
    }
}
