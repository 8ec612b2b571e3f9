using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Tests.Http;

/// <summary>One port whose server can change, like a name whose address someone else took over.</summary>
internal sealed class PortForwarder : IAsyncDisposable
{
    private readonly TcpListener _listener;

    private int _count;

    private PortForwarder()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ServeAsync();
    }

    internal int Port { get; }

    internal int Target { set => Targets = [value]; }

    /// <summary>One connection after the other goes to the next of them.</summary>
    internal int[] Targets { get; set; } = [];

    internal static PortForwarder Start() => new();

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = PassAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Closed: the test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                int place = Interlocked.Increment(ref _count) % Targets.Length;
                await server.ConnectAsync(IPAddress.Loopback, Targets[place]);
                Task there = client.GetStream().CopyToAsync(server.GetStream());
                Task back = server.GetStream().CopyToAsync(client.GetStream());
                await Task.WhenAny(there, back);
            }
            catch (Exception error) when (error is SocketException or System.IO.IOException)
            {
                // One side left; the other is closed with it.
            }
        }
    }
}
