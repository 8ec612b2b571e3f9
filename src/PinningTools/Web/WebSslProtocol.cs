using System;

namespace PinningTools;

#pragma warning disable CA1069 // The obsolete names mean TLS 1.2, as they do in PowerShell.
/// <summary>The values of -SslProtocol, with the names and numbers of Invoke-WebRequest's.</summary>
[Flags]
public enum WebSslProtocol
{
    /// <summary>The system's choice.</summary>
    Default = 0,

    /// <summary>TLS 1.2, because the older version is obsolete.</summary>
    Tls = 0xC00,

    /// <summary>TLS 1.2, because the older version is obsolete.</summary>
    Tls11 = 0xC00,

    /// <summary>TLS 1.2.</summary>
    Tls12 = 0xC00,

    /// <summary>TLS 1.3.</summary>
    Tls13 = 0x3000,
}
#pragma warning restore CA1069
