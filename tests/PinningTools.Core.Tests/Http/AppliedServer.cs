using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Testing;

namespace PinningTools.Tests.Http;

/// <summary>
/// An HTTPS server that says that it keeps its connections and then does something else, and that counts what it
/// applied: the requests that it read to their end, by method and path.
/// </summary>
internal sealed class AppliedServer : IAsyncDisposable
{
    private readonly ScriptedServer _server;
    private readonly ConcurrentDictionary<string, int> _applied = new(StringComparer.Ordinal);
    private readonly SslStreamCertificateContext _certificate;
    private readonly Func<Exchange, Task<bool>> _reply;
    private int _count;
    private int _connections;

    private AppliedServer(Func<Exchange, Task<bool>> reply)
    {
        _reply = reply;
        _certificate = SslStreamCertificateContext.Create(
            WebClient.Leaf.Certificate, new X509Certificate2Collection(), offline: true);
        _server = ScriptedServer.Start(ServeAsync);
    }

    internal Uri Uri => new($"https://localhost:{_server.Port}/");

    /// <summary>The connections that got as far as a request.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>How many requests were applied in all.</summary>
    internal int Applied => Volatile.Read(ref _count);

    /// <summary>The most that one request was applied.</summary>
    internal int Most => _applied.IsEmpty ? 0 : _applied.Values.Max();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <param name="reply">Replies to one request, and gives whether the connection goes on.</param>
    internal static AppliedServer Start(Func<Exchange, Task<bool>> reply) => new(reply);

    /// <summary>A server that ends each connection in one way after each reply.</summary>
    internal static AppliedServer Start(ConnectionEnd end) => new(exchange => exchange.ReplyAndEndAsync(end));

    private async Task ServeAsync(ScriptedPeer peer)
    {
        var network = (NetworkStream)peer.Stream;
        await using var tls = new SslStream(network, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
        });
        bool goesOn = true;
        for (int number = 0; goesOn; number++)
        {
            if (await ReadRequestAsync(tls) is not { } head) return;
            if (number == 0) Interlocked.Increment(ref _connections);
            string[] line = head.Split(' ', 3);
            _applied.AddOrUpdate($"{line[0]} {line[1]}", 1, (_, before) => before + 1);
            int total = Interlocked.Increment(ref _count);
            goesOn = await _reply(new Exchange(tls, network.Socket, line[0], head, total, number));
        }
    }

    /// <summary>The head of the next request, whose body has been read too; null at the end.</summary>
    private static async Task<string?> ReadRequestAsync(SslStream stream)
    {
        var head = new StringBuilder();
        byte[] buffer = new byte[8192];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int count = await stream.ReadAsync(buffer);
            if (count == 0) return null;
            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        string text = head.ToString();
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        string[] fields = text[..end].Split("\r\n");
        bool isChunked = fields.Contains("Transfer-Encoding: chunked", StringComparer.OrdinalIgnoreCase);
        string? length = fields.FirstOrDefault(
            field => field.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        int wanted = length is null ? 0 : int.Parse(length[15..], CultureInfo.InvariantCulture);
        string body = text[end..];
        while (isChunked ? !body.EndsWith("0\r\n\r\n", StringComparison.Ordinal) : body.Length < wanted)
        {
            int count = await stream.ReadAsync(buffer);
            if (count == 0) return null;
            body += Encoding.Latin1.GetString(buffer, 0, count);
        }

        return text[..end];
    }

    /// <summary>One request that was applied.</summary>
    /// <param name="Stream">What the reply is written to.</param>
    /// <param name="Socket">The connection.</param>
    /// <param name="Method">The method.</param>
    /// <param name="Head">The request line and the fields.</param>
    /// <param name="Total">How many requests the server has applied, this one included.</param>
    /// <param name="Number">How many came over this connection before.</param>
    internal sealed record Exchange(
        SslStream Stream, Socket Socket, string Method, string Head, int Total, int Number)
    {
        internal const string Ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n";

        internal async Task<bool> ReplyAsync(string? text = null)
        {
            text ??= Method == "HEAD" ? Ok : Ok + "hello";
            await Stream.WriteAsync(Encoding.Latin1.GetBytes(text));
            await Stream.FlushAsync();
            return true;
        }

        internal async Task<bool> ReplyAndEndAsync(ConnectionEnd end)
        {
            await ReplyAsync();
            return await EndAsync(end);
        }

        /// <summary>Ends the connection, or what can be seen of it.</summary>
        internal async Task<bool> EndAsync(ConnectionEnd end)
        {
            switch (end)
            {
                case ConnectionEnd.None:
                    return true;
                case ConnectionEnd.Close:
                    return false;
                case ConnectionEnd.CloseSoon:
                    await Task.Delay(2);
                    return false;
                case ConnectionEnd.Reset:
                    await Task.Delay(2);
                    Socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    Socket.Dispose();
                    return false;
                case ConnectionEnd.Drop:
                    DropPackets(Socket);
                    return true;
                default:
                    // Received and acknowledged, and never answered.
                    await Stream.CopyToAsync(System.IO.Stream.Null);
                    return false;
            }
        }
    }

    /// <summary>
    /// Makes the kernel drop each packet that arrives for a socket, unacknowledged, as a firewall does that has
    /// forgotten the connection (a filter of Linux that takes nothing).
    /// </summary>
    private static void DropPackets(Socket socket)
    {
        const int SocketLevel = 1;
        const int AttachFilter = 26;
        nint instruction = Marshal.AllocHGlobal(sizeof(long));
        try
        {
            // BPF_RET | BPF_K with k = 0: no byte of a packet is let through. The kernel copies the program.
            Marshal.WriteInt64(instruction, 0x06);
            byte[] program = new byte[2 * sizeof(long)];
            program[0] = 1;
            BitConverter.TryWriteBytes(program.AsSpan(sizeof(long)), (long)instruction);
            socket.SetRawSocketOption(SocketLevel, AttachFilter, program);
        }
        finally
        {
            Marshal.FreeHGlobal(instruction);
        }
    }
}

/// <summary>How a server ends a connection that it said it would keep.</summary>
public enum ConnectionEnd
{
    /// <summary>It keeps it.</summary>
    None,

    /// <summary>At once after the reply.</summary>
    Close,

    /// <summary>Two milliseconds after the reply.</summary>
    CloseSoon,

    /// <summary>With a reset, two milliseconds after the reply.</summary>
    Reset,

    /// <summary>From the reply on nothing that is sent arrives, and nobody says so.</summary>
    Drop,

    /// <summary>From the reply on everything arrives and nothing is answered.</summary>
    Mute,
}
