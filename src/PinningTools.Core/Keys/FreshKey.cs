using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// A new key made by the platform, and its encodings. The caller must clear the private key that it returns.
/// </summary>
internal abstract class FreshKey : IDisposable
{
    /// <summary>The SubjectPublicKeyInfo.</summary>
    internal abstract byte[] PublicKey { get; }

    /// <summary>The AlgorithmIdentifier of its signatures.</summary>
    internal abstract byte[] SignatureAlgorithm { get; }

    internal static FreshKey Create(BackupKeyAlgorithm algorithm) => algorithm switch
    {
        BackupKeyAlgorithm.EcP256 => new FreshEcKey(ECCurve.NamedCurves.nistP256, "1.2.840.10045.3.1.7",
            HashAlgorithmName.SHA256, "1.2.840.10045.4.3.2"),
        BackupKeyAlgorithm.EcP384 => new FreshEcKey(ECCurve.NamedCurves.nistP384, "1.3.132.0.34",
            HashAlgorithmName.SHA384, "1.2.840.10045.4.3.3"),
        BackupKeyAlgorithm.Rsa3072 => new FreshRsaKey(3072),
        BackupKeyAlgorithm.Rsa4096 => new FreshRsaKey(4096),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>The private key as PKCS#8 (RFC 5958).</summary>
    internal abstract byte[] ToPkcs8();

    internal abstract byte[] Sign(byte[] data);

    /// <summary>Whether a signature by <see cref="Sign"/> verifies.</summary>
    internal abstract bool Verify(byte[] data, byte[] signature);

    public abstract void Dispose();

    private protected static byte[] Pkcs8(byte[] algorithm, byte[] privateKey)
    {
        byte[] wrapped = DerWriter.OctetString(privateKey);
        byte[] whole = DerWriter.Sequence(DerWriter.Integer(0), algorithm, wrapped);
        Array.Clear(privateKey, 0, privateKey.Length);
        Array.Clear(wrapped, 0, wrapped.Length);
        return whole;
    }
}
