using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>
/// Accepts connections on a free loopback port and gives each, on a thread of its own, to a function until disposed.
/// </summary>
internal sealed class LoopbackListener
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Action<Socket> _serve;
    private readonly List<(Socket Socket, Task Task)> _connections = [];
    private readonly Task _accepting;

    internal LoopbackListener(Action<Socket> serve)
    {
        _serve = serve;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        Port = ((IPEndPoint)_listener.LocalEndPoint).Port;
        _accepting = Task.Factory.StartNew(Accept, TaskCreationOptions.LongRunning);
    }

    internal int Port { get; }

    internal int AcceptedCount => Count(_ => true);

    internal async Task WaitForClosedAsync(int count, TimeSpan timeout)
    {
        for (var clock = Stopwatch.StartNew(); Count(task => task.IsCompleted) < count; await Task.Delay(10))
            if (clock.Elapsed > timeout)
                throw new TimeoutException($"Not {count} connections were closed in {timeout}.");
    }

    internal async Task DisposeAsync()
    {
        // Mono leaves a thread waiting in Accept when its socket is closed, not when it is shut down first.
        ShutDown(_listener);
        await _accepting;
        foreach ((Socket socket, Task task) in _connections)
        {
            ShutDown(socket);
            await task;
        }
    }

    private static void ShutDown(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It had ended of itself.
        }

        socket.Dispose();
    }

    private int Count(Func<Task, bool> predicate)
    {
        lock (_connections) return _connections.Count(connection => predicate(connection.Task));
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket socket = _listener.Accept();
                socket.NoDelay = true;
                Task served = Task.Factory.StartNew(() => Serve(socket), TaskCreationOptions.LongRunning);
                lock (_connections) _connections.Add((socket, served));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            try
            {
                _serve(socket);
            }
            catch (Exception)
            {
                // However a connection ends, the server continues; who wants to know the error records it.
            }
        }
    }
}
