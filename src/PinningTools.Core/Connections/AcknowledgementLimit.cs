#if NET
using System;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// How long what was sent may go unacknowledged. A firewall that has forgotten a connection drops its packets without a
/// word, and the platform would send them again for a quarter of an hour. A server that is only slow acknowledges them
/// at once, because its system does.
/// </summary>
internal static class AcknowledgementLimit
{
    private const int TcpLevel = 6;

    /// <summary>TCP_USER_TIMEOUT in milliseconds, TCP_MAXRT and TCP_RXT_CONNDROPTIME in seconds.</summary>
    private static readonly (int Option, int PerSecond) s_option =
        OperatingSystem.IsLinux() ? (18, 1000)
        : OperatingSystem.IsWindows() ? (5, 1)
        : OperatingSystem.IsMacOS() ? (0x80, 1)
        : default;

    /// <summary>Sets the limit, and gives what sets the former one again; null where there is none.</summary>
    internal static Action? Set(Socket socket, TimeSpan limit)
    {
        if (s_option.Option == 0) return null;
        try
        {
            byte[] before = new byte[sizeof(int)];
            socket.GetRawSocketOption(TcpLevel, s_option.Option, before);
            socket.SetRawSocketOption(
                TcpLevel, s_option.Option, BitConverter.GetBytes((int)limit.TotalSeconds * s_option.PerSecond));
            return () => Restore(socket, before);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // A Unix domain socket has no such limit, and a closed connection needs none.
            return null;
        }
    }

    private static void Restore(Socket socket, byte[] before)
    {
        try
        {
            socket.SetRawSocketOption(TcpLevel, s_option.Option, before);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }
}
#endif
