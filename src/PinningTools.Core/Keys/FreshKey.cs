using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>A key that signs its certificate request.</summary>
internal abstract class RequestKey : IDisposable
{
    /// <summary>The SubjectPublicKeyInfo.</summary>
    internal abstract byte[] PublicKey { get; }

    /// <summary>The AlgorithmIdentifier of its signatures.</summary>
    internal abstract byte[] SignatureAlgorithm { get; }

    internal abstract byte[] Sign(byte[] data);

    /// <summary>Whether a signature by <see cref="Sign"/> verifies.</summary>
    internal abstract bool Verify(byte[] data, byte[] signature);

    public abstract void Dispose();
}

/// <summary>
/// A new key made by the platform where it can, and its encodings. The caller must clear the private key that it
/// returns.
/// </summary>
internal abstract class FreshKey : RequestKey
{
    internal static FreshKey Create(BackupKeyAlgorithm algorithm) => algorithm switch
    {
        BackupKeyAlgorithm.EcP256 => new FreshEcKey(ECCurve.NamedCurves.nistP256, "1.2.840.10045.3.1.7",
            HashAlgorithmName.SHA256, "1.2.840.10045.4.3.2"),
        BackupKeyAlgorithm.EcP384 => new FreshEcKey(ECCurve.NamedCurves.nistP384, "1.3.132.0.34",
            HashAlgorithmName.SHA384, "1.2.840.10045.4.3.3"),
        BackupKeyAlgorithm.Rsa3072 => new FreshRsaKey(3072),
        BackupKeyAlgorithm.Rsa4096 => new FreshRsaKey(4096),
        BackupKeyAlgorithm.Ed25519 => new FreshSeedKey("1.3.101.112"),
        BackupKeyAlgorithm.MLDsa44 => new FreshSeedKey("2.16.840.1.101.3.4.3.17"),
        BackupKeyAlgorithm.MLDsa65 => new FreshSeedKey("2.16.840.1.101.3.4.3.18"),
        BackupKeyAlgorithm.MLDsa87 => new FreshSeedKey("2.16.840.1.101.3.4.3.19"),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>The private key as PKCS#8 (RFC 5958).</summary>
    internal abstract byte[] ToPkcs8();

    /// <summary>Wraps a private key; the caller clears it.</summary>
    internal static byte[] Pkcs8(byte[] algorithm, byte[] privateKey)
    {
        byte[] wrapped = DerWriter.OctetString(privateKey);
        byte[] whole = DerWriter.Sequence(DerWriter.Integer(0), algorithm, wrapped);
        Array.Clear(wrapped, 0, wrapped.Length);
        return whole;
    }

    private protected static byte[] Pkcs8AndClear(byte[] algorithm, byte[] privateKey)
    {
        byte[] whole = Pkcs8(algorithm, privateKey);
        Array.Clear(privateKey, 0, privateKey.Length);
        return whole;
    }
}
