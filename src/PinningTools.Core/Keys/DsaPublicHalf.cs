using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// The public half of a DSA key (FIPS 186-4 section 4.1): it is computed, and compared with the one in the file, if
/// there is one.
/// </summary>
internal static class DsaPublicHalf
{
    /// <summary>4,096 bits: larger than any DSA key in use, and still computed in a fraction of a second.</summary>
    private const int MaxBytes = 512;

    private const int MaxSecretBytes = 64;
    private const string Name = "DSA";

    /// <summary>The INTEGER that a SubjectPublicKeyInfo holds.</summary>
    /// <param name="parameters">Modulus, order and generator.</param>
    /// <param name="secret">The private number.</param>
    /// <param name="named">The public number in the file, or null.</param>
    /// <param name="work">The remaining work that is allowed.</param>
    internal static byte[] From(DerReader parameters, DerElement secret, DerElement? named, KeyWork work)
    {
        BigInteger modulus = BigNumbers.Read(parameters.Read(DerTag.Integer), MaxBytes);
        BigInteger order = BigNumbers.Read(parameters.Read(DerTag.Integer), MaxSecretBytes);
        BigInteger generator = BigNumbers.Read(parameters.Read(DerTag.Integer), MaxBytes);
        BigInteger number = BigNumbers.Read(secret, MaxSecretBytes);
        if (modulus < 3 || number.IsZero || number >= order) throw new PinningException(Faults.PrivateKeyInvalid(Name));
        long size = BigNumbers.ToBigEndian(modulus, 0).Length;
        work.Charge(size * size / 4);
        byte[] computed = DerWriter.Integer(
            BigNumbers.ToBigEndian(BigInteger.ModPow(generator, number, modulus), 1));
        if (named is { } given && !Bytes.Same(given.ToArray(), computed))
            throw new PinningException(Faults.PublicHalfForeign(Name));
        return computed;
    }
}
