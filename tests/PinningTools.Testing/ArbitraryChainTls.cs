using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.X509;

namespace PinningTools.Testing;

/// <summary>The choices of an <see cref="ArbitraryChainServer"/> in one handshake.</summary>
internal sealed class ArbitraryChainTls(AsymmetricKeyParameter key, byte[][] certificates, TlsConnection connection)
    : DefaultTlsServer(new BcTlsCrypto(new SecureRandom()))
{
    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        connection.ServerName = TlsExtensionsUtilities.GetServerNameExtensionClient(clientExtensions)?
            .Where(name => name.NameType == NameType.host_name)
            .Select(name => System.Text.Encoding.ASCII.GetString(name.NameData))
            .FirstOrDefault();
        base.ProcessClientExtensions(clientExtensions);
    }

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.TLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => key is RsaKeyParameters
        ?
        [
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        ]
        :
        [
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        ];

    protected override TlsCredentialedSigner GetRsaSignerCredentials() => Credentials(SignatureAlgorithm.rsa);

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => Credentials(SignatureAlgorithm.ecdsa);

    private BcDefaultTlsCredentialedSigner Credentials(short signatureAlgorithm)
    {
        var crypto = (BcTlsCrypto)Crypto;
        SubjectPublicKeyInfo keyInfo = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(PublicHalf(key));
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context),
            crypto,
            key,
            new Certificate([.. certificates.Select(der => new VerbatimCertificate(crypto, keyInfo, der))]),
            SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, signatureAlgorithm));
    }

    // By the key and not by the certificate, which need not be one that anyone can read.
    private static AsymmetricKeyParameter PublicHalf(AsymmetricKeyParameter key) => key switch
    {
        RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
        ECPrivateKeyParameters ec => new ECPublicKeyParameters(ec.Parameters.G.Multiply(ec.D), ec.Parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    /// <summary>Is written as given.</summary>
    private sealed class VerbatimCertificate(BcTlsCrypto crypto, SubjectPublicKeyInfo key, byte[] der)
        : BcTlsRawKeyCertificate(crypto, key)
    {
        public override byte[] GetEncoded() => der;
    }
}
