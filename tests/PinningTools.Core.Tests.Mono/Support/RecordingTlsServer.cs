using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A TLS server on a free loopback port that remembers every connection.</summary>
public abstract class RecordingTlsServer
{
    private readonly List<TlsConnection> _connections = [];
    private readonly LoopbackListener _listener;

    private protected RecordingTlsServer() => _listener = new LoopbackListener(Serve);

    public int Port => _listener.Port;

    public Uri Uri => new UriBuilder(Uri.UriSchemeHttps, "localhost", Port).Uri;

    /// <summary>
    /// What to answer once an empty line has come, as HTTP does; nothing if null, and the end of the connection if empty.
    /// </summary>
    internal byte[]? Answer { get; init; }

    public async Task<IReadOnlyList<TlsConnection>> WaitForConnectionClosedAsync(int count, TimeSpan timeout)
    {
        await _listener.WaitForClosedAsync(count, timeout);
        lock (_connections) return _connections.ToArray();
    }

    public Task DisposeAsync() => _listener.DisposeAsync();

    /// <summary>Does the handshake, notes what it learns, and returns the stream of application data.</summary>
    private protected abstract Stream Handshake(Stream transport, TlsConnection connection);

    private void Serve(Socket socket)
    {
        var connection = new TlsConnection();
        lock (_connections) _connections.Add(connection);
        try
        {
            using Stream secured = Handshake(new NetworkStream(socket), connection);
            connection.HandshakeCompleted = true;
            Converse(secured, connection.Received);
        }
        catch (Exception error)
        {
            connection.Error = error;
        }
    }

    private void Converse(Stream secured, MemoryStream received)
    {
        byte[] buffer = new byte[4096];
        int count;
        while ((count = secured.Read(buffer, 0, buffer.Length)) > 0)
        {
            received.Write(buffer, 0, count);
            if (Answer is null || !EndsInEmptyLine(received.ToArray())) continue;
            if (Answer.Length == 0) return;
            secured.Write(Answer, 0, Answer.Length);
        }
    }

    private static bool EndsInEmptyLine(byte[] data) =>
        data.Length > 3 && data[data.Length - 1] == '\n' && data[data.Length - 3] == '\n';
}
