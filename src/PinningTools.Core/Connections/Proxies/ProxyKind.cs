namespace PinningTools.Internal;

/// <summary>The ways a proxy is asked for a tunnel.</summary>
internal enum ProxyKind
{
    /// <summary>HTTP CONNECT.</summary>
    Http,

    /// <summary>SOCKS version 5.</summary>
    Socks5,
}
