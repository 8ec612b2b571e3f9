using System;
using System.IO;
using System.Security.Authentication;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using HashAlgorithm = Org.BouncyCastle.Tls.HashAlgorithm;

namespace PinningTools.Testing;

/// <summary>The choices of a <see cref="CopiedCertificateServer"/> in one handshake.</summary>
internal sealed class CopiedCertificateTls(byte[] certificate, AsymmetricAlgorithm key, SslProtocols protocol)
    : DefaultTlsServer(new BcTlsCrypto())
{
    private static readonly int[] s_suites13 = [CipherSuite.TLS_AES_128_GCM_SHA256];
    private static readonly int[] s_suites12 =
    [
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    ];

    private bool Is13 => protocol == SslProtocols.Tls13;

    public override TlsCredentials GetCredentials()
    {
        var crypto = (BcTlsCrypto)m_context.Crypto;
        TlsCertificate leaf = crypto.CreateCertificate(certificate);
        Certificate chain = Is13
            ? new Certificate(TlsUtilities.EmptyBytes, [new CertificateEntry(leaf, null)])
            : new Certificate([leaf]);
        SignatureAndHashAlgorithm scheme = key is RSA
            ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
            : SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context), crypto, PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()),
            chain, scheme);
    }

    protected override ProtocolVersion[] GetSupportedVersions() =>
        (Is13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12).Only();

    protected override int[] GetSupportedCipherSuites() => Is13 ? s_suites13
        : key is RSA ? s_suites12[..1] : s_suites12[1..];
}
