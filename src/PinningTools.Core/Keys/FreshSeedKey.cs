using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>A new key of Ed25519 or ML-DSA, whose seed of 32 random bytes comes from the platform.</summary>
internal sealed class FreshSeedKey : FreshKey
{
    private const int SeedBytes = 32;

    private readonly string _oid;
    private readonly byte[] _algorithm;
    private readonly byte[] _pkcs8;

    internal FreshSeedKey(string oid)
    {
        _oid = oid;
        // Both have their parameters in their name, and sign under it (RFC 8410 section 3, RFC 9881 section 2).
        _algorithm = DerWriter.Sequence(DerWriter.Oid(oid));
        byte[] seed = KeyEncryption.RandomBytes(SeedBytes);
        byte[] half = Library.PublicKey(oid, seed)!;
        PublicKey = Spki.From(_algorithm, half);
        _pkcs8 = Pkcs8AndClear(_algorithm, Encode(seed));
        Array.Clear(seed, 0, seed.Length);
    }

    internal override byte[] PublicKey { get; }

    internal override byte[] SignatureAlgorithm => _algorithm;

    private static IKeyAlgorithms Library => LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms");

    internal override byte[] ToPkcs8() => (byte[])_pkcs8.Clone();

    internal override byte[] Sign(byte[] data) => Library.Sign(_pkcs8, _algorithm, data);

    internal override bool Verify(byte[] data, byte[] signature) =>
        Library.Verify(PublicKey, _algorithm, data, signature);

    public override void Dispose() => Array.Clear(_pkcs8, 0, _pkcs8.Length);

    /// <summary>
    /// The seed of Ed25519 (RFC 8410 section 7). Of ML-DSA only the seed too, which RFC 9881 section 6 recommends: OpenSSL,
    /// Bouncy Castle, BoringSSL and Python's cryptography read it, and the last two read no other form.
    /// </summary>
    private byte[] Encode(byte[] seed) => BytesPublicHalf.IsMlDsa(AlgorithmNames.OfKey(_oid))
        ? DerWriter.Element(DerTag.Context(0), seed)
        : DerWriter.OctetString(seed);
}
