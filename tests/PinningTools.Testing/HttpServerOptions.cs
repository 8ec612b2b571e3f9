using System.Collections.Generic;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PinningTools.Testing;

/// <summary>How an <see cref="HttpTestServer"/> differs from the usual.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The certificates to send along; usually the issuers of the server's.</summary>
    public IReadOnlyList<TestCertificate>? ExtraCertificates { get; init; }

    /// <summary>The versions of HTTP on the secured port.</summary>
    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>The versions of TLS; usually what the system allows.</summary>
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.None;

    /// <summary>Demands a client certificate and accepts any.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Also listens without TLS, on a port of its own.</summary>
    public bool PlainHttp { get; init; }
}
