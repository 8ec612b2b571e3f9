using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>The server's side of one connection, for a script to play.</summary>
public sealed class ScriptedPeer
{
    private readonly CancellationToken _stop;

    internal ScriptedPeer(Stream stream, CancellationToken stop)
    {
        Stream = stream;
        _stop = stop;
    }

    /// <summary>The connection itself.</summary>
    public Stream Stream { get; }

    /// <summary>Sends text, each character as a byte.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(byte[] data) => await Stream.WriteAsync(data, _stop).ConfigureAwait(false);

    /// <summary>Reads a line, without its end.</summary>
    public async Task<string> ReadLineAsync() =>
        (await ReadThroughAsync("\n").ConfigureAwait(false)).TrimEnd('\r', '\n');

    /// <summary>Reads up to the end of some text, byte by byte, since what follows may be TLS.</summary>
    public async Task<string> ReadThroughAsync(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
            text.Append((char)(await ReadAsync(1).ConfigureAwait(false))[0]);
        return text.ToString();
    }

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var data = new byte[count];
        await Stream.ReadExactlyAsync(data, _stop).ConfigureAwait(false);
        return data;
    }

    /// <summary>Reads a line and holds it against the one expected.</summary>
    /// <exception cref="InvalidDataException">It is another.</exception>
    public async Task ExpectLineAsync(string expected)
    {
        var line = await ReadLineAsync().ConfigureAwait(false);
        if (line != expected)
            throw new InvalidDataException($"The client said '{line}' where the script has '{expected}'.");
    }

    /// <summary>Reads bytes and holds them against those expected.</summary>
    /// <exception cref="InvalidDataException">They are others.</exception>
    public async Task ExpectAsync(IReadOnlyCollection<byte> expected)
    {
        var data = await ReadAsync(expected.Count).ConfigureAwait(false);
        if (!data.SequenceEqual(expected))
            throw new InvalidDataException($"The client sent {Convert.ToHexString(data)}.");
    }

    /// <summary>Goes on in TLS until the client closes.</summary>
    /// <param name="certificate">The certificate to show, with its issuers.</param>
    /// <param name="transport">What carries TLS, if not the connection itself.</param>
    public async Task ServeTlsAsync(TestCertificate certificate, Stream? transport = null)
    {
        var issuers = certificate.Chain.Skip(1).Select(other => other.Certificate).ToArray();
        var tls = new SslStream(transport ?? Stream);
        await using (tls.ConfigureAwait(false))
        {
            var options = new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(
                    certificate.Certificate, new X509Certificate2Collection(issuers), offline: true),
            };
            await tls.AuthenticateAsServerAsync(options, _stop).ConfigureAwait(false);
            await tls.CopyToAsync(Stream.Null, _stop).ConfigureAwait(false);
        }
    }

    /// <summary>Says nothing more, until the client closes.</summary>
    public Task StallAsync() => Stream.CopyToAsync(Stream.Null, _stop);

    /// <summary>Sends a byte every 50 milliseconds, without end.</summary>
    public async Task DripAsync(byte drop)
    {
        while (true)
        {
            await SendAsync([drop]).ConfigureAwait(false);
            await Task.Delay(50, _stop).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the same byte as fast as it goes, without end.</summary>
    public async Task FloodAsync(byte drop)
    {
        var flood = Enumerable.Repeat(drop, 16 * 1024).ToArray();
        while (true)
            await SendAsync(flood).ConfigureAwait(false);
    }

    /// <summary>Sends random bytes and closes.</summary>
    public Task SendGarbageAsync() => SendAsync(RandomNumberGenerator.GetBytes(1000));
}
