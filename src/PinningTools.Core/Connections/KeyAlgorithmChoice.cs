using System;
#if NET
using System.Net.Security;
#endif
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>
/// Asks a server for one of its certificates by the cipher suites offered. Only up to TLS 1.2 do they name the kind of
/// key, and only OpenSSL lets a program choose them.
/// </summary>
internal static class KeyAlgorithmChoice
{
    /// <exception cref="PinningException">
    /// The choice cannot be made on this platform or with these TLS versions.
    /// </exception>
    internal static ConnectionOptions Check(ConnectionOptions options)
    {
        if (options.KeyAlgorithm == ServerKeyAlgorithm.Any) return options;
        if (!IsSupported) throw new PinningException(Faults.KeyAlgorithmUnsupported());
        if (options.Protocols != SslProtocols.None && !options.Protocols.HasFlag(SslProtocols.Tls12))
            throw new PinningException(Faults.KeyAlgorithmNeedsTls12(options.Protocols.ToString()));
        return options;
    }

#if NET
    // Forward secrecy and AEAD only, in order of preference.
    private static readonly TlsCipherSuite[] s_ecdsa =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    ];

    private static readonly TlsCipherSuite[] s_rsa =
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    internal static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    internal static void Apply(ServerKeyAlgorithm algorithm, SslClientAuthenticationOptions handshake)
    {
        if (algorithm == ServerKeyAlgorithm.Any || OperatingSystem.IsWindows() || OperatingSystem.IsAndroid()) return;
        handshake.EnabledSslProtocols = SslProtocols.Tls12;
        handshake.CipherSuitesPolicy = new CipherSuitesPolicy(algorithm == ServerKeyAlgorithm.Rsa ? s_rsa : s_ecdsa);
    }
#else
    internal static bool IsSupported => false;
#endif
}
