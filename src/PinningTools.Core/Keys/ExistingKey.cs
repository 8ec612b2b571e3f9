using System;
#if NET
using System.Security.Cryptography;
#endif

namespace PinningTools.Internal;

/// <summary>A private key that was read from a file, for a new request: by the platform where it can sign with it.</summary>
internal sealed class ExistingKey : RequestKey
{
    private readonly byte[] _pkcs8;
#if NET
    private readonly string _algorithm;
#endif

    /// <param name="key">A private key that was read with <see cref="KeyWork.KeepsPrivateKeys"/>.</param>
    /// <exception cref="PinningException">It is of a kind that does not sign.</exception>
    internal ExistingKey(DerPublicKey key)
    {
        _pkcs8 = key.PrivateKey!;
#if NET
        _algorithm = key.Key.Algorithm;
#endif
        PublicKey = key.Info;
        SignatureAlgorithm = SignatureAlgorithms.Of(key)
            ?? throw new PinningException(Faults.KeyCannotSign(key.Key.Algorithm));
    }

    internal override byte[] PublicKey { get; }

    internal override byte[] SignatureAlgorithm { get; }

    private static IKeyAlgorithms Library => LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms");

    internal override byte[] Sign(byte[] data) =>
#if NET
        ByPlatform(data) ??
#endif
        Library.Sign(_pkcs8, SignatureAlgorithm, data);

    internal override bool Verify(byte[] data, byte[] signature) =>
        Library.Verify(PublicKey, SignatureAlgorithm, data, signature);

    public override void Dispose() => Array.Clear(_pkcs8, 0, _pkcs8.Length);

#if NET
    /// <summary>Null for what the platform does not sign with: other keys, and points in another form.</summary>
    private byte[]? ByPlatform(byte[] data)
    {
        try
        {
            if (_algorithm == "RSA")
            {
                using var rsa = RSA.Create();
                rsa.ImportPkcs8PrivateKey(_pkcs8, out _);
                return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            HashAlgorithmName? hash = _algorithm switch
            {
                "EC P-256" => HashAlgorithmName.SHA256,
                "EC P-384" => HashAlgorithmName.SHA384,
                "EC P-521" => HashAlgorithmName.SHA512,
                _ => null,
            };
            if (hash is not { } known) return null;
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportPkcs8PrivateKey(_pkcs8, out _);
            return ecdsa.SignData(data, known, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
#endif
}
