using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A response whose header has been received. It keeps its connection until it is disposed.</summary>
internal sealed class ExchangeResponse : IDisposable
{
    /// <summary>In bytes. A larger body must be saved to a file.</summary>
    internal const int MaxBuffered = 1 << 30;
    private const int UsualBuffer = 16 * 1024;
    private const int MaxBuffer = 128 * 1024;

    private readonly PinnedWebRequest _request;
    private readonly TransportPool.Lease _lease;
    private readonly TlsRecordStream? _records;
    private readonly long? _expected;
    private long _received;

    internal ExchangeResponse(
        HttpResponseMessage response, Uri uri, PinVerdict[] pinning, TransportPool.Lease lease,
        PinnedWebRequest request)
    {
        Message = response;
        Uri = uri;
        Pinning = pinning;
        _lease = lease;
        _records = lease.Transport.Records;
        _request = request;
        Announced = response.Content?.Headers.ContentLength;
        EndsWithConnection = BodyEnd.IsOfConnection(response);
        _expected = BodyEnd.LengthOf(response);
    }

    internal HttpResponseMessage Message { get; }

    internal Uri Uri { get; }

    /// <summary>The verdict of each hop.</summary>
    internal PinVerdict[] Pinning { get; }

    /// <summary>The length of the body in the header, compressed as it is sent.</summary>
    internal long? Announced { get; }

    /// <summary>Whether only the end of the connection shows where the body ends.</summary>
    internal bool EndsWithConnection { get; }

    /// <summary>The bytes of the body so far, for the progress display.</summary>
    internal long Received => Interlocked.Read(ref _received);

    /// <summary>The body in memory, with a limit: the length that the server announces is not trusted.</summary>
    /// <exception cref="PinningException">The body is too large, is a decompression bomb, or was cut off.</exception>
    internal async Task<MemoryStream> ReadAsync(CancellationToken cancel)
    {
        long announced = Announced ?? 0;
        if (announced > MaxBuffered) throw new PinningException(Faults.ResponseTooLarge(MaxBuffered));
        var memory = new BodyStream((int)announced);
        await CopyAsync(memory, MaxBuffered, cancel).ConfigureAwait(false);
        memory.Position = 0;
        return memory;
    }

    /// <summary>Copies the body to a stream as it arrives.</summary>
    /// <exception cref="PinningException">
    /// The body exceeds the limit, is a decompression bomb, or was cut off.
    /// </exception>
    internal async Task CopyAsync(Stream to, long limit, CancellationToken cancel)
    {
        // A large buffer is only worthwhile for large bodies, and most are small.
        byte[] buffer = new byte[Math.Min(Announced ?? UsualBuffer, MaxBuffer - 1) + 1];
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bool timed = _request.OperationTimeout != Timeout.InfiniteTimeSpan;
        bool writing = false;
        try
        {
            if (timed) deadline.CancelAfter(_request.OperationTimeout);
#if NET
            Stream packed = await Message.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
#else
            Stream packed = await Message.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            bool isPacked = Decompression.IsPacked(Message.Content);
            using Stream body = isPacked
                ? await Decompression.UnpackAsync(Message.Content, packed, deadline.Token).ConfigureAwait(false)
                : packed;
            int count;
            while ((count = await body.ReadAsync(buffer, 0, buffer.Length, deadline.Token).ConfigureAwait(false)) > 0)
            {
                if (timed) deadline.CancelAfter(_request.OperationTimeout);
                if (Interlocked.Add(ref _received, count) > limit)
                    throw new PinningException(Faults.ResponseTooLarge(limit));
                writing = true;
                // Memory, or a file that is written synchronously: awaiting it would only cost a thread switch.
                to.Write(buffer, 0, count);
                writing = false;
                if (count == buffer.Length && count < MaxBuffer) buffer = new byte[Math.Min(2 * count, MaxBuffer)];
            }

            if (isPacked && EndsWithConnection) await BodyEnd.DrainAsync(packed, deadline.Token).ConfigureAwait(false);
            if (!isPacked && _received < _expected)
                throw new PinningException(Faults.ResponseBroken(Uri, $"{_received} of {_expected} bytes were "
                    + "received."));
        }
        catch (Exception error) when (!writing && IsOfPeer(error))
        {
            cancel.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested) throw TimedOut(error);
            throw new PinningException(Faults.ResponseBroken(Uri, error.Message), error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw TimedOut(error);
        }

        if (EndsWithConnection && Pinning.Length > 0) await WarnOfEndAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// A user who stops at the warning gets nothing of the body: nothing of it is used before the warning was accepted.
    /// </summary>
    private async Task WarnOfEndAsync(CancellationToken cancel)
    {
        if (BodyEnd.Warning(Uri, _records) is not { } warning) return;
        int last = Pinning.Length - 1;
        Pinning[last] = Pinning[last].WithWarning(warning);
        _request.Warning(warning);
        await _request.Heard().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        // The request owns the file or stream that was its body.
        Message.RequestMessage?.Dispose();
        Message.Dispose();
        _lease.Dispose();
    }

    /// <summary>
    /// The Brotli decoder throws InvalidOperationException for invalid data; the others have a specific exception.
    /// </summary>
    internal static bool IsOfPeer(Exception error) =>
        error is HttpRequestException or IOException or InvalidDataException or InvalidOperationException;

    private PinningException TimedOut(Exception error) =>
        new(Faults.OperationTimeoutReached(Uri, _request.OperationTimeout), error);
}

/// <summary>
/// A body in memory. The announced length is trusted more, the more data has arrived: a large body is then stored once,
/// without the reallocations of a growing stream, and a false length costs little.
/// </summary>
internal sealed class BodyStream(int announced) : MemoryStream(Math.Min(announced, AlwaysBelieved))
{
    private const int AlwaysBelieved = 4 * 1024 * 1024;
    private const int Trust = 32;

    public override void Write(byte[] buffer, int offset, int count)
    {
        long needed = Position + count;
        if (needed > Capacity && needed <= announced) Capacity = (int)Math.Min(announced, needed * Trust);
        base.Write(buffer, offset, count);
    }
}
