namespace PinningTools.Internal;

/// <summary>Builds a SubjectPublicKeyInfo for keys that come in other forms.</summary>
internal static class Spki
{
    /// <summary>rsaEncryption with its NULL (RFC 3279 section 2.3.1).</summary>
    internal static byte[] OfRsa(DerElement modulus, DerElement exponent) =>
        OfRsa(DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()), modulus, exponent);

    internal static byte[] OfRsa(byte[] algorithm, DerElement modulus, DerElement exponent) =>
        Of(algorithm, DerWriter.Sequence(modulus.ToArray(), exponent.ToArray()));

    /// <summary>An algorithm identifier and the key's own bytes.</summary>
    internal static byte[] Of(byte[] algorithm, byte[] key) => DerWriter.Sequence(algorithm, DerWriter.BitString(key));
}
