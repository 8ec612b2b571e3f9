using System.Numerics;

namespace PinningTools.Internal;

/// <summary>
/// The public half of an RSAPrivateKey (RFC 8017 appendix A.1.2), which is part of it, after checking that the primes
/// and the private exponent belong to it: a file can contain the modulus of another key.
/// </summary>
internal static class RsaPublicHalf
{
    /// <summary>32,768 bits: twice the limit of OpenSSL.</summary>
    private const int MaxBytes = 4096;

    /// <summary>An RSAPublicKey.</summary>
    internal static byte[] From(DerReader numbers, KeyWork work)
    {
        DerElement modulus = numbers.Read(DerTag.Integer);
        DerElement exponent = numbers.Read(DerTag.Integer);
        long size = modulus.ContentLength / 64;
        work.Charge(1 + (size * size));
        BigInteger n = Read(modulus);
        BigInteger e = Read(exponent);
        BigInteger d = Read(numbers.Read(DerTag.Integer));
        BigInteger p = Read(numbers.Read(DerTag.Integer));
        BigInteger q = Read(numbers.Read(DerTag.Integer));
        // RFC 8017 section 3.2: n = p * q, and e * d = 1 modulo p - 1 and q - 1.
        bool belongs = p > 2 && q > 2 && p * q == n
            && ((e * d) - 1) % (p - 1) == 0 && ((e * d) - 1) % (q - 1) == 0;
        return belongs
            ? DerWriter.Sequence(modulus.ToArray(), exponent.ToArray())
            : throw new PinningException(Faults.PublicHalfForeign("RSA"));
    }

    private static BigInteger Read(DerElement integer) => BigNumbers.Read(integer, MaxBytes);
}
