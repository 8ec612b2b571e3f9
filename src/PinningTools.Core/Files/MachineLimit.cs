using System;
using System.IO;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// What this machine, or this process, has run out of: told by the numbers of errors, for the texts are in everybody's
/// own language, and never of the peer, who has nothing to do with it.
/// </summary>
internal static class MachineLimit
{
    private const string Handles = "file handles";
    private const string Memory = "memory for connections";
    private const int UnixFilesOfSystem = 23;
    private const int UnixFilesOfProcess = 24;
    private const int UnixNoMemory = 12;
    private const int WindowsTooManyFiles = unchecked((int)0x80070004);

    /// <summary>What is short by an error or by what caused it; null where it speaks of something else.</summary>
    internal static string? In(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (OfOne(error) is { } limit) return limit;
        }

        return null;
    }

    /// <summary>
    /// The same of what other libraries did here: whoever looks names up or reads certificates says of a file or
    /// socket that could not be opened that there is none, so that this machine is asked once more itself.
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
            // A look-up has the list of hosts and a socket open at once.
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
