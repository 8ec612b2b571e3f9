#if !NET
using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// EMSA-PSS-VERIFY with SHA-256, MGF1 and a salt of 32 bytes (RFC 8017 sections 8.1.2 and 9.1.2). The RSA class of .NET
/// Framework does not support PSS. All values are public, so constant time is not required.
/// </summary>
internal static class RsaPss
{
    private const int HashLength = 32;
    private const int SaltLength = 32;
    private const byte Trailer = 0xBC;

    internal static bool Verify(RSAParameters key, byte[] data, byte[] signature)
    {
        if (signature.Length != key.Modulus.Length) return false;
        BigInteger modulus = BigNumbers.FromBigEndian(key.Modulus);
        BigInteger number = BigNumbers.FromBigEndian(signature);
        if (number >= modulus) return false;
        int bits = BitLength(key.Modulus) - 1;
        int length = (bits + 7) / 8;
        var opened = BigInteger.ModPow(number, BigNumbers.FromBigEndian(key.Exponent), modulus);
        byte[] encoded = BigNumbers.ToBigEndian(opened, length);
        return encoded.Length == length && VerifyEncoding(encoded, (8 * encoded.Length) - bits, data);
    }

    private static bool VerifyEncoding(byte[] encoded, int unusedBits, byte[] data)
    {
        int blockLength = encoded.Length - HashLength - 1;
        if (blockLength < SaltLength + 1 || encoded[encoded.Length - 1] != Trailer) return false;
        if (encoded[0] >> (8 - unusedBits) != 0) return false;
        byte[] hash = encoded.Skip(blockLength).Take(HashLength).ToArray();
        using var sha256 = SHA256.Create();
        byte[] block = Unmask(sha256, encoded, hash, blockLength);
        block[0] &= (byte)(0xFF >> unusedBits);
        int padding = blockLength - SaltLength - 1;
        if (block.Take(padding).Any(b => b != 0) || block[padding] != 1) return false;
        byte[] message = [.. new byte[8], .. sha256.ComputeHash(data), .. block.Skip(padding + 1)];
        return Bytes.Same(hash, sha256.ComputeHash(message));
    }

    private static byte[] Unmask(SHA256 sha256, byte[] masked, byte[] seed, int length)
    {
        byte[] block = new byte[length];
        for (int i = 0; i < length; i += HashLength)
        {
            int counter = i / HashLength;
            byte[] mask = sha256.ComputeHash(
                [.. seed, (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter]);
            for (int j = 0; j < HashLength && i + j < length; j++) block[i + j] = (byte)(masked[i + j] ^ mask[j]);
        }

        return block;
    }

    private static int BitLength(byte[] number)
    {
        int bits = 8 * number.Length;
        for (int first = number[0]; first < 0x80; first <<= 1) bits--;
        return bits;
    }
}
#endif
