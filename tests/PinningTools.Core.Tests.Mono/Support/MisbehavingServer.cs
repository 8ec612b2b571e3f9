using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>A server on a free loopback port that never gets as far as TLS.</summary>
public sealed class MisbehavingServer
{
    private readonly LoopbackListener _listener;

    private MisbehavingServer(Misbehaviour misbehaviour) => _listener = new LoopbackListener(BehaviourOf(misbehaviour));

    public int Port => _listener.Port;

    public int ConnectionCount => _listener.AcceptedCount;

    public static MisbehavingServer Start(Misbehaviour misbehaviour) => new(misbehaviour);

    public Task WaitForConnectionClosedAsync(int count, TimeSpan timeout) =>
        _listener.WaitForClosedAsync(count, timeout);

    public Task DisposeAsync() => _listener.DisposeAsync();

    private static Action<Socket> BehaviourOf(Misbehaviour misbehaviour) => misbehaviour switch
    {
        Misbehaviour.AcceptAndSayNothing => ReadToEnd,
        Misbehaviour.CloseAtOnce => _ => { },
        Misbehaviour.ResetAtOnce => socket => socket.LingerState = new LingerOption(true, 0),
        Misbehaviour.DripOneBytePerSecond => Drip,
        Misbehaviour.FloodWithGarbage => Flood,
        Misbehaviour.PlainTextHttp => socket => Answer(socket, Encoding.ASCII.GetBytes(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")),
        Misbehaviour.TlsAlert => socket => Answer(socket, [0x15, 3, 3, 0, 2, 2, 40]),
        _ => throw new ArgumentOutOfRangeException(nameof(misbehaviour)),
    };

    private static void ReadToEnd(Socket socket)
    {
        byte[] buffer = new byte[4096];
        while (socket.Receive(buffer) > 0)
        {
        }
    }

    private static void Drip(Socket socket)
    {
        // The header of a handshake record, then a ServerHello as long as the record.
        byte[] drops = [0x16, 3, 3, 0x40, 0, 2, 0, 0x3F, 0xFC, 3, 3];
        for (int second = 0; ; second++)
        {
            socket.Send([second < drops.Length ? drops[second] : (byte)0]);
            Thread.Sleep(1000);
        }
    }

    private static void Flood(Socket socket)
    {
        byte[] garbage = new byte[16 * 1024];
        var random = new Random();
        while (true)
        {
            random.NextBytes(garbage);
            socket.Send(garbage);
        }
    }

    private static void Answer(Socket socket, byte[] answer)
    {
        socket.Receive(new byte[16 * 1024]);
        socket.Send(answer);
    }
}
