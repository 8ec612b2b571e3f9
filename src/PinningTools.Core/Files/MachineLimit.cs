using System;
using System.IO;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// What this machine or process has run out of. It is determined by error numbers, because the texts depend on the
/// language of the machine, and it is never reported as a fault of the peer.
/// </summary>
internal static class MachineLimit
{
    private const string Handles = "file handles";
    private const string Memory = "memory for connections";
    private const int UnixFilesOfSystem = 23;
    private const int UnixFilesOfProcess = 24;
    private const int UnixNoMemory = 12;
    private const int WindowsTooManyFiles = unchecked((int)0x80070004);

    /// <summary>The exhausted resource that an error or its cause shows; null if it is another error.</summary>
    internal static string? In(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (OfOne(error) is { } limit) return limit;
        }

        return null;
    }

    /// <summary>
    /// The same for errors of other libraries: code that looks up names or reads certificates reports a file or socket
    /// that could not be opened as missing, so this method tests the machine itself.
    /// </summary>
    internal static string? Behind(Exception? error) => In(error) ?? (HasHandles() ? null : Handles);

    private static string? OfOne(Exception error) => error switch
    {
        SocketException socket => socket.SocketErrorCode switch
        {
            SocketError.TooManyOpenSockets => Handles,
            SocketError.NoBufferSpaceAvailable => Memory,
            _ => null,
        },
        OutOfMemoryException => Memory,
        IOException => error.HResult switch
        {
            UnixFilesOfSystem or UnixFilesOfProcess or WindowsTooManyFiles => Handles,
            UnixNoMemory => Memory,
            _ => null,
        },
        _ => null,
    };

    private static bool HasHandles()
    {
        try
        {
            // A lookup has the hosts file and a socket open at the same time.
            using var one = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            return true;
        }
        catch (SocketException error)
        {
            return In(error) is null;
        }
    }
}
