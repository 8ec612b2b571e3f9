using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Encrypts a private key with a password: PBES2 (RFC 8018) with PBKDF2-HMAC-SHA256 and AES-256-CBC, which every tool
/// can decrypt.
/// </summary>
internal static class KeyEncryption
{
    /// <summary>The number that OWASP recommends for PBKDF2-HMAC-SHA256.</summary>
    internal const int Iterations = 600_000;

    private const int KeyBytes = 32;
    private const int BlockBytes = 16;

    /// <summary>An EncryptedPrivateKeyInfo (RFC 5958 section 3) of a PKCS#8 key.</summary>
    internal static byte[] Encrypt(byte[] pkcs8, KeyPassword password)
    {
        byte[] salt = RandomBytes(BlockBytes);
        byte[] vector = RandomBytes(BlockBytes);
        byte[] text = password.ToUtf8();
        byte[] key = KeyDerivation.Pbkdf2(text, salt, Iterations, HashAlgorithmName.SHA256, KeyBytes, password.Work);
        try
        {
            using Aes cipher = Aes.Create();
            using ICryptoTransform encryptor = cipher.CreateEncryptor(key, vector);
            return DerWriter.Sequence(
                Scheme(salt, vector), DerWriter.OctetString(encryptor.TransformFinalBlock(pkcs8, 0, pkcs8.Length)));
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
            Array.Clear(key, 0, key.Length);
        }
    }

    private static byte[] Scheme(byte[] salt, byte[] vector)
    {
        byte[] derivation = DerWriter.Sequence(
            DerWriter.OctetString(salt), DerWriter.Integer(Iterations),
            DerWriter.Sequence(DerWriter.Oid(HashNames.HmacSha256), DerWriter.Null()));
        return DerWriter.Sequence(
            DerWriter.Oid("1.2.840.113549.1.5.13"),
            DerWriter.Sequence(
                DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.12"), derivation),
                DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.1.42"), DerWriter.OctetString(vector))));
    }

    internal static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
