using System;
using System.IO;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// The key of the leaf, read from the very bytes that are pinned. It notes by which algorithm it verified a signature,
/// and nothing before that.
/// </summary>
internal sealed class ServerKey(DerCertificate leaf)
{
    private LimitedKey? _open;

    /// <summary>
    /// The scheme of the signature that this key verified; before TLS 1.2, the one that the version implies.
    /// </summary>
    internal int? VerifiedScheme { get; private set; }

    /// <summary>Whether the premaster secret was encrypted to this key.</summary>
    internal bool WasEncryptedTo { get; private set; }

    /// <summary>The key's numbers; null before it was used.</summary>
    internal AsymmetricKeyParameter? Parameters => _open?.Parameters;

    internal bool IsOf(byte[] certificate) => Bytes.Same(certificate, leaf.Raw);

    /// <exception cref="BeyondLimitException">Nothing is computed with such a key.</exception>
    internal TlsEncryptor CreateEncryptor(BcTlsCrypto crypto, int role)
    {
        TlsEncryptor encryptor = Open(crypto).CreateEncryptor(role);
        WasEncryptedTo = true;
        return encryptor;
    }

    /// <exception cref="BeyondLimitException">Nothing is computed with such a key.</exception>
    internal TlsVerifier CreateVerifier(BcTlsCrypto crypto, short algorithm) =>
        new NotingVerifier(this, Open(crypto).CreateVerifier(algorithm), algorithm);

    /// <exception cref="BeyondLimitException">Nothing is computed with such a key.</exception>
    internal Tls13Verifier CreateVerifier(BcTlsCrypto crypto, int scheme)
    {
        // RFC 8446 section 4.2.3: these are offered for TLS 1.2, and not for CertificateVerify.
        if (scheme == SignatureScheme.ecdsa_sha1
            || SignatureScheme.GetSignatureAlgorithm(scheme) == SignatureAlgorithm.rsa)
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        return new NotingVerifier13(this, Open(crypto).CreateVerifier(scheme), scheme);
    }

    private LimitedKey Open(BcTlsCrypto crypto) => _open ??= LimitedKey.Open(crypto, leaf.SubjectPublicKeyInfo);

    /// <summary>The library throws at what cannot be a signature of this key, such as a number beyond its modulus.</summary>
    private static bool Verifies(Func<bool> verify)
    {
        try
        {
            return verify();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return false;
        }
    }

    private sealed class NotingVerifier(ServerKey key, TlsVerifier verifier, short algorithm) : TlsVerifier
    {
        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) =>
            verifier.GetStreamVerifier(digitallySigned) is { } stream
                ? new NotingStreamVerifier(key, stream, SchemeOf(digitallySigned))
                : null;

        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            if (!Verifies(() => verifier.VerifyRawSignature(digitallySigned, hash))) return false;
            key.VerifiedScheme = SchemeOf(digitallySigned);
            return true;
        }

        private int SchemeOf(DigitallySigned signed) => signed.Algorithm is { } named
            ? SignatureScheme.From(named)
            : SignatureScheme.From(ProofRules.Implied, algorithm);
    }

    private sealed class NotingStreamVerifier(ServerKey key, TlsStreamVerifier verifier, int scheme) : TlsStreamVerifier
    {
        public Stream Stream => verifier.Stream;

        public bool IsVerified()
        {
            if (!Verifies(verifier.IsVerified)) return false;
            key.VerifiedScheme = scheme;
            return true;
        }
    }

    private sealed class NotingVerifier13(ServerKey key, Tls13Verifier verifier, int scheme) : Tls13Verifier
    {
        public Stream Stream => verifier.Stream;

        public bool VerifySignature(byte[] signature)
        {
            if (!Verifies(() => verifier.VerifySignature(signature))) return false;
            key.VerifiedScheme = scheme;
            return true;
        }
    }
}
