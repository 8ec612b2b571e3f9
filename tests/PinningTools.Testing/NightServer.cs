using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>
/// A server that keeps its port while what it shows changes from night to night: another certificate, or nothing. It may
/// want a mail protocol's words before TLS.
/// </summary>
public sealed class NightServer : RecordingTlsServer
{
    private readonly string _protocol;
    private TestCertificate? _certificate;
    private SslStreamCertificateContext? _context;

    private NightServer(TestCertificate certificate, string protocol, IPAddress address)
        : base(address, null)
    {
        _protocol = protocol;
        Certificate = certificate;
    }

    /// <summary>What it shows; null where it closes each connection at once.</summary>
    public TestCertificate? Certificate
    {
        get => _certificate;
        set
        {
            _context = value is null ? null : SslStreamCertificateContext.Create(
                value.Certificate,
                new X509Certificate2Collection(value.Chain.Skip(1).Select(other => other.Certificate).ToArray()),
                offline: true);
            _certificate = value;
        }
    }

    /// <summary>Starts a server that speaks TLS from the first byte, or Smtp, Imap, Pop3 or Ftp before it.</summary>
    public static NightServer Start(TestCertificate certificate, string protocol = "")
    {
        var server = new NightServer(certificate, protocol, IPAddress.Loopback);
        server.Listen();
        return server;
    }

    /// <summary>Starts a server at another address of loopback, such as 127.0.0.2.</summary>
    public static NightServer StartAt(TestCertificate certificate, string address)
    {
        var server = new NightServer(certificate, "", IPAddress.Parse(address));
        server.Listen();
        return server;
    }

    /// <summary>
    /// Starts two servers on one port, at both addresses of localhost; null where there is no IPv6 to be had.
    /// </summary>
    public static NightServer[]? StartBoth(TestCertificate certificate)
    {
        for (int i = 0; i < 20; i++)
        {
            NightServer first = Start(certificate);
            var second = new NightServer(certificate, "", IPAddress.IPv6Loopback);
            try
            {
                second.Listen(first.Port);
                return [first, second];
            }
            catch (SocketException)
            {
                // Somebody else has the port there, or there is no such address.
                first.DisposeAsync().AsTask().Wait();
            }
        }

        return null;
    }

    private protected override async Task<Stream> HandshakeAsync(
        Stream transport, TlsConnection connection, CancellationToken cancellationToken)
    {
        SslStreamCertificateContext? context = _context;
        if (context is null)
        {
            // With the client's words read, the connection ends and is not reset, so that each client tells the same of it.
            await ReadRecordAsync(transport, cancellationToken).ConfigureAwait(false);
            throw new IOException("It is away tonight.");
        }

        await SpeakAsync(transport, cancellationToken).ConfigureAwait(false);
        var tls = new SslStream(transport);
        try
        {
            var options = new SslServerAuthenticationOptions { ServerCertificateContext = context };
            await tls.AuthenticateAsServerAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return tls;
    }

    private async Task SpeakAsync(Stream transport, CancellationToken cancel)
    {
        switch (_protocol)
        {
            case "Smtp":
                await SendAsync(transport, "220 mail.example ESMTP\r\n", cancel).ConfigureAwait(false);
                await ReadLineAsync(transport, cancel).ConfigureAwait(false);
                await SendAsync(transport, "250-mail.example\r\n250 STARTTLS\r\n", cancel).ConfigureAwait(false);
                await ReadLineAsync(transport, cancel).ConfigureAwait(false);
                await SendAsync(transport, "220 begin\r\n", cancel).ConfigureAwait(false);
                break;
            case "Imap":
                await SendAsync(transport, "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n", cancel).ConfigureAwait(false);
                for (string line = ""; !line.EndsWith("STARTTLS", StringComparison.OrdinalIgnoreCase);)
                {
                    line = await ReadLineAsync(transport, cancel).ConfigureAwait(false);
                    string tag = line.Split(' ')[0];
                    string more = line.EndsWith("CAPABILITY", StringComparison.OrdinalIgnoreCase)
                        ? "* CAPABILITY IMAP4rev1 STARTTLS\r\n" : "";
                    await SendAsync(transport, $"{more}{tag} OK done\r\n", cancel).ConfigureAwait(false);
                }

                break;
            case "Pop3":
                await SendAsync(transport, "+OK ready\r\n", cancel).ConfigureAwait(false);
                for (string line = ""; line != "STLS";)
                {
                    line = await ReadLineAsync(transport, cancel).ConfigureAwait(false);
                    await SendAsync(transport, line == "CAPA" ? "+OK\r\nSTLS\r\n.\r\n" : "+OK\r\n", cancel).ConfigureAwait(false);
                }

                break;
            case "Ftp":
                await SendAsync(transport, "220 ready\r\n", cancel).ConfigureAwait(false);
                for (string line = ""; !line.StartsWith("AUTH", StringComparison.Ordinal);)
                {
                    line = await ReadLineAsync(transport, cancel).ConfigureAwait(false);
                    await SendAsync(transport, line == "FEAT" ? "211-x\r\n AUTH TLS\r\n211 end\r\n" : "234 begin\r\n", cancel)
                        .ConfigureAwait(false);
                }

                break;
        }
    }

    private static async Task ReadRecordAsync(Stream transport, CancellationToken cancel)
    {
        byte[] head = new byte[5];
        await transport.ReadExactlyAsync(head, cancel).ConfigureAwait(false);
        await transport.ReadExactlyAsync(new byte[(head[3] << 8) + head[4]], cancel).ConfigureAwait(false);
    }

    private static Task SendAsync(Stream transport, string text, CancellationToken cancel) =>
        transport.WriteAsync(Encoding.ASCII.GetBytes(text), cancel).AsTask();

    /// <summary>Byte by byte: what follows the line is TLS.</summary>
    private static async Task<string> ReadLineAsync(Stream transport, CancellationToken cancel)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (line.Length < 1000)
        {
            if (await transport.ReadAsync(one, cancel).ConfigureAwait(false) == 0) throw new EndOfStreamException();
            if (one[0] == '\n') return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        throw new InvalidDataException("The line is too long.");
    }
}
