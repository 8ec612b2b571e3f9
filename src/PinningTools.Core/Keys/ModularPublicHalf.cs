using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// The public half of a DSA key (FIPS 186-4 section 4.1) or a Diffie-Hellman key (RFC 3279 section 2.3.3): a power of
/// the generator. It is computed, and compared with the one in the file, if there is one.
/// </summary>
internal static class ModularPublicHalf
{
    /// <summary>8,192 bits: the largest group of RFC 7919.</summary>
    private const int MaxBytes = 1024;

    /// <summary>The INTEGER that a SubjectPublicKeyInfo holds.</summary>
    /// <param name="name">DSA or DH.</param>
    /// <param name="parameters">Modulus, order and generator of DSA; modulus and generator of DH first.</param>
    /// <param name="secret">The private number.</param>
    /// <param name="named">The public number in the file, or null.</param>
    /// <param name="work">The remaining work that is allowed.</param>
    internal static byte[] From(string name, DerReader parameters, DerElement secret, DerElement? named, KeyWork work)
    {
        bool isDsa = name == "DSA";
        BigInteger modulus = BigNumbers.Read(parameters.Read(DerTag.Integer), MaxBytes);
        BigInteger limit = isDsa ? BigNumbers.Read(parameters.Read(DerTag.Integer), MaxBytes) : modulus - 1;
        BigInteger generator = BigNumbers.Read(parameters.Read(DerTag.Integer), MaxBytes);
        BigInteger number = BigNumbers.Read(secret, MaxBytes);
        if (modulus < 3 || number.IsZero || number >= limit || generator < 2 || generator >= modulus)
            throw new PinningException(Faults.PrivateKeyInvalid(name));
        // A multiplication for each bit of the number, or two.
        long size = BigNumbers.ToBigEndian(modulus, 0).Length;
        long cost = 1 + (size * size * secret.ContentLength / 128);
        work.Charge(cost);
        byte[] computed = DerWriter.Integer(
            BigNumbers.ToBigEndian(work.Run(cost, () => BigInteger.ModPow(generator, number, modulus)), 1));
        if (named is { } given && !Bytes.Same(given.ToArray(), computed))
            throw new PinningException(Faults.PublicHalfForeign(name));
        return computed;
    }
}
