using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PinningTools.Tests.Http;

/// <summary>
/// One port behind which the server can change, as behind a name whose address somebody else took over.
/// </summary>
internal sealed class PortForwarder : IAsyncDisposable
{
    private readonly TcpListener _listener;

    private PortForwarder(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = ServeAsync();
    }

    internal int Port { get; }

    internal int Target { get; set; }

    internal static PortForwarder Start(int port) => new(port);

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
                await server.ConnectAsync(IPAddress.Loopback, Target);
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
