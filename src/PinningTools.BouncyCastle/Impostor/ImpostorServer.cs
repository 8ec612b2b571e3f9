using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// The choices of an impostor in one handshake, and what it sees. It asks for a client certificate and is content
/// without one; it resumes nothing.
/// </summary>
internal sealed class ImpostorServer(Func<string?, ImpostorIdentity> choose)
    : DefaultTlsServer(new BcTlsCrypto(InspectionCrypto.Random))
{
    private static readonly SignatureAndHashAlgorithm s_own =
        SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    internal bool IsHelloSeen { get; private set; }

    internal string? ServerName { get; private set; }

    internal bool IsCertificateShown { get; private set; }

    internal bool IsFinished { get; private set; }

    internal int? Alert { get; private set; }

    internal int Version { get; private set; }

    internal byte[]? ClientCertificate { get; private set; }

    private bool IsVersion13 => TlsUtilities.IsTlsV13(m_context);

    public override void NotifyClientVersion(ProtocolVersion clientVersion)
    {
        IsHelloSeen = true;
        base.NotifyClientVersion(clientVersion);
    }

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        ServerName = clientExtensions is null
            ? null
            : TlsExtensionsUtilities.GetServerNameExtensionClient(clientExtensions)?
                .Where(name => name.NameType == NameType.host_name)
                .Select(name => Encoding.ASCII.GetString(name.NameData))
                .FirstOrDefault();
        base.ProcessClientExtensions(clientExtensions);
    }

    public override ProtocolVersion GetServerVersion()
    {
        ProtocolVersion version = base.GetServerVersion();
        Version = version.FullVersion;
        return version;
    }

    public override TlsCredentials GetCredentials()
    {
        IsCertificateShown = true;
        ImpostorIdentity identity = choose(ServerName);
        AsymmetricKeyParameter key = PrivateKeyFactory.CreateKey(identity.Key);
        var crypto = (BcTlsCrypto)Crypto;
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.GetInstance(identity.PublicKey);
        TlsCertificate[] certificates =
            [.. identity.Certificates.Select(der => new VerbatimCertificate(crypto, info, der))];
        Certificate message = IsVersion13
            ? new Certificate(
                TlsUtilities.EmptyBytes, [.. certificates.Select(one => new CertificateEntry(one, null))])
            : new Certificate(certificates);
        return new BcDefaultTlsCredentialedSigner(
            new TlsCryptoParameters(m_context), crypto, key, message, s_own);
    }

    public override CertificateRequest GetCertificateRequest()
    {
        IList<SignatureAndHashAlgorithm> signatures = TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context);
        return IsVersion13
            ? new CertificateRequest(TlsUtilities.EmptyBytes, signatures, null, null)
            : new CertificateRequest(
                [ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign], signatures, null);
    }

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (!clientCertificate.IsEmpty) ClientCertificate = clientCertificate.GetCertificateAt(0).GetEncoded();
    }

    public override void NotifyHandshakeComplete()
    {
        IsFinished = true;
        base.NotifyHandshakeComplete();
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription)
    {
        if (alertLevel == AlertLevel.fatal) Alert = alertDescription;
    }

    protected override ProtocolVersion[] GetSupportedVersions() =>
        ProtocolVersion.TLSv13.DownTo(ProtocolVersion.TLSv12);

    protected override int[] GetSupportedCipherSuites() =>
    [
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>Is written as given: an appended certificate need not be one that the library reads.</summary>
    private sealed class VerbatimCertificate(BcTlsCrypto crypto, SubjectPublicKeyInfo key, byte[] der)
        : BcTlsRawKeyCertificate(crypto, key)
    {
        public override byte[] GetEncoded() => der;
    }
}
