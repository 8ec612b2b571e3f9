using System;
using System.IO;
#if NET
using System.Linq;
#else
using System.Net;
#endif
using System.Net.Security;
#if !NET
using System.Runtime.InteropServices;
using System.Security.Authentication;
#endif
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>The handshake, as far as each build of the library supports it.</summary>
internal static class SslStreamHandshake
{
#if !NET
    private const SslProtocols Tls13 = (SslProtocols)0x3000;

    /// <summary>
    /// Whether the platform asks for the client certificate without saying who the server is: .NET Framework, and Mono.
    /// </summary>
    internal static bool IsAskedBlindly { get; } =
        !RuntimeInformation.FrameworkDescription.StartsWith(".NET ", StringComparison.Ordinal)
        || RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

#else
    internal const bool IsAskedBlindly = false;

#endif
    /// <summary>
    /// A client stream that passes what the peer showed to <paramref name="copy"/> and does not evaluate it.
    /// </summary>
    /// <param name="inner">The stream that carries TLS.</param>
    /// <param name="copy">Receives the server's leaf and chain.</param>
    /// <param name="identify">
    /// Chooses the client certificate for the server's leaf, which is null before it is known.
    /// </param>
    internal static SslStream Wrap(
        Stream inner, Action<X509Certificate, X509Chain?> copy, Func<X509Certificate?, X509Certificate?> identify) =>
        new(inner, leaveInnerStreamOpen: false, CopyAndAccept(copy), (_, _, _, server, _) => identify(server)!);

    private static RemoteCertificateValidationCallback CopyAndAccept(Action<X509Certificate, X509Chain?> copy) =>
        (_, certificate, chain, _) =>
        {
            if (certificate is null) return false;
            copy(certificate, chain);
            return true;
        };

#if NET
    internal static Task AuthenticateAsync(
        this SslStream stream, HostName name, ConnectionOptions options, ApprovedLeaves approved)
    {
        var handshake = new SslClientAuthenticationOptions
        {
            TargetHost = name.Value,
            EnabledSslProtocols = options.Protocols,
            ApplicationProtocols = [.. options.ApplicationProtocols.Select(name => new SslApplicationProtocol(name))],
            AllowTlsResume = false,
            AllowRenegotiation = false,
            CertificateChainPolicy = IdleChainPolicy(),
        };
        if (approved.IsEmpty) KeyAlgorithmChoice.Apply(options.KeyAlgorithm, handshake);
        else KeyAlgorithmChoice.OfferSigned(approved, handshake);
        return stream.AuthenticateAsClientAsync(handshake);
    }

    /// <summary>
    /// For the platform's own chain, which is not used: without roots and downloads it costs little and uses no network. Its
    /// name check is not used either, because it fails on names outside IDNA before any certificate; this policy prevents
    /// that, and the module's own check (CertificateNames) decides every name.
    /// </summary>
    internal static X509ChainPolicy IdleChainPolicy() => new()
    {
        VerificationFlags = X509VerificationFlags.IgnoreInvalidName,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
    };

    internal static string? CipherSuiteName(this SslStream stream) => stream.NegotiatedCipherSuite.ToString();
#else
    internal static Task AuthenticateAsync(
        this SslStream stream, HostName name, ConnectionOptions options, ApprovedLeaves approved) =>
        stream.AuthenticateAsClientAsync(
            name.Value, [], Versions(options.Protocols, ServicePointManager.SecurityProtocol),
            checkCertificateRevocation: false);

    /// <summary>
    /// .NET Framework refuses None in hosts that count as made for versions before 4.7 (the ISE, remoting), where the
    /// session has versions of its own in place of the system's: then it is those of them that are still safe.
    /// </summary>
    internal static SslProtocols Versions(SslProtocols asked, SecurityProtocolType session)
    {
        var own = (SslProtocols)session;
        if (asked != SslProtocols.None || own == SslProtocols.None) return asked;
        SslProtocols safe = own & (SslProtocols.Tls12 | Tls13);
        return safe == SslProtocols.None ? SslProtocols.Tls12 : safe;
    }

    /// <summary>.NET Framework does not report it.</summary>
    internal static string? CipherSuiteName(this SslStream stream) => null;
#endif
}
