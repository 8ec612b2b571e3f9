using System;
using System.Security.Authentication;

namespace PinningTools.Testing;

/// <summary>What a server saw of one connection; complete once the connection is closed.</summary>
public sealed class TlsConnection
{
    /// <summary>Whether the handshake succeeded, as far as the server knows.</summary>
    public bool HandshakeCompleted { get; internal set; }

    /// <summary>What ended the connection, if not an orderly close; also after a completed handshake.</summary>
    public Exception? Error { get; internal set; }

    /// <summary>The server name the client asked for (SNI).</summary>
    public string? ServerName { get; internal set; }

    /// <summary>The version agreed on.</summary>
    public SslProtocols Protocol { get; internal set; }

    /// <summary>The certificate the client showed.</summary>
    public byte[]? ClientCertificate { get; internal set; }

    /// <summary>Every byte of application data that arrived.</summary>
    public byte[] ReceivedBytes => Application?.ReceivedBytes ?? [];

    internal RecordingStream? Application { get; set; }
}
