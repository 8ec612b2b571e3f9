using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>
/// A SOCKS 5 proxy (RFC 1928, RFC 1929) on a free loopback port, whose tunnels all end on this machine.
/// </summary>
public sealed class Socks5Proxy : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly NetworkCredential? _credential;
    private readonly byte _reply;
    private readonly ScriptedServer _server;

    private Socks5Proxy(NetworkCredential? credential, byte reply)
    {
        _credential = credential;
        _reply = reply;
        _server = ScriptedServer.Start(ServeAsync);
    }

    /// <summary>The port.</summary>
    public int Port => _server.Port;

    /// <summary>The address of the proxy.</summary>
    public string Uri => $"socks5://127.0.0.1:{Port}";

    /// <summary>What tunnels were asked for, as <c>host:port</c>, oldest first.</summary>
    public IReadOnlyList<string> Requests => _requests.ToArray();

    /// <summary>Starts a proxy.</summary>
    /// <param name="credential">The name and password to demand.</param>
    /// <param name="reply">The answer to every request; another than 0 refuses.</param>
    public static Socks5Proxy Start(NetworkCredential? credential = null, byte reply = 0) => new(credential, reply);

    /// <summary>Closes all connections and stops listening.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(ScriptedPeer client)
    {
        var greeting = await client.ReadAsync(2).ConfigureAwait(false);
        var methods = await client.ReadAsync(greeting[1]).ConfigureAwait(false);
        var method = (byte)(_credential is null ? 0 : 2);
        if (!methods.Contains(method))
        {
            await client.SendAsync([5, 0xFF]).ConfigureAwait(false);
            return;
        }

        await client.SendAsync([5, method]).ConfigureAwait(false);
        if (_credential is not null && !await IsKnownAsync(client).ConfigureAwait(false))
            return;

        var head = await client.ReadAsync(4).ConfigureAwait(false);
        var host = head[3] switch
        {
            1 => new IPAddress(await client.ReadAsync(4).ConfigureAwait(false)).ToString(),
            4 => new IPAddress(await client.ReadAsync(16).ConfigureAwait(false)).ToString(),
            _ => await ReadTextAsync(client).ConfigureAwait(false),
        };
        var port = await client.ReadAsync(2).ConfigureAwait(false);
        _requests.Enqueue($"{host}:{(port[0] << 8) | port[1]}");
        await client.SendAsync([5, _reply, 0, 1, 127, 0, 0, 1, 0, 0]).ConfigureAwait(false);
        if (_reply == 0)
            await TunnelAsync(client, (port[0] << 8) | port[1]).ConfigureAwait(false);
    }

    private async Task<bool> IsKnownAsync(ScriptedPeer client)
    {
        await client.ReadAsync(1).ConfigureAwait(false);
        var name = await ReadTextAsync(client).ConfigureAwait(false);
        var password = await ReadTextAsync(client).ConfigureAwait(false);
        var known = name == _credential!.UserName && password == _credential.Password;
        await client.SendAsync([1, (byte)(known ? 0 : 1)]).ConfigureAwait(false);
        return known;
    }

    private static async Task<string> ReadTextAsync(ScriptedPeer client)
    {
        var length = await client.ReadAsync(1).ConfigureAwait(false);
        return Encoding.UTF8.GetString(await client.ReadAsync(length[0]).ConfigureAwait(false));
    }

    private static async Task TunnelAsync(ScriptedPeer client, int port)
    {
        using var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        var server = connection.GetStream();
        await Task.WhenAny(client.Stream.CopyToAsync(server), server.CopyToAsync(client.Stream)).ConfigureAwait(false);
    }
}
