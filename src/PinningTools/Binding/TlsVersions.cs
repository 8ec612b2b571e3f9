using System;

namespace PinningTools;

/// <summary>
/// The TLS versions that -SslProtocol takes, with the names and numbers of the platform's SslProtocols, but without SSL
/// 2 and 3, which no library supports any more.
/// </summary>
[Flags]
public enum TlsVersions
{
    /// <summary>The system's choice.</summary>
    None = 0,

    /// <summary>TLS 1.0.</summary>
    Tls = 0xC0,

    /// <summary>TLS 1.1.</summary>
    Tls11 = 0x300,

    /// <summary>TLS 1.2.</summary>
    Tls12 = 0xC00,

    /// <summary>TLS 1.3.</summary>
    Tls13 = 0x3000,
}
