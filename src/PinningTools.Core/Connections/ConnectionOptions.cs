using System;
using System.Net;
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>How a connection is made, apart from its target.</summary>
internal sealed record ConnectionOptions
{
    /// <summary>The deadline for everything from the name lookup to the end of the handshake.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The resolver for names, if it is not the system's.</summary>
    internal Func<string, IPAddress[]>? LookUp { get; init; }

    /// <summary>None leaves the choice to the platform, which knows what is still secure.</summary>
    internal SslProtocols Protocols { get; init; } = SslProtocols.None;

    /// <summary>The application protocols offered (RFC 7301); .NET Framework offers none.</summary>
    internal string[] ApplicationProtocols { get; init; } = [];

    /// <summary>A local endpoint, a Unix domain socket, to connect to in place of the host's address.</summary>
    internal EndPoint? LocalEndPoint { get; init; }

    /// <summary>
    /// The proxy to go through; without one the connection is direct, regardless of the system's settings.
    /// </summary>
    internal ProxySettings? Proxy { get; init; }

    /// <summary>
    /// The certificate to request from a server that has several; the caller must split Both into two connections.
    /// </summary>
    internal ServerKeyAlgorithm KeyAlgorithm { get; init; }

    /// <summary>
    /// The client certificate for a server that requests one, once the server has had a good verdict.
    /// </summary>
    internal ClientCertificate? ClientCertificate { get; init; }

    /// <summary>The inspection handshake, if it is not that of the late library.</summary>
    internal Func<IInspectionHandshake>? InspectionHandshake { get; init; }
}
