using System;
using System.IO;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// The key of the leaf, read from the very bytes that are pinned. It is limited before it is used, and notes by which
/// algorithm a signature was verified.
/// </summary>
internal sealed class ServerKey(DerCertificate leaf)
{
    internal const int MaxModulusBits = 8192;
    internal const int MaxExponentBits = 64;

    private BcTlsRawKeyCertificate? _key;

    /// <summary>The scheme of a signature that this key verified; before TLS 1.2, the one that the version implies.</summary>
    internal int? VerifiedScheme { get; private set; }

    /// <summary>Whether the premaster secret was encrypted to this key.</summary>
    internal bool WasEncryptedTo { get; private set; }

    /// <summary>Why this key is not computed with, as a clause; null if it may be.</summary>
    internal string? Limit { get; private set; }

    internal AsymmetricKeyParameter? Parameters { get; private set; }

    internal bool IsOf(byte[] certificate) => Bytes.Same(certificate, leaf.Raw);

    internal TlsEncryptor CreateEncryptor(BcTlsCrypto crypto, int role)
    {
        TlsEncryptor encryptor = Open(crypto).CreateEncryptor(role);
        WasEncryptedTo = true;
        return encryptor;
    }

    internal TlsVerifier CreateVerifier(BcTlsCrypto crypto, short algorithm) =>
        new NotingVerifier(this, Open(crypto).CreateVerifier(algorithm), algorithm);

    internal Tls13Verifier CreateVerifier(BcTlsCrypto crypto, int scheme)
    {
        // RFC 8446 section 4.2.3: not in CertificateVerify.
        if (SignatureScheme.GetSignatureAlgorithm(scheme) == SignatureAlgorithm.rsa || scheme == SignatureScheme.ecdsa_sha1)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        return new NotingVerifier13(this, Open(crypto).CreateVerifier(scheme), scheme);
    }

    private BcTlsRawKeyCertificate Open(BcTlsCrypto crypto)
    {
        if (_key is { } open) return open;
        var info = SubjectPublicKeyInfo.GetInstance(leaf.SubjectPublicKeyInfo);
        Parameters = PublicKeyFactory.CreateKey(info);
        return _key = new BcTlsRawKeyCertificate(crypto, info);
    }

    private sealed class NotingVerifier(ServerKey key, TlsVerifier verifier, short algorithm) : TlsVerifier
    {
        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) =>
            verifier.GetStreamVerifier(digitallySigned) is { } stream
                ? new NotingStreamVerifier(key, stream, SchemeOf(digitallySigned))
                : null;

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            if (!verifier.VerifyRawSignature(digitallySigned, hash)) return false;
            key.VerifiedScheme = SchemeOf(digitallySigned);
            return true;
        }

        private int SchemeOf(DigitallySigned signed) =>
            signed.Algorithm is { } named ? SignatureScheme.From(named) : SignatureScheme.From(ProofRules.Implied, algorithm);
    }

    private sealed class NotingStreamVerifier(ServerKey key, TlsStreamVerifier verifier, int scheme) : TlsStreamVerifier
    {
        public Stream Stream => verifier.Stream;

        public bool IsVerified()
        {
            if (!verifier.IsVerified()) return false;
            key.VerifiedScheme = scheme;
            return true;
        }
    }

    private sealed class NotingVerifier13(ServerKey key, Tls13Verifier verifier, int scheme) : Tls13Verifier
    {
        public Stream Stream => verifier.Stream;

        public bool VerifySignature(byte[] signature)
        {
            if (!verifier.VerifySignature(signature)) return false;
            key.VerifiedScheme = scheme;
            return true;
        }
    }
}
