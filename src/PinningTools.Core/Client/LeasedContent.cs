#if NET
using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The body of a response together with its transport, which is released for the next request when the body has been
/// read or abandoned.
/// </summary>
internal sealed class LeasedContent : HttpContent
{
    private readonly HttpContent _body;
    private TransportPool.Lease? _lease;

    internal LeasedContent(HttpContent body, TransportPool.Lease lease)
    {
        _body = body;
        _lease = lease;
        foreach ((string name, var values) in body.Headers) Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _body.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        Release();
    }

    protected override Task<Stream> CreateContentReadStreamAsync() =>
        CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new LeasedStream(await _body.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), this);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
            Release();
        }

        base.Dispose(disposing);
    }

    private void Release() => Interlocked.Exchange(ref _lease, null)?.Dispose();

    /// <summary>Reads from the body and notices its end.</summary>
    private sealed class LeasedStream(Stream inner, LeasedContent owner) : Stream
    {
        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) =>
            Seen(inner.Read(buffer, offset, count), count);

        public override int Read(Span<byte> buffer) => Seen(inner.Read(buffer), buffer.Length);

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Seen(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                owner.Release();
            }

            base.Dispose(disposing);
        }

        private int Seen(int count, int asked)
        {
            if (count == 0 && asked > 0) owner.Release();
            return count;
        }
    }
}
#endif
