namespace PinningTools;

/// <summary>The form in which a client takes a certificate callback.</summary>
/// <remarks>For New-PinCallback.</remarks>
public enum PinCallbackForm
{
    /// <summary>The callback of SslStream, which most clients take.</summary>
    Callback,

    /// <summary>A handler for HttpClient, bound to the host.</summary>
    HttpClientHandler,

    /// <summary>TLS options, which also forbid resumed sessions. Not in Windows PowerShell.</summary>
    SslOptions,

    /// <summary>The callback of LdapConnection, which gets no chain: with key-only trust alone.</summary>
    Ldap,
}
