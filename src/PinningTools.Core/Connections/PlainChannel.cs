using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// The plaintext exchange before TLS begins: with a proxy, and to request STARTTLS. The number of bytes is limited
/// here; the time is limited by closing the socket. Nothing that was read in plaintext is ever treated as received
/// through TLS.
/// </summary>
internal sealed class PlainChannel(Socket socket)
{
    /// <summary>A peer that intends to upgrade never sends more than this.</summary>
    internal const int MaxBytes = 64 * 1024;

    /// <summary>The longest line or token, including its end; IMAP servers have the longest ones.</summary>
    internal const int MaxLine = 8 * 1024;

    private readonly byte[] _buffer = new byte[MaxLine];
    private int _start;
    private int _end;
    private int _received;

    /// <summary>The underlying stream, for TLS if there are no <see cref="EarlyBytes"/>.</summary>
    internal NetworkStream Stream { get; } = new(socket, ownsSocket: true);

    /// <summary>This machine's address on the connection.</summary>
    internal IPAddress LocalAddress => ((IPEndPoint)socket.LocalEndPoint!).Address;

    internal Task SendAsync(byte[] data) => Stream.WriteAsync(data, 0, data.Length);

    internal Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next line without its end; a bare LF ends it too.</summary>
    internal async Task<string> ReadLineAsync()
    {
        string line = await ReadThroughAsync((byte)'\n').ConfigureAwait(false);
        return line.TrimEnd('\n', '\r');
    }

    /// <summary>Everything up to and including the byte, each byte as a character.</summary>
    internal async Task<string> ReadThroughAsync(byte last)
    {
        int searched = _start;
        while (true)
        {
            int found = Array.IndexOf(_buffer, last, searched, _end - searched);
            if (found >= 0) return Text(Take(found + 1 - _start));
            searched = _end - _start;
            if (_end - _start == MaxLine) throw TooLong();
            await FillAsync().ConfigureAwait(false);
            searched += _start;
        }
    }

    internal async Task<byte[]> ReadAsync(int count)
    {
        if (count > MaxBytes) throw TooLong();
        byte[] data = new byte[count];
        for (int filled = 0; filled < count;)
        {
            if (_start == _end) await FillAsync().ConfigureAwait(false);
            int piece = Math.Min(count - filled, _end - _start);
            Buffer.BlockCopy(_buffer, _start, data, filled, piece);
            _start += piece;
            filled += piece;
        }

        return data;
    }

    /// <summary>
    /// What the peer sent after the last item that was read. In TLS the client speaks first, so there must be nothing
    /// where TLS begins: it was injected by someone who wants it to be taken for the server's data (CVE-2011-0411 and
    /// similar).
    /// </summary>
    internal int EarlyBytes => _end - _start + socket.Available;

    /// <summary>The received data that was not read; nothing is read afterwards.</summary>
    internal string TakeRest() => Text(Take(_end - _start));

    /// <summary>Each byte as a character.</summary>
    internal static string Text(byte[] data) => Encoding.GetEncoding(28591).GetString(data);

    /// <summary>The <see cref="EarlyBytes"/> that have already been received, to show them.</summary>
    internal byte[] TakeEarly()
    {
        if (_start == _end && socket.Available > 0)
        {
            _start = 0;
            _end = socket.Receive(_buffer);
        }

        return Take(_end - _start);
    }

    private async Task FillAsync()
    {
        if (_start > 0) Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        int count = await Stream.ReadAsync(_buffer, _end, _buffer.Length - _end).ConfigureAwait(false);
        if (count == 0) throw new EndOfStreamException();
        _end += count;
        _received += count;
        if (_received > MaxBytes) throw TooLong();
    }

    private byte[] Take(int count)
    {
        byte[] data = new byte[count];
        Buffer.BlockCopy(_buffer, _start, data, 0, count);
        _start += count;
        return data;
    }

    private static PreludeException TooLong() => new(
        VerdictReason.ProtocolViolation, "it sends more than a server that intends to start TLS would.");
}
