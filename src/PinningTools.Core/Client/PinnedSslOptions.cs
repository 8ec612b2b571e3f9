#if NET
using System.Net.Security;

namespace PinningTools;

/// <summary>
/// TLS options for SslStream, SocketsHttpHandler and other clients that take them, made by
/// <see cref="PinCallback.CreateSslOptions"/>: the host's name, its certificate callback, no resumed sessions, no
/// renegotiation where the platform can prevent it, and no client certificate.
/// </summary>
/// <remarks>
/// A client certificate that is given to the client is withheld, because the platform shows it before the callback decides.
/// A client that replaces LocalCertificateSelectionCallback shows it to whoever answers.
/// </remarks>
/// <example>
/// <code>
/// await stream.AuthenticateAsClientAsync(verifier.CreateCallback("db.example.com").CreateSslOptions());
/// </code>
/// </example>
public sealed class PinnedSslOptions : SslClientAuthenticationOptions
{
    internal PinnedSslOptions(PinCallback callback)
    {
        Callback = callback;
        callback.ApplyTo(this);
    }

    /// <summary>The callback, with the verdicts on the connections.</summary>
    public PinCallback Callback { get; }
}
#endif
