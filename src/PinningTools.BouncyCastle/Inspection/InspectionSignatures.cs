using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>The signatures to accept, strong ones first. With TLS 1.3 they decide which certificate a server shows.</summary>
internal static class InspectionSignatures
{
    private static readonly SignatureAndHashAlgorithm[] s_edDsa =
        [SignatureAndHashAlgorithm.ed25519, SignatureAndHashAlgorithm.ed448];

    private static readonly SignatureAndHashAlgorithm[] s_ecdsa =
    [
        Of(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
        Of(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa),
        Of(HashAlgorithm.sha512, SignatureAlgorithm.ecdsa),
        SignatureAndHashAlgorithm.ecdsa_brainpoolP256r1tls13_sha256,
        SignatureAndHashAlgorithm.ecdsa_brainpoolP384r1tls13_sha384,
        SignatureAndHashAlgorithm.ecdsa_brainpoolP512r1tls13_sha512,
        Of(HashAlgorithm.sha224, SignatureAlgorithm.ecdsa),
        Of(HashAlgorithm.sha1, SignatureAlgorithm.ecdsa),
    ];

    private static readonly SignatureAndHashAlgorithm[] s_rsa =
    [
        SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
        SignatureAndHashAlgorithm.rsa_pss_rsae_sha384,
        SignatureAndHashAlgorithm.rsa_pss_rsae_sha512,
        SignatureAndHashAlgorithm.rsa_pss_pss_sha256,
        SignatureAndHashAlgorithm.rsa_pss_pss_sha384,
        SignatureAndHashAlgorithm.rsa_pss_pss_sha512,
        Of(HashAlgorithm.sha256, SignatureAlgorithm.rsa),
        Of(HashAlgorithm.sha384, SignatureAlgorithm.rsa),
        Of(HashAlgorithm.sha512, SignatureAlgorithm.rsa),
        Of(HashAlgorithm.sha224, SignatureAlgorithm.rsa),
        Of(HashAlgorithm.sha1, SignatureAlgorithm.rsa),
        Of(HashAlgorithm.md5, SignatureAlgorithm.rsa),
    ];

    private static readonly SignatureAndHashAlgorithm[] s_others =
    [
        SignatureAndHashAlgorithm.mldsa44,
        SignatureAndHashAlgorithm.mldsa65,
        SignatureAndHashAlgorithm.mldsa87,
        Of(HashAlgorithm.sha256, SignatureAlgorithm.dsa),
        Of(HashAlgorithm.sha224, SignatureAlgorithm.dsa),
        Of(HashAlgorithm.sha1, SignatureAlgorithm.dsa),
    ];

    internal static IList<SignatureAndHashAlgorithm> For(ServerKeyAlgorithm algorithm) => algorithm switch
    {
        ServerKeyAlgorithm.Rsa => [.. s_rsa],
        ServerKeyAlgorithm.Ecdsa => [.. s_ecdsa],
        ServerKeyAlgorithm.EdDsa => [.. s_edDsa],
        _ => [.. s_ecdsa.Take(3), .. s_edDsa, .. s_rsa, .. s_ecdsa.Skip(3), .. s_others],
    };

    private static SignatureAndHashAlgorithm Of(short hash, short signature) => new(hash, signature);
}
