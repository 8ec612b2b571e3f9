using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PinningTools.Tests.Inspection;

/// <summary>What Bouncy Castle's own server does in a handshake, and what it does wrong.</summary>
internal sealed record BouncyChoices
{
    internal required AsymmetricKeyParameter Key { get; init; }

    /// <summary>As sent, the leaf first.</summary>
    internal required byte[][] Certificates { get; init; }

    internal required ProtocolVersion Version { get; init; }

    internal required int Suite { get; init; }

    /// <summary>From TLS 1.2 on.</summary>
    internal SignatureAndHashAlgorithm? Scheme { get; init; }

    internal DHGroup? Group { get; init; }

    internal bool WantsClientCertificate { get; init; }

    /// <summary>Whether it ends the handshake without one.</summary>
    internal bool DemandsClientCertificate { get; init; }

    /// <summary>Changes the signature before it is sent.</summary>
    internal Func<byte[], byte[]>? Forge { get; init; }

    /// <summary>Whether the Finished is random, in a record that is protected rightly.</summary>
    internal bool SendsWrongFinished { get; init; }

    internal static BouncyChoices Of(string key, ProtocolVersion version, int suite, SignatureAndHashAlgorithm? scheme = null)
    {
        AsymmetricCipherKeyPair pair = BouncyKeys.Pair(key);
        return new BouncyChoices
        {
            Key = pair.Private,
            Certificates = [BouncyKeys.Certificate(pair.Public)],
            Version = version,
            Suite = suite,
            Scheme = scheme,
        };
    }
}

/// <summary>Bouncy Castle's own TLS server on a free loopback port.</summary>
internal sealed class BouncyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<BouncyChoices> _choices;
    private readonly List<Socket> _sockets = [];

    private BouncyServer(Func<BouncyChoices> choices)
    {
        _choices = choices;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The most certificates that a client showed in its message; null if there was no message.</summary>
    internal int? ClientCertificates { get; private set; }

    /// <summary>How many connections had a client certificate.</summary>
    internal int ShownTimes { get; private set; }

    /// <summary>Bytes of application data that arrived, over all connections.</summary>
    internal int Received { get; private set; }

    /// <summary>The last error of a connection.</summary>
    internal Exception? Error { get; private set; }

    internal static BouncyServer Start(BouncyChoices choices) => new(() => choices);

    /// <summary>Starts a server that makes its choices for each connection.</summary>
    internal static BouncyServer Start(Func<BouncyChoices> choices) => new(choices);

    public void Dispose()
    {
        _listener.Stop();
        lock (_sockets)
        {
            foreach (Socket socket in _sockets) socket.Dispose();
        }
    }

    private void NoteClientCertificates(int count)
    {
        ClientCertificates = Math.Max(ClientCertificates ?? 0, count);
        if (count > 0) ShownTimes++;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync().ConfigureAwait(false);
                lock (_sockets) _sockets.Add(socket);
                _ = Task.Factory.StartNew(() => Serve(socket), TaskCreationOptions.LongRunning);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private void Serve(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            BouncyChoices choices = _choices();
            var protocol = new BouncyProtocol(stream, choices);
            protocol.Accept(new BouncyTls(choices, NoteClientCertificates));
            byte[] buffer = new byte[1024];
            for (int read; (read = protocol.Stream.Read(buffer, 0, buffer.Length)) > 0;) Received += read;
        }
        catch (Exception error)
        {
            Error = error;
        }
    }
}
