using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Examples;

/// <summary>
/// A TLS server on a free loopback port that answers every HTTP request with one line and counts the bytes it reads.
/// </summary>
internal sealed class ExampleServer : IDisposable
{
    private static readonly byte[] s_answer = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\n"
        + "Connection: close\r\n\r\nhello\n");

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SslStreamCertificateContext _certificate;
    private long _bytesReceived;

    internal ExampleServer(Authority authority)
    {
        _certificate = SslStreamCertificateContext.Create(
            authority.IssueForLocalhost(), [authority.Intermediate], offline: true);
        _listener.Start();
        _ = ServeAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The bytes of application data that clients have sent.</summary>
    internal long BytesReceived => Interlocked.Read(ref _bytesReceived);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was closed: the example is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var stream = new SslStream(client.GetStream());
                var options = new SslServerAuthenticationOptions { ServerCertificateContext = _certificate };
                await stream.AuthenticateAsServerAsync(options);
                byte[] buffer = new byte[8192];
                int count = await stream.ReadAsync(buffer);
                Interlocked.Add(ref _bytesReceived, count);
                if (count > 0) await stream.WriteAsync(s_answer);
            }
            catch (Exception error) when (error is IOException or AuthenticationException)
            {
                // Expected: clients of this server may look at the certificate and disconnect.
            }
        }
    }
}
