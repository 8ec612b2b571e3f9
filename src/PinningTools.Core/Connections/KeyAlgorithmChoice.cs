using System;
#if NET
using System.Linq;
using System.Net.Security;
#endif
using System.Security.Authentication;

namespace PinningTools.Internal;

/// <summary>
/// Chooses among a server's certificates by cipher suites. They determine the kind of key only up to TLS 1.2, and only
/// OpenSSL lets a program choose them; everywhere else an inspection chooses.
/// </summary>
internal static class KeyAlgorithmChoice
{
    /// <summary>The kinds of key, in the order in which they are asked for.</summary>
    internal static ServerKeyAlgorithm[] Kinds { get; } =
        [ServerKeyAlgorithm.Rsa, ServerKeyAlgorithm.Ecdsa, ServerKeyAlgorithm.EdDsa];

    /// <summary>The kind of a certificate's key; Any for one that no cipher suite and no signature asks for.</summary>
    internal static ServerKeyAlgorithm Of(DerCertificate leaf) => leaf.Key.Algorithm switch
    {
        "RSA" or "RSA-PSS" => ServerKeyAlgorithm.Rsa,
        "Ed25519" or "Ed448" => ServerKeyAlgorithm.EdDsa,
        var name when name.StartsWith("EC ", StringComparison.Ordinal) => ServerKeyAlgorithm.Ecdsa,
        _ => ServerKeyAlgorithm.Any,
    };

    /// <summary>The same of a certificate that may not be readable.</summary>
    internal static ServerKeyAlgorithm Of(byte[] leaf)
    {
        try
        {
            return Of(DerCertificate.Parse(leaf));
        }
        catch (PinningException)
        {
            return ServerKeyAlgorithm.Any;
        }
    }

    /// <summary>Whether the platform can ask for this kind of key, under the TLS versions that are allowed.</summary>
    internal static bool IsOfPlatform(ConnectionOptions options) => options.KeyAlgorithm switch
    {
        ServerKeyAlgorithm.Any => true,
        ServerKeyAlgorithm.Rsa or ServerKeyAlgorithm.Ecdsa =>
            CanChooseSuites && (options.Protocols == SslProtocols.None || options.Protocols.HasFlag(SslProtocols.Tls12)),
        _ => false,
    };

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

    // What old servers need on top of that. Their records are weaker, the proof of their key is the same.
    private static readonly TlsCipherSuite[] s_oldEcdsa =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
    ];

    private static readonly TlsCipherSuite[] s_oldRsa =
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256, TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
    ];

    // In TLS 1.3 every key exchange is signed.
    private static readonly TlsCipherSuite[] s_tls13 =
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
    ];

    /// <summary>Whether a program can choose the cipher suites here.</summary>
    internal static bool CanChooseSuites => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    internal static void Apply(ServerKeyAlgorithm algorithm, SslClientAuthenticationOptions handshake)
    {
        if (algorithm == ServerKeyAlgorithm.Any || OperatingSystem.IsWindows() || OperatingSystem.IsAndroid()) return;
        handshake.EnabledSslProtocols = SslProtocols.Tls12;
        handshake.CipherSuitesPolicy = new CipherSuitesPolicy(algorithm == ServerKeyAlgorithm.Rsa ? s_rsa : s_ecdsa);
    }

    /// <summary>
    /// Offers only key exchanges that the server signs, and of these only those for the kinds of key of the leaves that
    /// may see the client certificate. An impostor with a copy of such a leaf gets a client certificate in no other
    /// way than RSA key exchange.
    /// </summary>
    internal static void OfferSigned(ApprovedLeaves approved, SslClientAuthenticationOptions handshake)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid()) return;
        bool isRsa = approved.Has(ServerKeyAlgorithm.Rsa);
        bool isEc = approved.Has(ServerKeyAlgorithm.Ecdsa) || approved.Has(ServerKeyAlgorithm.EdDsa);
        bool isAny = approved.Has(ServerKeyAlgorithm.Any);
        TlsCipherSuite[] ecdsa = isEc || isAny ? [.. s_ecdsa, .. s_oldEcdsa] : [];
        TlsCipherSuite[] rsa = isRsa || isAny ? [.. s_rsa, .. s_oldRsa] : [];
        handshake.CipherSuitesPolicy = new CipherSuitesPolicy(s_tls13.Concat(ecdsa).Concat(rsa));
    }
#else
    internal static bool CanChooseSuites => false;
#endif
}
