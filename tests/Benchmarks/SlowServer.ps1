# A server that lets each client wait a second before it hands it on to the port given. Prints its own port.
param([int] $Port)

Add-Type -TypeDefinition @'
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

public static class SlowServer
{
    public static int Start(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(4096);
        _ = AcceptAsync(listener, port);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AcceptAsync(TcpListener listener, int port)
    {
        while (true) _ = ForwardAsync(await listener.AcceptTcpClientAsync(), port);
    }

    private static async Task ForwardAsync(TcpClient client, int port)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await Task.Delay(1000);
                await server.ConnectAsync(IPAddress.Loopback, port);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream()),
                    server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (System.IO.IOException) { }
            catch (SocketException) { }
        }
    }
}
'@
[Console]::Out.WriteLine([SlowServer]::Start($Port))
$null = [Console]::In.ReadLine()
