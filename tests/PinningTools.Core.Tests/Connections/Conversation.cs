using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;

namespace PinningTools.Tests.Connections;

/// <summary>What a server of one protocol says before TLS, written down from its specification.</summary>
internal sealed record Conversation
{
    private const string Oid = "1.3.6.1.4.1.1466.20037";

    /// <summary>Everything up to the last answer, which is omitted.</summary>
    public Func<ScriptedPeer, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>The last answer when TLS is agreed on.</summary>
    public required string Agree { get; init; }

    /// <summary>The last answer when it is not.</summary>
    public required string Refuse { get; init; }

    public VerdictReason Refusal { get; init; } = VerdictReason.StartTlsRefused;

    /// <summary>What the client still says after the last answer.</summary>
    public Func<ScriptedPeer, Task> After { get; init; } = _ => Task.CompletedTask;

    public Func<Stream, Stream> Wrap { get; init; } = stream => stream;

    /// <summary>A byte that can continue for a while without being wrong.</summary>
    public byte Drop { get; init; } = (byte)'2';

    /// <summary>
    /// A line that may come any number of times where the first answer is awaited; empty if there are no lines.
    /// </summary>
    public string EndlessLine { get; init; } = "";

    public static IReadOnlyDictionary<StartTlsProtocol, Conversation> All { get; } = new Dictionary<
        StartTlsProtocol, Conversation>
    {
        [StartTlsProtocol.Smtp] = Mail("EHLO"),
        [StartTlsProtocol.Lmtp] = Mail("LHLO"),
        [StartTlsProtocol.Imap] = Lines(
            "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", "a1 STARTTLS",
            "* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n", "a1 BAD not now\r\n", ""),
        [StartTlsProtocol.Pop3] = Lines("+OK ready <1.2@example>\r\n", "STLS", "+OK begin\r\n", "-ERR not now\r\n", ""),
        [StartTlsProtocol.Sieve] = Lines(
            "\"IMPLEMENTATION\" \"Example\"\r\n\"STARTTLS\"\r\nOK\r\n", "STARTTLS", "OK \"begin\"\r\n",
            "NO \"not now\"\r\n", "\"MORE\" \"more\"\r\n"),
        [StartTlsProtocol.Nntp] = new Conversation
        {
            Before = async peer =>
            {
                await peer.SendAsync("200 ready\r\n");
                // Openssl looks at the capabilities first; they are not a requirement (RFC 3977 section 5.2).
                while (await peer.ReadLineAsync() != "STARTTLS")
                    await peer.SendAsync("101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n");
            },
            Agree = "382 begin\r\n",
            Refuse = "580 not now\r\n",
        },
        [StartTlsProtocol.Ftp] = Lines(
            "220-Welcome\r\n 220 is not the end yet\r\n220 ready\r\n", "AUTH TLS", "234 begin\r\n",
            "502 not now\r\n", "220-more\r\n"),
        [StartTlsProtocol.Ldap] = new Conversation
        {
            Before = peer => peer.ExpectAsync([0x30, 29, 2, 1, 1, 0x77, 24, 0x80, 22, .. Encoding.ASCII.GetBytes(Oid)]),
            // With lengths of four bytes, as Active Directory writes them.
            Agree = "\x30\x84\0\0\0\x28\x02\x01\x01\x78\x84\0\0\0\x1f\x0a\x01\x00\x04\x00\x04\x00\x8a\x16" + Oid,
            Refuse = "\x30\x13\x02\x01\x01\x78\x0e\x0a\x01\x35\x04\x00\x04\x07not now",
            Drop = 0x30,
        },
        [StartTlsProtocol.Postgres] = new Conversation
        {
            Before = peer => peer.ExpectAsync([0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F]),
            Agree = "S",
            Refuse = "N",
            Refusal = VerdictReason.StartTlsNotOffered,
            Drop = (byte)'x',
        },
        [StartTlsProtocol.MySql] = new Conversation
        {
            Agree = Greeting('\xFF'),
            Refuse = Greeting('\xF7'),
            Refusal = VerdictReason.StartTlsNotOffered,
            After = async peer =>
            {
                byte[] request = await peer.ReadAsync(36);
                if (request[0] != 32 || request[3] != 1 || (request[5] & 8) == 0)
                    throw new InvalidDataException("No SSLRequest.");
            },
            Drop = 1,
        },
        [StartTlsProtocol.Xmpp] = Xmpp("jabber:client"),
        [StartTlsProtocol.XmppServer] = Xmpp("jabber:server"),
        [StartTlsProtocol.Tds] = new Conversation
        {
            Before = async peer =>
            {
                byte[] header = await peer.ReadAsync(8);
                byte[] preLogin = await peer.ReadAsync(((header[2] << 8) | header[3]) - 8);
                if (header[0] != 0x12 || header[1] != 1 || preLogin[5] != 1
                    || preLogin[(preLogin[6] << 8) | preLogin[7]] != 1)
                    throw new InvalidDataException("No pre-login that asks for encryption.");
            },
            Agree = PreLogin('\x03'),
            Refuse = PreLogin('\x02'),
            Refusal = VerdictReason.StartTlsNotOffered,
            Wrap = stream => new TdsServerStream(stream),
            Drop = 4,
        },
        [StartTlsProtocol.Rdp] = new Conversation
        {
            Before = peer => peer.ExpectAsync([3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 11, 0, 0, 0]),
            Agree = "\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0",
            Refuse = "\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x03\0\x08\0\x03\0\0\0",
            Drop = 3,
        },
    };

