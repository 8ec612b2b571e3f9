using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;

namespace PinningTools.Testing;

/// <summary>Ports for servers that cannot be asked for any free port.</summary>
public static class FreePorts
{
    // Below what Linux, Windows and macOS give to listeners on port 0 and to clients: between the look here and the
    // server's start, no other test is given the same port.
    private const int First = 10_000;
    private const int End = 32_000;

    /// <summary>Ports on which nothing listens, each another.</summary>
    public static IReadOnlyList<int> Take(int count)
    {
        var ports = new List<int>(count);
        while (ports.Count < count)
        {
            int port = Random.Shared.Next(First, End);
            if (!ports.Contains(port) && IsFree(port)) ports.Add(port);
        }

        return ports;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
