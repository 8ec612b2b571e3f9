using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>A stream that reads another one and counts its bytes; a few bytes can be put back in front.</summary>
internal abstract class PushbackStream(Stream inner) : Stream
{
    private byte[] _front = [];
    private int _frontCount;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    internal void PushBack(byte[] bytes, int count)
    {
        _front = bytes;
        _frontCount = count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (TakeFront(buffer, offset, count) is > 0 and var front) return front;
        int read = inner.Read(buffer, offset, count);
        Count(read);
        return read;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (TakeFront(buffer, offset, count) is > 0 and var front) return front;
        int read = await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        Count(read);
        return read;
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_frontCount > 0)
        {
            int front = Math.Min(buffer.Length, _frontCount);
            _front.AsMemory(0, front).CopyTo(buffer);
            DropFront(front);
            return front;
        }

        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(read);
        return read;
    }
#endif

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Bytes came through.</summary>
    private protected abstract void Count(int bytes);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int TakeFront(byte[] buffer, int offset, int count)
    {
        int front = Math.Min(count, _frontCount);
        if (front == 0) return 0;
        Array.Copy(_front, 0, buffer, offset, front);
        DropFront(front);
        return front;
    }

    private void DropFront(int count)
    {
        Array.Copy(_front, count, _front, 0, _frontCount - count);
        _frontCount -= count;
    }
}
