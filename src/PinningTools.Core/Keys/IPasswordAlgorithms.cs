namespace PinningTools.Internal;

/// <summary>
/// What Bouncy Castle does with passwords where the platform cannot. The caller has checked and charged the cost: none of
/// it can be interrupted. Hashes have the names of <see cref="HashNames"/>.
/// </summary>
internal interface IPasswordAlgorithms
{
    /// <summary>PBKDF2 (RFC 8018 section 5.2).</summary>
    byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, string hash, int length);

    /// <summary>PBKDF1 (RFC 8018 section 5.1).</summary>
    byte[] Pbkdf1(byte[] password, byte[] salt, int iterations, string hash, int length);

    /// <summary>scrypt (RFC 7914). Null if it does not take the parameters.</summary>
    byte[]? Scrypt(byte[] password, byte[] salt, int cost, int blockSize, int parallelization, int length);

    /// <summary>The key and the initialization vector behind it, by the method of PKCS#12 (RFC 7292 appendix B).</summary>
    byte[] Pkcs12(byte[] password, byte[] salt, int iterations, string hash, int keyLength, int vectorLength);

    /// <summary>The key of a MAC by the method of PKCS#12.</summary>
    byte[] Pkcs12Mac(byte[] password, byte[] salt, int iterations, string hash, int length);

    /// <summary>OpenSSL's method for its encrypted PEM (EVP_BytesToKey with MD5 and one iteration).</summary>
    byte[] OpenSsl(byte[] password, byte[] salt, int length);

    /// <summary>HMAC (RFC 2104).</summary>
    byte[] Hmac(string hash, byte[] key, byte[] data);

    /// <summary>Decrypts with a cipher of <see cref="KeyCipher"/>; null if the padding is wrong.</summary>
    byte[]? Decrypt(string cipher, byte[] key, byte[] vector, byte[] data);
}
