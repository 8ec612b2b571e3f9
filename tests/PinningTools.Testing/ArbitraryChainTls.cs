using System.Collections;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Tls;
using Org.BouncyCastle.Security;
using HashAlgorithm = Org.BouncyCastle.Crypto.Tls.HashAlgorithm;

namespace PinningTools.Testing;

/// <summary>The choices of an <see cref="ArbitraryChainServer"/> in one handshake.</summary>
internal sealed class ArbitraryChainTls(AsymmetricAlgorithm key, byte[][] certificates, TlsConnection connection)
    : DefaultTlsServer
{
    protected override ProtocolVersion MinimumVersion => ProtocolVersion.TLSv12;

    protected override ProtocolVersion MaximumVersion => ProtocolVersion.TLSv12;

    public override void ProcessClientExtensions(IDictionary clientExtensions)
    {
        connection.ServerName = TlsExtensionsUtilities.GetServerNameExtension(clientExtensions)?.ServerNames
            .Cast<ServerName>()
            .FirstOrDefault(name => name.NameType == NameType.host_name)?.GetHostName();
        base.ProcessClientExtensions(clientExtensions);
    }

    protected override int[] GetCipherSuites() => key is RSA
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

    protected override TlsSignerCredentials GetRsaSignerCredentials() => Credentials(SignatureAlgorithm.rsa);

    protected override TlsSignerCredentials GetECDsaSignerCredentials() => Credentials(SignatureAlgorithm.ecdsa);

    private DefaultTlsSignerCredentials Credentials(byte signatureAlgorithm) => new(
        mContext,
        new VerbatimChain(certificates),
        PrivateKeyFactory.CreateKey(key.ExportPkcs8PrivateKey()),
        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, signatureAlgorithm));

    /// <summary>Writes the certificates as given; only the first needs to be one.</summary>
    private sealed class VerbatimChain(byte[][] certificates)
        : Certificate([X509CertificateStructure.GetInstance(certificates[0])])
    {
        public override void Encode(Stream output)
        {
            TlsUtilities.WriteUint24(certificates.Sum(certificate => certificate.Length + 3), output);
            foreach (var certificate in certificates)
                TlsUtilities.WriteOpaque24(certificate, output);
        }
    }
}
