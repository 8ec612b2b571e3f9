using System;
using System.IO;
#if NET
using System.Linq;
#endif
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>The handshake as each leg of the library can do it.</summary>
internal static class SslStreamHandshake
{
    /// <summary>A client stream that hands what the peer showed to <paramref name="copy"/>, and leaves the judging to later.</summary>
    internal static SslStream Wrap(Stream inner, Action<X509Certificate, X509Chain?> copy) =>
        new(inner, leaveInnerStreamOpen: false, (_, certificate, chain, _) =>
        {
            if (certificate is null) return false;
            copy(certificate, chain);
            return true;
        });

#if NET
    internal static Task AuthenticateAsync(this SslStream stream, HostName name, ConnectionOptions options) =>
        stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name.Value,
            EnabledSslProtocols = options.Protocols,
            ApplicationProtocols = [.. options.ApplicationProtocols.Select(protocol => new SslApplicationProtocol(protocol))],
            AllowTlsResume = false,
            AllowRenegotiation = false,
            LocalCertificateSelectionCallback = options.ClientCertificate is { } offer ? (_, _, _, server, _) => offer.Choose(server)! : null,
            // The platform's own chain is not used: without roots and downloads it costs little and goes nowhere.
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        });

    internal static string? CipherSuiteName(this SslStream stream) => stream.NegotiatedCipherSuite.ToString();
#else
    internal static Task AuthenticateAsync(this SslStream stream, HostName name, ConnectionOptions options) =>
        stream.AuthenticateAsClientAsync(name.Value, [], options.Protocols, checkCertificateRevocation: false);

    /// <summary>.NET Framework does not tell.</summary>
    internal static string? CipherSuiteName(this SslStream stream) => null;
#endif
}
