using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Net.Sockets;
#if NET
using System.Runtime.InteropServices;
#endif
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The stream under SslStream: it passes everything on unchanged and records what TLS shows in plaintext. The platforms
/// report a refusal in their own texts, in the language of the machine; the data on the wire is the same for all of
/// them, and causes are determined only from it.
/// </summary>
[SuppressMessage("Performance", "CA1835", Justification = "There is one way to the stream underneath on each leg.")]
internal sealed class TlsRecordStream(Stream inner) : Stream
{
    private const int MaxBeginning = 512;

    private readonly byte[] _beginning = new byte[MaxBeginning];
    private int _begun;

    internal TlsRecordLog Received { get; } = new();

    internal TlsRecordLog Sent { get; } = new();

    /// <summary>The first bytes that were received, to show them to people if they are not TLS.</summary>
    internal byte[] Beginning => [.. _beginning.Take(_begun)];

    /// <summary>
    /// Whether the end of the transport was passed on. SslStream does not read further after TLS has signaled its end
    /// (close_notify, RFC 8446 section 6.1), in any version and with any padding, so a read that reaches the end of the
    /// transport means that there was no close_notify.
    /// </summary>
    internal bool IsEndRead { get; private set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override bool CanTimeout => inner.CanTimeout;

    public override int ReadTimeout
    {
        get => inner.ReadTimeout;
        set => inner.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => inner.WriteTimeout;
        set => inner.WriteTimeout = value;
    }

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        Note(buffer, offset, count, inner.Read(buffer, offset, count));

    public override void Write(byte[] buffer, int offset, int count)
    {
        Sent.Add(buffer, offset, count);
        inner.Write(buffer, offset, count);
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        int read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        return Note(buffer, offset, count, read);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Sent.Add(buffer, offset, count);
        return inner.WriteAsync(buffer, offset, count, cancellationToken);
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        ArraySegment<byte> data = AsArray(buffer, read);
        return Note(data.Array!, data.Offset, buffer.Length, read);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ArraySegment<byte> data = AsArray(buffer, buffer.Length);
        Sent.Add(data.Array!, data.Offset, buffer.Length);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    /// <summary>SslStream's buffers are arrays; other buffers are copied.</summary>
    private static ArraySegment<byte> AsArray(ReadOnlyMemory<byte> buffer, int count) =>
        MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> data) ? data : buffer[..count].ToArray();
#else
    // .NET Framework's SslStream uses these methods. The base class would make a write wait for a read.
    public override IAsyncResult BeginRead(
        byte[] buffer, int offset, int count, AsyncCallback callback, object state) =>
        Begin(ReadAsync(buffer, offset, count, CancellationToken.None), callback, state);

    public override int EndRead(IAsyncResult asyncResult) => ((Task<int>)asyncResult).GetAwaiter().GetResult();

    public override IAsyncResult BeginWrite(
        byte[] buffer, int offset, int count, AsyncCallback callback, object state) =>
        Begin(WriteAllAsync(buffer, offset, count), callback, state);

    public override void EndWrite(IAsyncResult asyncResult) => ((Task<int>)asyncResult).GetAwaiter().GetResult();

    private async Task<int> WriteAllAsync(byte[] buffer, int offset, int count)
    {
        await WriteAsync(buffer, offset, count, CancellationToken.None).ConfigureAwait(false);
        return count;
    }

    private static Task<int> Begin(Task<int> work, AsyncCallback? callback, object? state)
    {
        var done = new TaskCompletionSource<int>(state);
        work.ContinueWith(
            ended =>
            {
                if (ended.IsFaulted) done.SetException(ended.Exception!.InnerExceptions);
                else if (ended.IsCanceled) done.SetCanceled();
                else done.SetResult(ended.Result);
                callback?.Invoke(done.Task);
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return done.Task;
    }
#endif

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// Adds the data that can be read to the <see cref="Beginning"/>: if it is not TLS, .NET Framework reads only the
    /// length of a record header.
    /// </summary>
    internal void ReadBeginning()
    {
        try
        {
            if (inner is NetworkStream { DataAvailable: true } && _begun < MaxBeginning)
                _begun += inner.Read(_beginning, _begun, MaxBeginning - _begun);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The connection is gone; the data received so far must suffice.
        }
    }

    /// <summary>SslStream reads zero bytes to wait for data.</summary>
    private int Note(byte[] buffer, int offset, int wanted, int read)
    {
        if (read == 0 && wanted > 0) IsEndRead = true;
        Received.Add(buffer, offset, read);
        int piece = Math.Min(read, MaxBeginning - _begun);
        Buffer.BlockCopy(buffer, offset, _beginning, _begun, piece);
        _begun += piece;
        return read;
    }
}
