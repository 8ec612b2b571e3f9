using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Fuzz;

/// <summary>What a server or a proxy says before TLS: each input is all that it says, over a real connection.</summary>
internal static class NetworkTargets
{
    /// <summary>More than a channel takes.</summary>
    private const int MaxSaid = 80 * 1024;

    private static readonly TlsTarget s_target = TlsTarget.Parse("host.example");

    private static readonly byte[][] s_words =
    [
        .. FuzzWords.Bytes(
            "\r\n", "220 ", "250-", "250 STARTTLS\r\n", "* OK ", "* PREAUTH ", "a1 OK ", "+OK ",
            "-ERR ", "\"STARTTLS\"",
            "OK\r\n", "NO\r\n", "<stream:features>", "<starttls/>", "<proceed/>", "<stream:error>", "HTTP/1.1 200 OK",
            "HTTP/1.1 407 x", "HTTP/1.1 100 x", "Proxy-Authenticate: Basic x", "Content-Length: ", "99999999999"),
        .. FuzzWords.Tags,
        [0xff, 0xff, 0xff, 0xff], [0x00, 0x00, 0x00, 0x00], [0x05, 0x00], [0x05, 0x02],
        [0x04, 0x01, 0x00, 0x08], [0x03, 0x00],
    ];

    private static readonly TcpListener s_listener = Listen();

    internal static IEnumerable<FuzzTarget> All()
    {
        foreach ((StartTlsProtocol protocol, string said) in Replies())
        {
            IStartTls dialect = StartTlsDialects.Find(protocol)!;
            yield return Target(protocol.ToString(), [said], channel => dialect.UpgradeAsync(channel, s_target));
        }

        yield return Target(
            "HttpConnect",
            [
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.0 100 wait\r\n\r\nHTTP/1.1 407 who\r\nProxy-Authenticate: Basic realm=\"a\"\r\n"
                    + "Content-Length: 3\r\n\r\nwhoHTTP/1.1 200 OK\r\n\r\n",
            ],
            channel => HttpConnect.TunnelAsync(channel, s_target, null, default));
        yield return Target(
            "Socks5",
            ["\u0005\u0002\u0001\0\u0005\0\0\u0003\u0003abc\0\0", "\u0005\0\u0005\0\0\u0001\0\0\0\0\0\0"],
            channel => Socks5.TunnelAsync(channel, s_target, new NetworkCredential("name", "password")));
        yield return new FuzzTarget(
            "TdsHandshake", [Latin("\u0012\u0001\0\u000a\0\0\u0001\0ab")], s_words, ReadTdsHandshake);
    }

    private static IEnumerable<(StartTlsProtocol Protocol, string Said)> Replies() =>
    [
        (StartTlsProtocol.Smtp, "220 ready\r\n250-mail\r\n250 STARTTLS\r\n220 go\r\n"),
        (StartTlsProtocol.Imap, "* OK ready\r\n* CAPABILITY STARTTLS\r\n* LIST {2}\r\nab\r\na1 OK go\r\n"),
        (StartTlsProtocol.Pop3, "+OK ready\r\n+OK go\r\n"),
        (StartTlsProtocol.Sieve, "\"STARTTLS\"\r\nOK\r\nOK {2}\r\ngo\r\n"),
        (StartTlsProtocol.Nntp, "200 ready\r\n382 go\r\n"),
        (StartTlsProtocol.Ftp, "120 soon\r\n220-ready\r\n220 ready\r\n234 go\r\n"),
        (StartTlsProtocol.Ldap, "\u0030\u000c\u0002\u0001\u0001\u0078\u0007\u000a\u0001\0\u0004\0\u0004\0"),
        (StartTlsProtocol.Postgres, "S"),
        (StartTlsProtocol.MySql, "\u0024\0\0\0\u000a8.0\0aaaabbbbbbbb\0\u00ff\u00ff" + new string('\0', 16)),
        (StartTlsProtocol.Xmpp,
            "<s:stream version='1.0' xmlns:s='http://etherx.jabber.org/streams' "
                + "xmlns:t='urn:ietf:params:xml:ns:xmpp-tls'><s:features><t:starttls/></s:features><t:proceed></t:proceed>"),
        (StartTlsProtocol.Tds, "\u0004\u0001\0\u000f\0\0\u0001\0\u0001\0\u0006\0\u0001\u00ff\u0001"),
        (StartTlsProtocol.Rdp, "\u0003\0\0\u0013\u000e\u00d0\0\0\u0012\u0034\0\u0002\0\u0008\0\u0001\0\0\0"),
    ];

    private static FuzzTarget Target(string name, string[] said, Func<PlainChannel, Task> talk) => new(
        name, [.. said.Select(Latin)], s_words, input => TalkAsync(input, talk).GetAwaiter().GetResult());

    private static async Task TalkAsync(byte[] said, Func<PlainChannel, Task> talk)
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync(s_listener.LocalEndpoint).ConfigureAwait(false);
        using Socket server = await s_listener.AcceptSocketAsync().ConfigureAwait(false);
        // The port is free again at once: a million connections would use up all of them.
        server.LingerState = new LingerOption(true, 0);
        server.SendBufferSize = 2 * MaxSaid;
        Task saying = SayAsync(server, said);
        try
        {
            var channel = new PlainChannel(client);
            await talk(channel).ConfigureAwait(false);
            _ = channel.EarlyBytes;
        }
        catch (Exception error) when (error is PreludeException or IOException or SocketException)
        {
            throw new PinningException(Faults.HandshakeFailed("fuzz", error.Message), error);
        }
        finally
        {
            client.Close();
            await saying.ConfigureAwait(false);
        }
    }

    private static async Task SayAsync(Socket server, byte[] said)
    {
        try
        {
            await server.SendAsync(said.AsMemory(0, Math.Min(said.Length, MaxSaid)), SocketFlags.None)
                .ConfigureAwait(false);
            server.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has heard enough.
        }
    }

    private static void ReadTdsHandshake(byte[] input)
    {
        try
        {
            using var stream = new TdsHandshakeStream(new MemoryStream(input));
            byte[] buffer = new byte[256];
            while (stream.ReadAsync(buffer, 0, buffer.Length, CancellationToken.None).GetAwaiter().GetResult() > 0)
            {
            }
        }
        catch (IOException error)
        {
            throw new PinningException(Faults.HandshakeFailed("fuzz", error.Message), error);
        }
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
