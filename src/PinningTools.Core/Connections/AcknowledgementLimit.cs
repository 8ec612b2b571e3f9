#if NET
using System;
using System.Net.Sockets;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// How long what was sent may go unacknowledged. A firewall that has forgotten a connection drops its packets without a
/// word, and the platform would send them again for a quarter of an hour. A server that is only slow acknowledges them
/// at once, because its system does.
/// </summary>
internal sealed class AcknowledgementLimit(Socket socket)
{
    private const int TcpLevel = 6;

    /// <summary>TCP_USER_TIMEOUT in milliseconds, TCP_MAXRT and TCP_RXT_CONNDROPTIME in seconds.</summary>
    private static readonly (int Option, int PerSecond) s_option =
        OperatingSystem.IsLinux() ? (18, 1000)
        : OperatingSystem.IsWindows() ? (5, 1)
        : OperatingSystem.IsMacOS() ? (0x80, 1)
        : default;

    private byte[]? _before;

    /// <summary>Sets the limit, if it is not set.</summary>
    internal void Set(TimeSpan limit)
    {
        if (s_option.Option == 0 || _before is not null) return;
        byte[] before = new byte[sizeof(int)];
        try
        {
            socket.GetRawSocketOption(TcpLevel, s_option.Option, before);
            Write(BitConverter.GetBytes((int)limit.TotalSeconds * s_option.PerSecond));
            _before = before;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // A Unix domain socket has no such limit, and a closed connection needs none.
        }
    }

    /// <summary>Sets the former limit again.</summary>
    internal void Lift()
    {
        if (Interlocked.Exchange(ref _before, null) is not { } before) return;
        try
        {
            Write(before);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    private void Write(byte[] value) => socket.SetRawSocketOption(TcpLevel, s_option.Option, value);
}
#endif
