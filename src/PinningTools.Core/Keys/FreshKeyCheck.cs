using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// Checks a new key before any of it is written, because the platform may have made another key than was requested. Its
/// bytes are read back like those of a file, the public and private keys are compared, and its signature is verified.
/// </summary>
internal static class FreshKeyCheck
{
    private static readonly Dictionary<BackupKeyAlgorithm, (string Algorithm, int? Size)> s_kinds = new()
    {
        [BackupKeyAlgorithm.EcP256] = ("EC P-256", 256),
        [BackupKeyAlgorithm.EcP384] = ("EC P-384", 384),
        [BackupKeyAlgorithm.Rsa3072] = ("RSA", 3072),
        [BackupKeyAlgorithm.Rsa4096] = ("RSA", 4096),
        [BackupKeyAlgorithm.Ed25519] = ("Ed25519", 256),
        [BackupKeyAlgorithm.MLDsa44] = ("ML-DSA-44", null),
        [BackupKeyAlgorithm.MLDsa65] = ("ML-DSA-65", null),
        [BackupKeyAlgorithm.MLDsa87] = ("ML-DSA-87", null),
    };

    /// <exception cref="PinningException">It is not the key that was requested.</exception>
    internal static void Measure(FreshKey key, byte[] pkcs8, byte[] request, BackupKeyAlgorithm asked)
    {
        DerPublicKey made = PrivateKeyReader.ReadPkcs8(pkcs8, new KeyWork());
        PublicKeyDescription kind = made.Key;
        if ((kind.Algorithm, kind.Size) != s_kinds[asked])
            throw new PinningException(Faults.KeyNotAsAsked(asked.ToString(), $"{kind.Algorithm} with {kind.Size} "
                + "bits"));
        if (made.Pin != SpkiPin.Of(key.PublicKey) || made.Pin != DerRequest.Parse(request).Pin)
            throw new PinningException(Faults.KeyNotAsAsked(asked.ToString(), "one whose public and private keys do "
                + "not belong together"));
        if (!IsSignedBy(request, key))
            throw new PinningException(Faults.KeyNotAsAsked(asked.ToString(), "one whose signature does not verify"));
    }

    /// <summary>Whether the signature of a request verifies with a key.</summary>
    internal static bool IsSignedBy(byte[] request, RequestKey key)
    {
        DerReader parts = new DerReader(request).Read(DerTag.Sequence).Open();
        byte[] signed = parts.Read(DerTag.Sequence).ToArray();
        parts.Read(DerTag.Sequence);
        byte[]? signature = parts.Read(DerTag.BitString).BitsToArray();
        return signature is not null && key.Verify(signed, signature);
    }

    /// <summary>The kind that describes a key; null for a kind that is not made here.</summary>
    internal static BackupKeyAlgorithm? AlgorithmOf(PublicKeyDescription key)
    {
        foreach (KeyValuePair<BackupKeyAlgorithm, (string, int?)> kind in s_kinds)
            if (kind.Value == (key.Algorithm, key.Size)) return kind.Key;
        return null;
    }
}
