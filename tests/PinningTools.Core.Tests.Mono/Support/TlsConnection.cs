using System;
using System.IO;

namespace PinningTools.Testing;

/// <summary>What a server saw of one connection; complete once the connection is closed.</summary>
public sealed class TlsConnection
{
    internal MemoryStream Received { get; } = new();

    public bool HandshakeCompleted { get; internal set; }

    public Exception? Error { get; internal set; }

    public string? ServerName { get; internal set; }

    public byte[]? ClientCertificate { get; internal set; }

    /// <summary>Every byte of application data that arrived.</summary>
    public byte[] ReceivedBytes => Received.ToArray();
}