    /// <summary>Plays the server to the end, with the usual certificate.</summary>
    public Task ServeAsync(ScriptedPeer peer) => ServeAsync(peer, TestConnections.Leaf);

    /// <summary>Plays the server to the end.</summary>
    public async Task ServeAsync(ScriptedPeer peer, TestCertificate certificate)
    {
        await Before(peer);
        await peer.SendAsync(Agree);
        await After(peer);
        await peer.ServeTlsAsync(certificate, Wrap(peer.Stream));
    }

    internal static string PreLogin(char encryption) =>
        "\x04\x01\0\x1a\0\0\x01\0\0\0\x0b\0\x06\x01\0\x11\0\x01\xff\x10\0\x07\xd0\0\0" + encryption;

    private static Conversation Mail(string hello) => new()
    {
        Before = async peer =>
        {
            await peer.SendAsync("220-mail.example\r\n220 ready\r\n");
            await peer.ExpectLineAsync($"{hello} {EhloName.Default(IPAddress.Loopback)}");
            await peer.SendAsync("250-mail.example\r\n250-starttls\r\n250 HELP\r\n");
            await peer.ExpectLineAsync("STARTTLS");
        },
        Agree = "220 begin\r\n",
        Refuse = "454 not now\r\n",
        EndlessLine = "220-more\r\n",
    };

    private static Conversation Lines(string greeting, string request, string agree, string refuse, string endless) =>
        new()
    {
        Before = async peer =>
        {
            await peer.SendAsync(greeting);
            await peer.ExpectLineAsync(request);
        },
        Agree = agree,
        Refuse = refuse,
        EndlessLine = endless,
    };

    private static Conversation Xmpp(string streamNamespace) => new()
    {
        Before = async peer =>
        {
            string opening = await peer.ReadThroughAsync("version='1.0'>");
            if (!opening.Contains($" to='localhost' xmlns='{streamNamespace}' ", StringComparison.Ordinal))
                throw new InvalidDataException(opening);
            await peer.SendAsync(
                $"<?xml version='1.0'?><stream:stream from='localhost' id='x' version='1.0' xmlns='{streamNamespace}' "
                + "xmlns:stream='http://etherx.jabber.org/streams'><stream:features>"
                + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></stream:features>");
            await peer.ReadThroughAsync("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        },
        Agree = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
        Refuse = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>",
        Drop = (byte)' ',
        EndlessLine = "<more/>",
    };

    /// <summary>HandshakeV10; the high byte of the lower capabilities has CLIENT_SSL as its bit 3.</summary>
    private static string Greeting(char capabilities)
    {
        string content = "\x0a" + "10.11.0-example\0" + "\x2a\0\0\0" + "scramble" + "\0" + "\xff" + capabilities
            + "\x2d\x02\0\xff\xc1\x15" + string.Concat(Enumerable.Repeat('\0', 10))
            + "scramblescra\0mysql_native_password\0";
        return $"{(char)content.Length}\0\0\0{content}";
    }
}
