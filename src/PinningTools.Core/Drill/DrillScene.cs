namespace PinningTools.Internal;

/// <summary>What the interceptor plays during one run of a client.</summary>
/// <param name="Mode">How it attacks.</param>
/// <param name="Host">The host that it attacks: the pinned one, or that of a control request.</param>
/// <param name="Port">Its port.</param>
internal sealed record DrillScene(DrillMode Mode, HostName Host, int Port)
{
    /// <summary>What is spoken before TLS.</summary>
    internal StartTlsProtocol StartTls { get; init; }

    /// <summary>The port for clients without a proxy; one that has both may ask the proxy for it.</summary>
    internal int DirectPort { get; init; }

    /// <summary>The host that the client asks first and that redirects it, or null.</summary>
    internal HostName? RedirectingHost { get; init; }

    internal bool IsAttacked(HostName host, int port) => host.IsSame(Host) && port == Port;

    internal bool IsRedirecting(HostName host) => RedirectingHost is { } other && host.IsSame(other);
}
