using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Derives keys from passwords: PBKDF2 (RFC 8018 section 5.2) by the platform where it can, everything else by Bouncy
/// Castle. Costs are in hash blocks of 64 bytes and are charged by the caller before a derivation begins. One that is
/// long runs on a thread of its own, because neither can interrupt it.
/// </summary>
internal static class KeyDerivation
{
    private static IPasswordAlgorithms Library => LateLibrary.Create<IPasswordAlgorithms>("PasswordAlgorithms");

    /// <summary>An HMAC takes two blocks in addition to its message.</summary>
    internal static long CostOfPbkdf2(byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        Outputs(hash, length) * HashNames.WeightOf(hash) * ((2L * iterations) + (salt.Length / 64));

    /// <summary>The long input is hashed once for each output block.</summary>
    internal static long CostOfPkcs12(byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        Outputs(hash, length) * HashNames.WeightOf(hash) * (iterations + (2L * salt.Length / 64));

    /// <summary>2 * N * 2 * r blocks of Salsa20/8 for each of p, which take half as long as a block of SHA-256.</summary>
    internal static long CostOfScrypt(byte[] salt, int cost, int blockSize, int parallelization) =>
        (2L * cost * blockSize * parallelization) + (salt.Length / 64);

    internal static byte[] Pbkdf2(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length, KeyWork work) =>
        work.Run(CostOfPbkdf2(salt, iterations, hash, length), () =>
#if NET
            HashNames.IsPlatforms(hash) ? Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length) :
#endif
            Library.Pbkdf2(password, salt, iterations, hash.Name!, length));

    internal static byte[] Pbkdf1(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length, KeyWork work) =>
        work.Run(iterations, () => Library.Pbkdf1(password, salt, iterations, hash.Name!, length));

    /// <summary>Null if the parameters make no sense.</summary>
    internal static byte[]? Scrypt(
        byte[] password, byte[] salt, int cost, int blockSize, int parallelization, int length, KeyWork work) =>
        work.Run(CostOfScrypt(salt, cost, blockSize, parallelization),
            () => Library.Scrypt(password, salt, cost, blockSize, parallelization, length));

    /// <param name="password">In UTF-16 with its terminator.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="keyLength">The number of bytes of the key.</param>
    /// <param name="vectorLength">The number of bytes of the initialization vector behind the key.</param>
    /// <param name="work">Tells when to stop.</param>
    internal static byte[] Pkcs12(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int keyLength, int vectorLength,
        KeyWork work) =>
        work.Run(CostOfPkcs12(salt, iterations, hash, keyLength),
            () => Library.Pkcs12(password, salt, iterations, hash.Name!, keyLength, vectorLength));

    internal static byte[] Pkcs12Mac(
        byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, KeyWork work) =>
        work.Run(CostOfPkcs12(salt, iterations, hash, HashNames.LengthOf(hash)),
            () => Library.Pkcs12Mac(password, salt, iterations, hash.Name!, HashNames.LengthOf(hash)));

    internal static byte[] OpenSsl(byte[] password, byte[] salt, int length) => Library.OpenSsl(password, salt, length);

    internal static byte[] Hmac(HashAlgorithmName hash, byte[] key, byte[] data)
    {
        if (!HashNames.IsPlatforms(hash)) return Library.Hmac(hash.Name!, key, data);
        using var hmac = IncrementalHash.CreateHMAC(hash, key);
        hmac.AppendData(data);
        return hmac.GetHashAndReset();
    }

    private static int Outputs(HashAlgorithmName hash, int length)
    {
        int size = HashNames.LengthOf(hash);
        return (length + size - 1) / size;
    }
}
