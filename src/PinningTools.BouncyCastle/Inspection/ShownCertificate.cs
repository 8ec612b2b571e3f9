using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// A certificate for the library, which it does not parse: only the key of the copied leaf is ever used, whatever the
/// certificate says of its use, its dates or the features that its server must have.
/// </summary>
internal sealed class ShownCertificate(BcTlsCrypto crypto, byte[] encoding, HandshakeNotes notes) : TlsCertificate
{
    public BigInteger? SerialNumber => null;

    public string? SigAlgOid => null;

    private ServerKey Key =>
        notes.Key is { } key && key.IsOf(encoding) ? key : throw new TlsFatalAlert(AlertDescription.internal_error);

    public TlsEncryptor CreateEncryptor(int tlsCertificateRole) => Key.CreateEncryptor(crypto, tlsCertificateRole);

    public TlsVerifier CreateVerifier(short signatureAlgorithm) => Key.CreateVerifier(crypto, signatureAlgorithm);

    public Tls13Verifier CreateVerifier(int signatureScheme) => Key.CreateVerifier(crypto, signatureScheme);

    public byte[] GetEncoded() => encoding;

    public byte[]? GetExtension(DerObjectIdentifier extensionOid) => null;

    public Asn1Encodable? GetSigAlgParams() => null;

    public short GetLegacySignatureAlgorithm() => -1;

    public bool SupportsSignatureAlgorithm(short signatureAlgorithm) => true;

    public bool SupportsSignatureAlgorithmCA(short signatureAlgorithm) => true;

    public TlsCertificate CheckUsageInRole(int tlsCertificateRole) => this;
}
