using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// A connection whose handshake is over and whose certificates are copied. Nothing has been judged yet.
/// </summary>
internal sealed class TlsConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _stream;

    internal TlsConnection(
        Socket socket, SslStream stream, TlsRecordStream records, PresentedChain presented, ConnectionFacts facts)
    {
        _socket = socket;
        _stream = stream;
        Records = records;
        Presented = presented;
        Facts = facts;
    }

    internal Stream Stream => _stream;

    /// <summary>What lies under the stream, and knows how it ended.</summary>
    internal TlsRecordStream Records { get; }

    internal PresentedChain Presented { get; }

    internal ConnectionFacts Facts { get; }

    /// <summary>Whether the server asked for a client certificate and was shown none.</summary>
    internal bool IsClientCertificateMissing { get; init; }

    /// <summary>Closes the socket, not only the stream: nothing is left to say to this peer.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _stream.Dispose();
    }
}

/// <summary>What is known of a connection beside its certificates; nothing of it for a check without one.</summary>
internal readonly struct ConnectionFacts
{
    internal string? Address { get; init; }

    internal string? Protocol { get; init; }

    internal string? CipherSuite { get; init; }

    internal TimeSpan Elapsed { get; init; }
}
