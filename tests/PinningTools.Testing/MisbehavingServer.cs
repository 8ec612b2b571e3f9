using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A server on a free loopback port that never gets as far as TLS.</summary>
public sealed class MisbehavingServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    private MisbehavingServer(Misbehaviour misbehaviour) =>
        _listener = new LoopbackListener(IPAddress.Loopback, BehaviourOf(misbehaviour));

    /// <summary>The port.</summary>
    public int Port => _listener.Port;

    /// <summary>The address of the server as <c>https</c>.</summary>
    public Uri Uri => new UriBuilder(Uri.UriSchemeHttps, "localhost", Port).Uri;

    /// <summary>The connections so far.</summary>
    public int ConnectionCount => _listener.AcceptedCount;

    /// <summary>Starts a server that fails its clients in one way.</summary>
    public static MisbehavingServer Start(Misbehaviour misbehaviour) => new(misbehaviour);

    /// <summary>Waits until as many connections were closed in all.</summary>
    /// <exception cref="TimeoutException">They were not.</exception>
    public Task WaitForConnectionClosedAsync(int count, TimeSpan timeout) =>
        _listener.WaitForClosedAsync(count, timeout);

    /// <summary>Closes all connections and stops listening.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static Func<NetworkStream, CancellationToken, Task> BehaviourOf(Misbehaviour misbehaviour) =>
        misbehaviour switch
        {
            Misbehaviour.AcceptAndSayNothing => (stream, stop) => stream.CopyToAsync(Stream.Null, stop),
            Misbehaviour.CloseAtOnce => (_, _) => Task.CompletedTask,
            Misbehaviour.ResetAtOnce => (stream, _) => ResetAsync(stream),
            Misbehaviour.DripOneBytePerSecond => DripAsync,
            Misbehaviour.FloodWithGarbage => FloodAsync,
            Misbehaviour.PlainTextHttp => (stream, stop) => AnswerAsync(
                stream, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop),
            Misbehaviour.TlsAlert => (stream, stop) => AnswerAsync(stream, [0x15, 3, 3, 0, 2, 2, 40], stop),
            _ => throw new ArgumentOutOfRangeException(nameof(misbehaviour)),
        };

    private static Task ResetAsync(NetworkStream stream)
    {
        // The socket itself, since the stream would say goodbye first.
        stream.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        stream.Socket.Dispose();
        return Task.CompletedTask;
    }

    private static async Task DripAsync(NetworkStream stream, CancellationToken stop)
    {
        // The header of a handshake record, then a ServerHello as long as the record.
        byte[] drops = [0x16, 3, 3, 0x40, 0, 2, 0, 0x3F, 0xFC, 3, 3];
        for (var second = 0; ; second++)
        {
            var drop = second < drops.Length ? drops[second] : (byte)0;
            await stream.WriteAsync(new[] { drop }, stop).ConfigureAwait(false);
            await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(false);
        }
    }

    private static async Task FloodAsync(NetworkStream stream, CancellationToken stop)
    {
        while (true)
            await stream.WriteAsync(RandomNumberGenerator.GetBytes(16 * 1024), stop).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(NetworkStream stream, byte[] answer, CancellationToken stop)
    {
        _ = await stream.ReadAsync(new byte[16 * 1024], stop).ConfigureAwait(false);
        await stream.WriteAsync(answer, stop).ConfigureAwait(false);
    }
}
