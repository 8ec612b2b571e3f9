using System.Collections;
using System.IO;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Tls;

namespace PinningTools.Testing;

/// <summary>The choices of an <see cref="ArbitraryChainServer"/> in one handshake.</summary>
internal sealed class ArbitraryChainTls(AsymmetricKeyParameter key, byte[][] certificates, TlsConnection connection)
    : DefaultTlsServer
{
    protected override ProtocolVersion MinimumVersion => ProtocolVersion.TLSv12;

    protected override ProtocolVersion MaximumVersion => ProtocolVersion.TLSv12;

    public override void ProcessClientExtensions(IDictionary clientExtensions)
    {
        connection.ServerName = TlsExtensionsUtilities.GetServerNameExtension(clientExtensions)?.ServerNames
            .Cast<ServerName>().FirstOrDefault()?.GetHostName();
        base.ProcessClientExtensions(clientExtensions);
    }

    protected override int[] GetCipherSuites() =>
    [
        key is ECKeyParameters
            ? CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            : CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ];

    protected override TlsSignerCredentials GetRsaSignerCredentials() => Credentials(SignatureAlgorithm.rsa);

    protected override TlsSignerCredentials GetECDsaSignerCredentials() => Credentials(SignatureAlgorithm.ecdsa);

    private DefaultTlsSignerCredentials Credentials(byte signature) => new(
        mContext, new VerbatimChain(certificates), key, new SignatureAndHashAlgorithm(HashAlgorithm.sha256, signature));

    /// <summary>Writes the certificates as given; only the first needs to be one.</summary>
    private sealed class VerbatimChain(byte[][] certificates)
        : Certificate([X509CertificateStructure.GetInstance(certificates[0])])
    {
        public override void Encode(Stream output)
        {
            TlsUtilities.WriteUint24(certificates.Sum(certificate => certificate.Length + 3), output);
            foreach (byte[] certificate in certificates) TlsUtilities.WriteOpaque24(certificate, output);
        }
    }
}
