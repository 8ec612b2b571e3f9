using System;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PinningTools.Internal;

namespace PinningTools;

/// <content>The forms in which clients take a callback.</content>
public sealed partial class PinCallback
{
    /// <summary>For every client that takes the callback of SslStream; its Target is this object.</summary>
    /// <param name="callback">The callback.</param>
    public static implicit operator RemoteCertificateValidationCallback(PinCallback callback) =>
        (callback ?? throw new ArgumentNullException(nameof(callback))).Validate;

    /// <summary>For HttpClientHandler.ServerCertificateCustomValidationCallback; its Target is this object.</summary>
    /// <param name="callback">The callback.</param>
    public static implicit operator Func<HttpRequestMessage, X509Certificate2?, X509Chain?, SslPolicyErrors, bool>(
        PinCallback callback) => (callback ?? throw new ArgumentNullException(nameof(callback))).Validate;

    /// <summary>The callback of SslStream, as the conversion to it gives.</summary>
    public RemoteCertificateValidationCallback ToRemoteCertificateValidationCallback() => this;

    /// <summary>
    /// A handler for HttpClient that sends requests only to this host and port, and follows no redirections. The handler of
    /// <c>PinVerifier.CreateHandler</c> promises more.
    /// </summary>
    public PinnedHttpClientHandler CreateHttpClientHandler() => new(this);

    /// <summary>
    /// A delegate of any type that returns a bool: one with the certificate among its parameters (the chain as well, unless
    /// only the key is trusted), or with one parameter that has them as properties.
    /// </summary>
    /// <typeparam name="TDelegate">The type.</typeparam>
    /// <exception cref="PinningException">
    /// There is no certificate in the signature; or there is no chain in it, and not only the key is trusted.
    /// </exception>
    /// <example>
    /// <code>
    /// connection.SessionOptions.VerifyServerCertificate = callback.ToDelegate&lt;VerifyServerCertificateCallback&gt;();
    /// </code>
    /// </example>
    public TDelegate ToDelegate<TDelegate>()
        where TDelegate : Delegate => (TDelegate)ToDelegate(typeof(TDelegate));

    /// <summary>The same, for a type that is known only when the program runs.</summary>
    /// <param name="type">The type of the delegate.</param>
    /// <exception cref="PinningException">The same.</exception>
    public Delegate ToDelegate(Type type)
    {
        if (type is null) throw new ArgumentNullException(nameof(type));
        return new CallbackDelegate(type).Bind(this, _check.IsKeyOnly);
    }

#if NET
    /// <summary>For clients that take a method which completes their TLS options: <see cref="ApplyTo"/>.</summary>
    /// <param name="callback">The callback.</param>
    public static implicit operator Action<SslClientAuthenticationOptions>(PinCallback callback) =>
        (callback ?? throw new ArgumentNullException(nameof(callback))).ApplyTo;

    /// <summary>For clients that ask for the TLS options of a host by its name.</summary>
    /// <param name="callback">The callback.</param>
    public static implicit operator Func<string, SslClientAuthenticationOptions>(PinCallback callback) =>
        (callback ?? throw new ArgumentNullException(nameof(callback))).CreateSslOptionsFor;

    /// <summary>TLS options for one or more connections to this host.</summary>
    public PinnedSslOptions CreateSslOptions() => new(this);

    /// <summary>
    /// Completes the TLS options of a client: this callback, no resumption, no renegotiation where the platform can prevent
    /// it, no client certificate, and the name of this host. A name that is already there is kept; if it is another one, the connection is refused.
    /// </summary>
    /// <param name="options">The options of a client, which may have others set as well.</param>
    public void ApplyTo(SslClientAuthenticationOptions options)
    {
        if (options is null) throw new ArgumentNullException(nameof(options));
        if (string.IsNullOrEmpty(options.TargetHost)) options.TargetHost = HostName;
        options.AllowTlsResume = false;
        options.AllowRenegotiation = false;
        options.RemoteCertificateValidationCallback = this;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.CertificateChainPolicy = SslStreamHandshake.IdleChainPolicy();
        // The platform would show a client certificate before this callback has decided. A context cannot be asked.
        options.ClientCertificateContext = null;
        options.LocalCertificateSelectionCallback = (_, _, _, _, _) => null!;
    }

    private PinnedSslOptions CreateSslOptionsFor(string host) => new(this) { TargetHost = host };
#endif

    /// <summary>The verdict of a client whose arguments could not be read.</summary>
    internal bool Refuse(Exception error)
    {
        _log.Add(_check.Refuse(error));
        return false;
    }

    /// <summary>For signatures without a chain.</summary>
    internal bool ValidateKey(object? sender, X509Certificate? certificate) =>
        Validate(sender, certificate, null, SslPolicyErrors.None);
}
