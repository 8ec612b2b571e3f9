using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;

namespace PinningTools.Internal;

/// <summary>
/// A connection whose handshake is complete and whose certificates are copied. Nothing has been evaluated yet.
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

    internal Socket Socket => _socket;

    internal Stream Stream => _stream;

    /// <summary>The underlying stream, which knows how it ended.</summary>
    internal TlsRecordStream Records { get; }

    internal PresentedChain Presented { get; }

    internal ConnectionFacts Facts { get; }

    /// <summary>Whether the server requested a client certificate and none was sent.</summary>
    internal bool IsClientCertificateMissing { get; init; }

    /// <summary>Closes the socket, not only the stream: there is nothing more to send to this peer.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _stream.Dispose();
    }
}

/// <summary>The facts about a connection other than its certificates.</summary>
internal sealed record ConnectionFacts
{
    /// <summary>Those of a check without a connection.</summary>
    internal static readonly ConnectionFacts None = new();

    internal string? Address { get; init; }

    internal string? Protocol { get; init; }

    internal string? CipherSuite { get; init; }

    internal TimeSpan Elapsed { get; init; }

    /// <summary>
    /// By what the server proved that it holds its key; unknown without a connection. The platform ends no handshake
    /// without a Finished.
    /// </summary>
    internal HandshakeProof Proof =>
        Inspection?.Server.Proof ?? (Protocol is null ? HandshakeProof.Unknown : HandshakeProof.Finished);

    internal ProofStrength Strength =>
        Inspection?.Server.Strength ?? (Protocol is null ? ProofStrength.Unknown : ProofStrength.Strong);

    /// <summary>The inspection that read the server; null for a handshake of the platform.</summary>
    internal Inspection? Inspection { get; init; }
}
