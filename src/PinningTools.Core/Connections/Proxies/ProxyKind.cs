namespace PinningTools.Internal;

/// <summary>The protocols that request a tunnel from a proxy.</summary>
internal enum ProxyKind
{
    /// <summary>HTTP CONNECT.</summary>
    Http,

    /// <summary>SOCKS version 5.</summary>
    Socks5,
}
