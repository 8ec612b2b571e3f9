using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>An answer of the same bytes to whatever is asked.</summary>
public static class RawAnswer
{
    /// <summary>What a <see cref="TlsTestServer"/> does after the handshake.</summary>
    /// <param name="answer">The answer, each character as a byte.</param>
    /// <param name="stayOpen">Waits for the client to close.</param>
    public static Func<Stream, CancellationToken, Task> Handler(string answer, bool stayOpen = false) =>
        async (stream, stop) =>
        {
            _ = await stream.ReadAsync(new byte[8192], stop).ConfigureAwait(false);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop).ConfigureAwait(false);
            await stream.FlushAsync(stop).ConfigureAwait(false);
            if (stayOpen) await stream.CopyToAsync(Stream.Null, stop).ConfigureAwait(false);
        };
}
