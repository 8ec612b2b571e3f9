using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>Accepts connections on a free loopback port and gives each to a function until disposed.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<NetworkStream, CancellationToken, Task> _serve;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;

    public LoopbackListener(IPAddress address, Func<NetworkStream, CancellationToken, Task> serve)
        : this(new IPEndPoint(address, 0), serve)
    {
    }

    public LoopbackListener(IPEndPoint place, Func<NetworkStream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener = new TcpListener(place);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int AcceptedCount => Count(_ => true);

    public int ClosedCount => Count(connection => connection.IsCompleted);

    public async Task WaitForClosedAsync(int count, TimeSpan timeout)
    {
        for (var clock = Stopwatch.StartNew(); ClosedCount < count; await Task.Delay(10).ConfigureAwait(false))
        {
            if (clock.Elapsed > timeout)
                throw new TimeoutException($"{ClosedCount} connections, not {count}, were closed in {timeout}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_connections).ConfigureAwait(false);
        _stop.Dispose();
    }

    private int Count(Func<Task, bool> predicate)
    {
        lock (_connections)
            return _connections.Count(predicate);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                lock (_connections)
                    _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception error) when (_stop.IsCancellationRequested &&
            error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed. Whether the token or the closed socket ends the call is a race, and each has an exception of its own.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);

        // Ends reads that know nothing of cancellation.
        using var stopping = _stop.Token.Register(stream.Dispose);
        try
        {
            await _serve(stream, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // However a connection ends, the server continues; who wants to know the error records it in the function.
        }
        finally
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
