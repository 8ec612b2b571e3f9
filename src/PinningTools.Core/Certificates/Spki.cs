namespace PinningTools.Internal;

/// <summary>Builds a SubjectPublicKeyInfo for keys that come in other forms.</summary>
internal static class Spki
{
    /// <summary>rsaEncryption with its NULL (RFC 3279 section 2.3.1).</summary>
    internal static byte[] FromRsa(DerElement modulus, DerElement exponent) =>
        FromRsa(DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()), modulus, exponent);

    internal static byte[] FromRsa(byte[] algorithm, DerElement modulus, DerElement exponent) =>
        From(algorithm, DerWriter.Sequence(modulus.ToArray(), exponent.ToArray()));

    /// <summary>An algorithm identifier and the key's own bytes.</summary>
    internal static byte[] From(byte[] algorithm, byte[] key) => DerWriter.Sequence(algorithm, DerWriter.BitString(key));
}
