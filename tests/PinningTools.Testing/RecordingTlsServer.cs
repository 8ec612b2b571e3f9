using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Org.BouncyCastle.Tls;

namespace PinningTools.Testing;

/// <summary>A TLS server on a free loopback port that remembers every connection.</summary>
public abstract class RecordingTlsServer : IAsyncDisposable
{
    private readonly List<TlsConnection> _connections = [];
    private readonly IPAddress _address;
    private readonly Func<Stream, CancellationToken, Task> _handler;
    private LoopbackListener? _listener;

    private protected RecordingTlsServer(IPAddress address, Func<Stream, CancellationToken, Task>? handler)
    {
        _address = address;
        _handler = handler ?? ReadToEndAsync;
    }

    /// <summary>The port.</summary>
    public int Port => _listener!.Port;

    /// <summary><c>localhost</c>, or <c>::1</c> when listening there.</summary>
    public string Host => _address.Equals(IPAddress.IPv6Loopback) ? "::1" : "localhost";

    /// <summary>The address of the server as <c>https</c>.</summary>
    public Uri Uri => new UriBuilder(Uri.UriSchemeHttps, Host, Port).Uri;

    /// <summary>The connections so far, oldest first.</summary>
    public IReadOnlyList<TlsConnection> Connections
    {
        get
        {
            lock (_connections)
                return _connections.ToArray();
        }
    }

    /// <summary>Waits until that many connections were closed in total, and then returns the connections.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public async Task<IReadOnlyList<TlsConnection>> WaitForConnectionClosedAsync(int count, TimeSpan timeout)
    {
        await _listener!.WaitForClosedAsync(count, timeout).ConfigureAwait(false);
        return Connections;
    }

    /// <summary>Closes all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _listener!.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private protected void Listen(int port = 0) =>
        _listener = new LoopbackListener(new IPEndPoint(_address, port), ServeAsync);

    /// <summary>Does the handshake, notes what it learns, and returns the stream of application data.</summary>
    private protected abstract Task<Stream> HandshakeAsync(
        Stream transport, TlsConnection connection, CancellationToken cancellationToken);

    /// <summary>Says goodbye, or does not.</summary>
    private protected virtual Task EndAsync(Stream secured) => Task.CompletedTask;

    private static Task ReadToEndAsync(Stream stream, CancellationToken cancellationToken) =>
        stream.CopyToAsync(Stream.Null, cancellationToken);

    private async Task ServeAsync(Stream transport, CancellationToken cancellationToken)
    {
        var connection = new TlsConnection();
        lock (_connections)
            _connections.Add(connection);
        try
        {
            await using var secured = await HandshakeAsync(transport, connection, cancellationToken)
                .ConfigureAwait(false);
            connection.Application = new RecordingStream(secured);
            connection.HandshakeCompleted = true;
            await _handler(connection.Application, cancellationToken).ConfigureAwait(false);
            await EndAsync(secured).ConfigureAwait(false);
        }
        catch (TlsNoCloseNotifyException)
        {
            // Most clients close so, and SslStream takes it for the end too.
        }
        catch (Exception error)
        {
            connection.Error = error;
        }
    }
}
