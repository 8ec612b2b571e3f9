using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Testing;

/// <summary>How a <see cref="TlsTestServer"/> differs from the usual.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The loopback address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The certificates to send along; usually the issuers of the server's.</summary>
    /// <remarks>
    /// .NET sends only those that continue the chain, in its order, and never the root;
    /// an <see cref="ArbitraryChainServer"/> sends what it is told.
    /// </remarks>
    public IReadOnlyList<TestCertificate>? ExtraCertificates { get; init; }

    /// <summary>The versions of TLS; usually what the system allows.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.None;

    /// <summary>Demands a client certificate and accepts any.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>The protocols to agree on, in order of preference (ALPN); none where it is empty.</summary>
    public IReadOnlyList<SslApplicationProtocol> ApplicationProtocols { get; init; } = [];

    /// <summary>Ends TLS before the connection (close_notify), as it should be; usually not.</summary>
    public bool CloseNotify { get; init; }

    /// <summary>What to do after the handshake; usually to read until the client closes.</summary>
    public Func<Stream, CancellationToken, Task>? Handler { get; init; }
}
