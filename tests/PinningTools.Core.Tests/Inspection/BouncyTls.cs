using System;
using System.IO;
using System.Linq;
using System.Reflection;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.X509;

namespace PinningTools.Tests.Inspection;

/// <summary>The choices of a <see cref="BouncyServer"/> in one handshake.</summary>
internal sealed class BouncyTls(BouncyChoices choices, Action<int> noteClientCertificates)
    : DefaultTlsServer(new BcTlsCrypto(new SecureRandom()))
{
    private bool Is13 => TlsUtilities.IsTlsV13(choices.Version);

    private Certificate Chain
    {
        get
        {
            var crypto = (BcTlsCrypto)Crypto;
            TlsCertificate[] chain = [.. choices.Certificates.Select(der => new VerbatimCertificate(crypto, choices.Key, der))];
            return Is13
                ? new Certificate(TlsUtilities.EmptyBytes, [.. chain.Select(one => new CertificateEntry(one, null))])
                : new Certificate(chain);
        }
    }

    public override TlsCredentials GetCredentials() =>
        m_context.SecurityParameters.KeyExchangeAlgorithm == KeyExchangeAlgorithm.RSA
            ? new BcDefaultTlsCredentialedDecryptor((BcTlsCrypto)Crypto, Chain, choices.Key)
            : new ForgingSigner(
                new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(m_context), (BcTlsCrypto)Crypto, choices.Key, Chain, choices.Scheme),
                choices.Forge ?? (signature => signature));

    public override TlsDHConfig GetDHConfig() =>
        choices.Group is { } group ? new TlsDHConfig(group) : base.GetDHConfig();

    public override CertificateRequest? GetCertificateRequest()
    {
        if (!choices.WantsClientCertificate && !choices.DemandsClientCertificate) return null;
        SignatureAndHashAlgorithm[] algorithms = [SignatureAndHashAlgorithm.rsa_pss_rsae_sha256];
        return Is13
            ? new CertificateRequest(TlsUtilities.EmptyBytes, algorithms, null, null)
            : new CertificateRequest(
                [ClientCertificateType.rsa_sign], TlsUtilities.IsTlsV12(choices.Version) ? algorithms : null, null);
    }

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        noteClientCertificates(clientCertificate.Length);
        if (choices.DemandsClientCertificate && clientCertificate.IsEmpty)
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }

    public override int GetMaxHandshakeMessageSize() => 1 << 20;

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    protected override ProtocolVersion[] GetSupportedVersions() => choices.Version.Only();

    protected override int[] GetSupportedCipherSuites() => [choices.Suite];

    /// <summary>Is written as given.</summary>
    private sealed class VerbatimCertificate(BcTlsCrypto crypto, AsymmetricKeyParameter key, byte[] der)
        : BcTlsRawKeyCertificate(crypto, SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(PublicHalf(key)))
    {
        public override byte[] GetEncoded() => der;
    }

    private static AsymmetricKeyParameter PublicHalf(AsymmetricKeyParameter key) => key switch
    {
        RsaPrivateCrtKeyParameters rsa => new RsaKeyParameters(false, rsa.Modulus, rsa.PublicExponent),
        ECPrivateKeyParameters ec => new ECPublicKeyParameters(ec.Parameters.G.Multiply(ec.D), ec.Parameters),
        DsaPrivateKeyParameters dsa => new DsaPublicKeyParameters(dsa.Parameters.G.ModPow(dsa.X, dsa.Parameters.P), dsa.Parameters),
        Ed25519PrivateKeyParameters ed25519 => ed25519.GeneratePublicKey(),
        Ed448PrivateKeyParameters ed448 => ed448.GeneratePublicKey(),
        MLDsaPrivateKeyParameters mldsa => mldsa.GetPublicKey(),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private sealed class ForgingSigner(TlsCredentialedSigner signer, Func<byte[], byte[]> forge) : TlsCredentialedSigner
    {
        public Certificate Certificate => signer.Certificate;

        public SignatureAndHashAlgorithm SignatureAndHashAlgorithm => signer.SignatureAndHashAlgorithm;

        public byte[] GenerateRawSignature(byte[] hash) => forge(signer.GenerateRawSignature(hash));

        public TlsStreamSigner? GetStreamSigner() =>
            signer.GetStreamSigner() is { } stream ? new ForgingStreamSigner(stream, forge) : null;
    }

    private sealed class ForgingStreamSigner(TlsStreamSigner signer, Func<byte[], byte[]> forge) : TlsStreamSigner
    {
        public Stream Stream => signer.Stream;

        public byte[] GetSignature() => forge(signer.GetSignature());
    }
}

/// <summary>Sends a random Finished if it is to.</summary>
internal sealed class BouncyProtocol(Stream stream, BouncyChoices choices) : TlsServerProtocol(stream)
{
    // Not public, and the one way to a message of one's own in a record that is protected.
    private static readonly MethodInfo s_send = typeof(TlsProtocol).Assembly
        .GetType("Org.BouncyCastle.Tls.HandshakeMessageOutput", throwOnError: true)!
        .GetMethod("Send", BindingFlags.Static | BindingFlags.NonPublic)!;

    protected override void SendFinishedMessage()
    {
        if (choices.SendsWrongFinished) Send(12);
        else base.SendFinishedMessage();
    }

    protected override void Send13FinishedMessage()
    {
        if (choices.SendsWrongFinished) Send(32);
        else base.Send13FinishedMessage();
    }

    private void Send(int length) => s_send.Invoke(null, [this, HandshakeType.finished, new byte[length]]);
}
