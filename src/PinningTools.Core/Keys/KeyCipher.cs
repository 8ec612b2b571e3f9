using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// A cipher that protects keys in files, mostly in CBC mode: AES and Triple DES are the platform's, the others Bouncy
/// Castle's. Only AES is still written.
/// </summary>
/// <param name="Name">The name that Bouncy Castle has for it.</param>
/// <param name="KeyBytes">The length of the key.</param>
/// <param name="BlockBytes">The length of a block and of the initialization vector; 0 for a stream cipher.</param>
internal sealed record KeyCipher(string Name, int KeyBytes, int BlockBytes)
{
    private const string TripleDes = "DESEDE";

    private static readonly Dictionary<string, KeyCipher> s_byOid = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.1.2"] = Aes(16),
        ["2.16.840.1.101.3.4.1.22"] = Aes(24),
        ["2.16.840.1.101.3.4.1.42"] = Aes(32),
        ["1.2.840.113549.3.7"] = new(TripleDes, 24, 8),
        ["1.3.14.3.2.7"] = new("DES", 8, 8),
        ["1.2.392.200011.61.1.1.1.2"] = new("CAMELLIA", 16, 16),
        ["1.2.392.200011.61.1.1.1.3"] = new("CAMELLIA", 24, 16),
        ["1.2.392.200011.61.1.1.1.4"] = new("CAMELLIA", 32, 16),
        ["1.2.410.200046.1.1.2"] = new("ARIA", 16, 16),
        ["1.2.410.200046.1.1.7"] = new("ARIA", 24, 16),
        ["1.2.410.200046.1.1.12"] = new("ARIA", 32, 16),
        ["1.2.410.200004.1.4"] = new("SEED", 16, 16),
        ["1.2.156.10197.1.104.2"] = new("SM4", 16, 16),
        ["1.3.6.1.4.1.3029.1.2"] = new("BLOWFISH", 16, 8),
    };

    private static readonly Dictionary<string, KeyCipher> s_byPemName = new(StringComparer.Ordinal)
    {
        ["AES-128-CBC"] = Aes(16), ["AES-192-CBC"] = Aes(24), ["AES-256-CBC"] = Aes(32),
        ["DES-EDE3-CBC"] = new(TripleDes, 24, 8), ["DES-EDE-CBC"] = new(TripleDes, 16, 8), ["DES-CBC"] = new("DES", 8, 8),
        ["RC2-CBC"] = Rc2(16), ["RC2-64-CBC"] = Rc2(8), ["RC2-40-CBC"] = Rc2(5),
        ["CAMELLIA-128-CBC"] = new("CAMELLIA", 16, 16), ["CAMELLIA-192-CBC"] = new("CAMELLIA", 24, 16),
        ["CAMELLIA-256-CBC"] = new("CAMELLIA", 32, 16),
        ["ARIA-128-CBC"] = new("ARIA", 16, 16), ["ARIA-192-CBC"] = new("ARIA", 24, 16),
        ["ARIA-256-CBC"] = new("ARIA", 32, 16),
        ["SEED-CBC"] = new("SEED", 16, 16), ["SM4-CBC"] = new("SM4", 16, 16), ["BF-CBC"] = new("BLOWFISH", 16, 8),
        ["CAST5-CBC"] = new("CAST5", 16, 8), ["IDEA-CBC"] = new("IDEA", 16, 8),
    };

    internal static KeyCipher Rc4(int keyBytes) => new("RC4", keyBytes, 0);

    /// <summary>RC2 with as many effective bits as the key has.</summary>
    internal static KeyCipher Rc2(int keyBytes) => new("RC2", keyBytes, 8);

    internal static KeyCipher Des { get; } = new("DES", 8, 8);

    internal static KeyCipher TripleDesOf(int keyBytes) => new(TripleDes, keyBytes, 8);

    private static KeyCipher Aes(int keyBytes) => new("AES", keyBytes, 16);

    internal static KeyCipher? FromOid(string oid) => s_byOid.TryGetValue(oid, out KeyCipher? cipher) ? cipher : null;

    /// <summary>By the name in a DEK-Info header of PEM.</summary>
    internal static KeyCipher? FromPemName(string name) =>
        s_byPemName.TryGetValue(name, out KeyCipher? cipher) ? cipher : null;

    /// <summary>The plain bytes; null if the padding shows that the key is wrong. The key is cleared.</summary>
    internal byte[]? Decrypt(byte[] key, byte[] vector, byte[] data)
    {
        try
        {
            return Name switch
            {
                "AES" => ByPlatform(System.Security.Cryptography.Aes.Create, key, vector, data),
                // EDE with two keys uses the first one twice.
                TripleDes => ByPlatform(TripleDES.Create, key.Length == 16 ? [.. key, .. key.Take(8)] : key, vector, data),
                _ => LateLibrary.Create<IPasswordAlgorithms>("PasswordAlgorithms").Decrypt(Name, key, vector, data),
            };
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

#pragma warning disable CA5350 // Triple DES occurs in existing files; nothing is written with it.
    private static byte[]? ByPlatform(Func<SymmetricAlgorithm> create, byte[] key, byte[] vector, byte[] data)
    {
        using SymmetricAlgorithm cipher = create();
        try
        {
            cipher.Mode = CipherMode.CBC;
            cipher.Padding = PaddingMode.PKCS7;
            using ICryptoTransform decryptor = cipher.CreateDecryptor(key, vector);
            return decryptor.TransformFinalBlock(data, 0, data.Length);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
