using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

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
        SubjectPublicKeyInfo keyInfo = X509CertificateStructure.GetInstance(certificates[0]).SubjectPublicKeyInfo;
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context),
            crypto,
            key,
            new Certificate([.. certificates.Select(der => new VerbatimCertificate(crypto, keyInfo, der))]),
            SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, signatureAlgorithm));
    }

    /// <summary>Is written as given. Only the first needs to be a certificate: its key is the server's.</summary>
    private sealed class VerbatimCertificate(BcTlsCrypto crypto, SubjectPublicKeyInfo key, byte[] der)
        : BcTlsRawKeyCertificate(crypto, key)
    {
        public override byte[] GetEncoded() => der;
    }
}
