using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>
/// The cipher suites to offer: all that can be completed, those with forward secrecy first, and by themselves those of the
/// last resort. There is none that is anonymous, without encryption, for export, or for shared keys and passwords.
/// </summary>
internal static class InspectionSuites
{
    private static readonly int[] s_tls13 =
    [
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_AES_128_CCM_SHA256,
        CipherSuite.TLS_AES_128_CCM_8_SHA256,
    ];

    private static readonly int[] s_ecdheEcdsa =
    [
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA,
    ];

    private static readonly int[] s_ecdheRsa =
    [
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA,
    ];

    private static readonly int[] s_dheRsa =
    [
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CCM,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CCM,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CCM_8,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384,
        CipherSuite.TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        CipherSuite.TLS_DHE_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_SEED_CBC_SHA,
        CipherSuite.TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA,
    ];

    private static readonly int[] s_dheDss =
    [
        CipherSuite.TLS_DHE_DSS_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_128_GCM_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_AES_256_CBC_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_ARIA_256_CBC_SHA384,
        CipherSuite.TLS_DHE_DSS_WITH_ARIA_128_CBC_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256,
        CipherSuite.TLS_DHE_DSS_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_SEED_CBC_SHA,
        CipherSuite.TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA,
    ];

    private static readonly int[] s_rsa =
    [
        CipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_RSA_WITH_ARIA_256_GCM_SHA384,
        CipherSuite.TLS_RSA_WITH_ARIA_128_GCM_SHA256,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_256_CCM,
        CipherSuite.TLS_RSA_WITH_AES_128_CCM,
        CipherSuite.TLS_RSA_WITH_AES_256_CCM_8,
        CipherSuite.TLS_RSA_WITH_AES_128_CCM_8,
        CipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_ARIA_256_CBC_SHA384,
        CipherSuite.TLS_RSA_WITH_ARIA_128_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256,
        CipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_256_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_CAMELLIA_128_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_SEED_CBC_SHA,
        CipherSuite.TLS_RSA_WITH_3DES_EDE_CBC_SHA,
    ];

    // Offered only to a server that refused all others, for some of that age would prefer it to them.
    private static readonly int[] s_rc4 = [CipherSuite.TLS_RSA_WITH_RC4_128_SHA, CipherSuite.TLS_RSA_WITH_RC4_128_MD5];

    /// <summary>Likewise: the fixed Diffie-Hellman of EC keys, which is shown and cannot be completed.</summary>
    private static readonly int[] s_ecdh =
    [
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDH_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA,
    ];

    /// <summary>
    /// The suites for the certificate that is wanted; EdDSA keys use those of ECDSA (RFC 8422 section 5.2).
    /// </summary>
    internal static int[] For(InspectionOffer offer)
    {
        if (offer.IsLastResort)
            return offer.KeyAlgorithm == ServerKeyAlgorithm.Rsa ? s_rc4 : [.. s_rc4, .. s_ecdh];
        var suites = new List<int>();
        if (offer.MaxVersion >= InspectionOffer.Tls13) suites.AddRange(s_tls13);
        if (offer.MinVersion >= InspectionOffer.Tls13) return [.. suites];
        bool wantsAny = offer.KeyAlgorithm is ServerKeyAlgorithm.Any or ServerKeyAlgorithm.Both;
        bool wantsRsa = wantsAny || offer.KeyAlgorithm == ServerKeyAlgorithm.Rsa;
        if (offer.KeyAlgorithm != ServerKeyAlgorithm.Rsa) suites.AddRange(s_ecdheEcdsa);
        if (wantsRsa) suites.AddRange(s_ecdheRsa);
        if (wantsRsa) suites.AddRange(s_dheRsa);
        if (wantsAny) suites.AddRange(s_dheDss);
        if (wantsRsa) suites.AddRange(s_rsa);
        return [.. suites];
    }

    /// <summary>The name in the registry. .NET has such names, but not in all versions that this runs on.</summary>
    internal static string? NameOf(int suite) => typeof(CipherSuite)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .FirstOrDefault(field => field.IsLiteral && suite.Equals(field.GetRawConstantValue()))?.Name;
}
