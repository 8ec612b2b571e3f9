using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Derives keys from passwords: PBKDF2 (RFC 8018 section 5.2) and the older method of PKCS#12 (RFC 7292 appendix B.2).
/// The platform's own PBKDF2 is not faster and cannot be stopped.
/// </summary>
internal static class KeyDerivation
{
    /// <summary>In hash blocks of 64 bytes; an HMAC takes two of them in addition to its message.</summary>
    internal static long CostOfPbkdf2(byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        Outputs(hash, length) * Weight(hash) * ((2L * iterations) + (salt.Length / 64));

    internal static byte[] Pbkdf2(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length, KeyWork work)
    {
        using HMAC hmac = HashNames.CreateHmac(hash, password);
        byte[] key = new byte[length];
        int done = 0;
        for (int block = 1; done < length; block++)
        {
            byte[] counted = new byte[salt.Length + 4];
            salt.CopyTo(counted, 0);
            for (int i = 0; i < 4; i++) counted[salt.Length + i] = (byte)(block >> (24 - (8 * i)));
            byte[] round = hmac.ComputeHash(counted);
            byte[] sum = (byte[])round.Clone();
            for (int i = 1; i < iterations; i++)
            {
                work.ThrowIfStopped(i);
                round = hmac.ComputeHash(round);
                for (int j = 0; j < sum.Length; j++) sum[j] ^= round[j];
            }

            int take = Math.Min(sum.Length, length - done);
            Buffer.BlockCopy(sum, 0, key, done, take);
            done += take;
        }

        return key;
    }

    /// <summary>In hash blocks of 64 bytes. The long input is hashed once for each output block.</summary>
    internal static long CostOfPkcs12(byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        Outputs(hash, length) * Weight(hash) * (iterations + (2L * salt.Length / 64));

    /// <param name="password">In UTF-16 with its terminator.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="purpose">1 for a key, 2 for an initialization vector, 3 for a MAC.</param>
    /// <param name="length">The number of bytes to derive.</param>
    /// <param name="work">Tells when to stop.</param>
    internal static byte[] Pkcs12(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, byte purpose, int length, KeyWork work)
    {
        using HashAlgorithm algorithm = HashNames.Create(hash);
        int block = algorithm.HashSize <= 256 ? 64 : 128;
        byte[] diversifier = Repeat([purpose], block, block);
        byte[] saltBlocks = Repeat(salt, RoundUp(salt.Length, block), block);
        byte[] passwordBlocks = Repeat(password, RoundUp(password.Length, block), block);
        byte[] input = new byte[block + saltBlocks.Length + passwordBlocks.Length];
        diversifier.CopyTo(input, 0);
        saltBlocks.CopyTo(input, block);
        passwordBlocks.CopyTo(input, block + saltBlocks.Length);

        byte[] key = new byte[length];
        for (int done = 0; done < length;)
        {
            byte[] round = algorithm.ComputeHash(input);
            for (int i = 1; i < iterations; i++)
            {
                work.ThrowIfStopped(i);
                round = algorithm.ComputeHash(round);
            }

            int take = Math.Min(round.Length, length - done);
            Buffer.BlockCopy(round, 0, key, done, take);
            done += take;
            byte[] addend = Repeat(round, block, block);
            for (int start = block; start < input.Length; start += block) AddOneMore(input, start, addend);
        }

        Array.Clear(input, 0, input.Length);
        Array.Clear(passwordBlocks, 0, passwordBlocks.Length);
        return key;
    }

    private static int Outputs(HashAlgorithmName hash, int length)
    {
        int size = HashNames.LengthOf(hash);
        return (length + size - 1) / size;
    }

    /// <summary>SHA-384 and SHA-512 work on blocks of 128 bytes.</summary>
    private static int Weight(HashAlgorithmName hash) => HashNames.LengthOf(hash) > 32 ? 2 : 1;

    private static int RoundUp(int length, int block) => (length + block - 1) / block * block;

    private static byte[] Repeat(byte[] source, int length, int block)
    {
        byte[] repeated = new byte[source.Length == 0 ? 0 : Math.Max(length, block)];
        for (int i = 0; i < repeated.Length; i++) repeated[i] = source[i % source.Length];
        return repeated;
    }

    /// <summary>Adds a block and 1 to one block of the input, as big-endian numbers.</summary>
    private static void AddOneMore(byte[] input, int start, byte[] addend)
    {
        int carry = 1;
        for (int i = addend.Length - 1; i >= 0; i--)
        {
            carry += input[start + i] + addend[i];
            input[start + i] = (byte)carry;
            carry >>= 8;
        }
    }
}
