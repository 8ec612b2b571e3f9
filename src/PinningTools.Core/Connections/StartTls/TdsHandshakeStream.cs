using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Carries the records of a TLS handshake in pre-login packets: MS-TDS section 3.2.5.2. After the handshake TDS
/// continues in plain TLS records; a check ends there.
/// </summary>
[SuppressMessage("Performance", "CA1844", Justification = "A handshake is a handful of packets.")]
internal sealed class TdsHandshakeStream(Stream inner) : Stream
{
    private readonly byte[] _header = new byte[TdsPacket.HeaderLength];
    private int _left;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (_left == 0)
        {
            if (!await ReadHeaderAsync(cancellationToken).ConfigureAwait(false)) return 0;
            _left = TdsPacket.ContentLength(_header);
            if (_header[0] is not (TdsPacket.PreLogin or TdsPacket.Response) || _left <= 0)
                throw new IOException("The server does not wrap the TLS handshake as TDS does.");
        }

        int read =
            await inner.ReadAsync(buffer, offset, Math.Min(count, _left), cancellationToken).ConfigureAwait(false);
        _left -= read;
        return read;
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        const int MaxContent = TdsPacket.MaxLength - TdsPacket.HeaderLength;
        for (int sent = 0; sent < count;)
        {
            int piece = Math.Min(count - sent, MaxContent);
            byte[] packet =
                TdsPacket.Make(TdsPacket.PreLogin, buffer, offset + sent, piece, isLast: sent + piece == count);
            await inner.WriteAsync(packet, 0, packet.Length, cancellationToken).ConfigureAwait(false);
            sent += piece;
        }
    }

    // .NET Framework uses these two methods for the handshake.
    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async Task<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        for (int filled = 0; filled < _header.Length;)
        {
            int read = await inner.ReadAsync(_header, filled, _header.Length - filled, cancellationToken)
                .ConfigureAwait(false);
            if (read == 0) return filled == 0 ? false : throw new EndOfStreamException();
            filled += read;
        }

        return true;
    }
}
