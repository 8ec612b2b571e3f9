namespace PinningTools.Internal;

/// <summary>
/// What Bouncy Castle computes with keys that the platform does not know. The bytes of keys are from files: if they
/// make no sense, the result says so, without an exception.
/// </summary>
internal interface IKeyAlgorithms
{
    /// <summary>
    /// The point of a private number in the forms of SEC 1 section 2.3.3: uncompressed, compressed, hybrid. Null if the
    /// curve is not known; none if no key on it has this number.
    /// </summary>
    /// <param name="curve">The OID of a curve, or its parameters (RFC 3279 section 2.3.5), as DER.</param>
    /// <param name="number">The private number in big-endian bytes.</param>
    byte[][]? PointForms(byte[] curve, byte[] number);

    /// <summary>The public key of a key that is bytes; null if no key of this algorithm has these.</summary>
    /// <param name="algorithm">The OID of the algorithm.</param>
    /// <param name="secret">The seed of EdDSA, the scalar of XDH, the seed or the expanded key of ML-DSA, the key of SLH-DSA.</param>
    byte[]? PublicKey(string algorithm, byte[] secret);

    /// <summary>The expanded key of a seed of ML-DSA (FIPS 204 section 5.1).</summary>
    byte[] Expand(string algorithm, byte[] seed);

    /// <summary>A signature by a key that was read before.</summary>
    /// <param name="pkcs8">The private key.</param>
    /// <param name="algorithm">The AlgorithmIdentifier of the signature.</param>
    /// <param name="data">What is signed.</param>
    byte[] Sign(byte[] pkcs8, byte[] algorithm, byte[] data);

    /// <summary>Whether a signature verifies; it does not if there is anything wrong with one of the arguments.</summary>
    /// <param name="publicKey">The SubjectPublicKeyInfo.</param>
    /// <param name="algorithm">The AlgorithmIdentifier of the signature.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    bool Verify(byte[] publicKey, byte[] algorithm, byte[] data, byte[] signature);
}
