using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Listens on loopback during one run of a client, as a proxy and directly. Each run has ports of its own, so that what
/// an earlier run left behind cannot be taken for this one.
/// </summary>
internal sealed class Interceptor : IDisposable
{
    /// <summary>At the same time, and in all; further connections are closed at once.</summary>
    private const int MaxOpen = 32;
    private const int MaxConnections = 256;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _proxy = Listen();
    private readonly Socket _direct = Listen();
    private readonly DrillScene _scene;
    private readonly Func<HostName, DrillMode, ImpostorIdentity> _identify;
    private readonly IImpostorHandshake _tls;
    private readonly object _gate = new();
    private readonly List<(InterceptedConnection Connection, Socket Socket, Task Work)> _all = [];
    private bool _isClosed;

    internal Interceptor(
        DrillScene scene, Func<HostName, DrillMode, ImpostorIdentity> identify, IImpostorHandshake tls)
    {
        _scene = scene with { DirectPort = DirectPort };
        _identify = identify;
        _tls = tls;
        _ = AcceptAsync(_proxy, isProxy: true);
        _ = AcceptAsync(_direct, isProxy: false);
    }

    internal int ProxyPort => PortOf(_proxy);

    internal int DirectPort => PortOf(_direct);

    /// <summary>
    /// Reads what is still on its way from a client that has ended, closes everything, and returns what was seen.
    /// </summary>
    /// <param name="grace">How long to read: a client's child can hold a connection open.</param>
    /// <param name="stop">Stops reading.</param>
    internal async Task<IReadOnlyList<InterceptedConnection>> EndAsync(TimeSpan grace, CancellationToken stop)
    {
        for (var watch = Stopwatch.StartNew(); !stop.IsCancellationRequested && watch.Elapsed < grace && IsBusy;)
            await Task.Delay(s_pause, CancellationToken.None).ConfigureAwait(false);
        Dispose();
        await Task.WhenAll(Snapshot().Select(one => one.Work)).ConfigureAwait(false);
        return [.. Snapshot().Select(one => one.Connection)];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _proxy.Dispose();
            _direct.Dispose();
            foreach ((_, Socket socket, _) in _all) socket.Dispose();
        }
    }

    private bool IsBusy => _proxy.Poll(0, SelectMode.SelectRead) || _direct.Poll(0, SelectMode.SelectRead)
        || Snapshot().Any(one => !one.Work.IsCompleted);

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(MaxOpen);
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private (InterceptedConnection Connection, Socket Socket, Task Work)[] Snapshot()
    {
        lock (_gate) return [.. _all];
    }

    private async Task AcceptAsync(Socket listener, bool isProxy)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                lock (_gate)
                    if (_isClosed) return;
                // A client that was gone before it was accepted, or no handle left for a moment.
                await Task.Delay(s_pause).ConfigureAwait(false);
                continue;
            }

            Serve(socket, isProxy);
        }
    }

    private void Serve(Socket socket, bool isProxy)
    {
        lock (_gate)
        {
            bool isTooMuch = _isClosed || _all.Count >= MaxConnections
                || _all.Count(one => !one.Work.IsCompleted) >= MaxOpen;
            if (isTooMuch)
            {
                socket.Dispose();
                return;
            }

            var connection = new InterceptedConnection(socket, _scene, _identify);
            _all.Add((connection, socket, Task.Run(() => connection.ServeAsync(isProxy, _tls))));
        }
    }
}
