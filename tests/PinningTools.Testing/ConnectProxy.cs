using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>An HTTP proxy on a free loopback port that knows CONNECT only, and remembers how it was asked.</summary>
/// <remarks>Tunnels end on this machine, whichever host was asked for.</remarks>
public sealed class ConnectProxy : IAsyncDisposable
{
    private const string BadGateway = "502 Bad Gateway";
    private const string Unauthorized = "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"";

    private readonly ConcurrentQueue<byte[]> _heads = new();
    private readonly ConnectProxyOptions _options;
    private readonly LoopbackListener _listener;
    private int _tunnels;

    private ConnectProxy(ConnectProxyOptions options)
    {
        _options = options;
        _listener = new LoopbackListener(IPAddress.Loopback, ServeAsync);
    }

    /// <summary>The port.</summary>
    public int Port => _listener.Port;

    /// <summary>The address of the proxy.</summary>
    public Uri Uri => new UriBuilder(Uri.UriSchemeHttp, "localhost", Port).Uri;

    /// <summary>The connections so far.</summary>
    public int ConnectionCount => _listener.AcceptedCount;

    /// <summary>The requests so far byte by byte, up to and including the empty line, oldest first.</summary>
    public IReadOnlyList<byte[]> Heads => _heads.ToArray();

    /// <summary>Starts a proxy.</summary>
    public static ConnectProxy Start(ConnectProxyOptions? options = null) => new(options ?? new());

    /// <summary>Waits until as many connections were closed in all.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public Task WaitForConnectionClosedAsync(int count, TimeSpan timeout) =>
        _listener.WaitForClosedAsync(count, timeout);

    /// <summary>Closes all connections and stops listening.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream client, CancellationToken stop)
    {
        var bytes = await ReadHeadAsync(client, stop).ConfigureAwait(false);
        _heads.Enqueue(bytes);
        var head = Encoding.Latin1.GetString(bytes);

        if (_options.Behaviour == ProxyBehaviour.Stall)
            await client.CopyToAsync(Stream.Null, stop).ConfigureAwait(false);
        else if (_options.Behaviour == ProxyBehaviour.Garbage)
            await client.WriteAsync(RandomNumberGenerator.GetBytes(1000), stop).ConfigureAwait(false);
        else if (!IsAuthorized(head))
            await AnswerAsync(client, Unauthorized, stop).ConfigureAwait(false);
        else if (_options.Behaviour == ProxyBehaviour.BadGateway)
            await AnswerAsync(client, BadGateway, stop).ConfigureAwait(false);
        else if (!head.StartsWith("CONNECT ", StringComparison.Ordinal))
            await AnswerAsync(client, "405 Method Not Allowed", stop).ConfigureAwait(false);
        else
            await TunnelAsync(client, head.Split(' ')[1], stop).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadHeadAsync(NetworkStream client, CancellationToken stop)
    {
        // Byte by byte, since what follows the head belongs to the tunnel.
        var head = new List<byte>();
        var one = new byte[1];
        while (!CollectionsMarshal.AsSpan(head).EndsWith("\r\n\r\n"u8))
        {
            await client.ReadExactlyAsync(one, stop).ConfigureAwait(false);
            head.Add(one[0]);
        }

        return [.. head];
    }

    private bool IsAuthorized(string head)
    {
        if (_options.Credential is not { } credential)
            return true;

        var secret = Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}");
        var expected = "Basic " + Convert.ToBase64String(secret);
        return head.Split("\r\n").Any(line => line.Split(": ", 2) is [var name, var value]
            && name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)
            && value == expected);
    }

    private async Task TunnelAsync(NetworkStream client, string target, CancellationToken stop)
    {
        bool isHonest = Interlocked.Increment(ref _tunnels) <= _options.HonestTunnels;
        var port = (isHonest ? null : _options.ImpostorPort)
            ?? int.Parse(target[(target.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        var address = target.StartsWith('[') ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        using var connection = new TcpClient(address.AddressFamily) { NoDelay = true };
        try
        {
            await connection.ConnectAsync(address, port, stop).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            await AnswerAsync(client, BadGateway, stop).ConfigureAwait(false);
            return;
        }

        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 Connection established\r\n{_options.Fields}\r\n"), stop).ConfigureAwait(false);
        var server = connection.GetStream();
        await Task.WhenAll(PassAsync(client, server, stop), PassAsync(server, client, stop)).ConfigureAwait(false);
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, CancellationToken stop)
    {
        try
        {
            await from.CopyToAsync(to, stop).ConfigureAwait(false);
        }
        finally
        {
            to.Socket.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task AnswerAsync(NetworkStream client, string status, CancellationToken stop)
    {
        var answer = $"HTTP/1.1 {status}\r\n{_options.Fields}Content-Length: 0\r\nConnection: close\r\n\r\n";
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer), stop).ConfigureAwait(false);
    }
}
