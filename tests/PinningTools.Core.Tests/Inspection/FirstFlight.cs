using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Tests.Inspection;

/// <summary>What a server of TLS 1.2 or earlier sends before it expects an answer, taken from the wire.</summary>
internal static class FirstFlight
{
    private const byte HandshakeRecord = 22;
    private const byte ServerHelloDone = 14;

    /// <summary>
    /// Sends a hello to a server, and reads its first flight: all its records in plaintext, or 1.3's first.
    /// </summary>
    internal static async Task<byte[]> OfAsync(int port, byte[] hello)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(hello);
        var flight = new List<byte>();
        byte[] header = new byte[5];
        do
        {
            await stream.ReadExactlyAsync(header);
            byte[] content = new byte[(header[3] << 8) | header[4]];
            await stream.ReadExactlyAsync(content);
            flight.AddRange(header);
            flight.AddRange(content);
            if (EndsFlight(header, content)) return [.. flight];
        }
        while (true);
    }

    /// <summary>One record: the hello of an inspection, or the first word of a server.</summary>
    internal static async Task<byte[]> ReadHelloAsync(Stream stream)
    {
        byte[] header = new byte[5];
        await stream.ReadExactlyAsync(header);
        byte[] content = new byte[(header[3] << 8) | header[4]];
        await stream.ReadExactlyAsync(content);
        return [.. header, .. content];
    }

    /// <summary>
    /// Bouncy Castle's server puts each message into a record; in 1.3 the Finished is the last encrypted one.
    /// </summary>
    private static bool EndsFlight(byte[] header, byte[] content) =>
        (header[0] == HandshakeRecord && content.Length >= 4 && content[^4] == ServerHelloDone && content[^1] == 0)
        || (header[0] == HandshakeRecord && content[0] == ServerHelloDone)
        || (header[0] == 23 && content.Length is 32 + 4 + 1 + 16 or 48 + 4 + 1 + 16);
}
