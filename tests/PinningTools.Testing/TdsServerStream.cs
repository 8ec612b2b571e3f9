using System;
using System.Buffers.Binary;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>
/// SQL Server's side of a TLS handshake: records travel in pre-login packets until it is over (MS-TDS 3.3.5.2).
/// </summary>
public sealed class TdsServerStream(Stream inner) : Stream
{
    private const byte PreLogin = 0x12;
    private int _left;

    /// <summary>Set when the handshake is over, from where on TLS goes bare.</summary>
    public bool IsBare { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsBare)
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);

        if (_left == 0)
        {
            var header = new byte[8];
            await inner.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
            if (header[0] != PreLogin)
                throw new InvalidDataException($"The client wrapped the handshake in packets of type {header[0]:x2}.");
            _left = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - header.Length;
        }

        var read =
            await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsBare)
        {
            await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
            return;
        }

        // In packets of 512 bytes, which the client must put together again.
        for (var rest = buffer; rest.Length > 0;)
        {
            var piece = rest[..Math.Min(rest.Length, 504)];
            rest = rest[piece.Length..];
            byte[] header = [PreLogin, (byte)(rest.Length == 0 ? 1 : 0), 0, 0, 0, 0, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + piece.Length));
            await inner.WriteAsync(header, cancellationToken).ConfigureAwait(false);
            await inner.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
