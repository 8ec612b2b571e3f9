using System;
using System.Linq;
using System.Security.Cryptography;

namespace PinningTools.Internal;

// Triple DES and RC2 occur in existing files; nothing is written with them.
#pragma warning disable CA5350, CA5351
/// <summary>
/// Decrypts data that a password protects: PBES2 with PBKDF2 (RFC 8018 section 6.2) and the schemes of PKCS#12 (RFC
/// 7292 appendix C), which older Windows and OpenSSL write.
/// </summary>
internal static class PasswordEncryption
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    /// <exception cref="PinningException">
    /// The password is missing or wrong, or the scheme is not known here.
    /// </exception>
    internal static byte[] Decrypt(DerElement algorithm, byte[] data, KeyPassword password)
    {
        DerReader fields = algorithm.Open();
        string scheme = ReadOid(ref fields);
        DerReader parameters = fields.Read(DerTag.Sequence).Open();
        using SymmetricAlgorithm cipher = scheme == Pbes2
            ? OpenPbes2(parameters, password)
            : OpenPkcs12(scheme, parameters, password);
        try
        {
            using ICryptoTransform decryptor = cipher.CreateDecryptor();
            return decryptor.TransformFinalBlock(data, 0, data.Length);
        }
        catch (CryptographicException error)
        {
            throw new PinningException(password.IsGiven ? Faults.PasswordWrong() : Faults.PasswordNeeded(), error);
        }
    }

    /// <summary>One derivation of PKCS#12, accounted for.</summary>
    internal static byte[] DerivePkcs12(
        KeyPassword password, byte[] salt, int iterations, HashAlgorithmName hash, byte purpose, int length)
    {
        password.Charge(iterations, KeyDerivation.CostOfPkcs12(salt, iterations, hash, length));
        byte[] text = password.ToBmp();
        try
        {
            return KeyDerivation.Pkcs12(text, salt, iterations, hash, purpose, length, password.Work);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    /// <summary>A number of iterations; one that does not fit counts as too many.</summary>
    internal static int ReadCount(DerElement integer)
    {
        if (integer.ContentLength is 0 or > 4) return int.MaxValue;
        int value = (sbyte)integer.Data[integer.ContentStart];
        for (int i = integer.ContentStart + 1; i < integer.End; i++) value = (value << 8) | integer.Data[i];
        return value;
    }

    private static SymmetricAlgorithm OpenPbes2(DerReader parameters, KeyPassword password)
    {
        DerReader derivation = parameters.Read(DerTag.Sequence).Open();
        DerReader encryption = parameters.Read(DerTag.Sequence).Open();
        string function = ReadOid(ref derivation);
        if (function != Pbkdf2) throw new PinningException(Faults.EncryptionUnknown(function));
        DerReader settings = derivation.Read(DerTag.Sequence).Open();
        byte[] salt = settings.Read(DerTag.OctetString).ContentToArray();
        int iterations = ReadCount(settings.Read(DerTag.Integer));
        settings.TryRead(DerTag.Integer, out _);
        HashAlgorithmName hash = HashAlgorithmName.SHA1;
        if (settings.TryRead(DerTag.Sequence, out DerElement pseudoRandom))
        {
            DerReader named = pseudoRandom.Open();
            string oid = ReadOid(ref named);
            hash = HashNames.OfHmac(oid) ?? throw new PinningException(Faults.EncryptionUnknown(oid));
        }

        string cipherName = ReadOid(ref encryption);
        int keyLength = KeyLengthOf(cipherName);
        byte[] vector = encryption.Read(DerTag.OctetString).ContentToArray();
        byte[] key = DerivePbkdf2(password, salt, iterations, hash, keyLength);
        return Open(cipherName, cipherName == TripleDesCbc ? TripleDES.Create() : Aes.Create(), key, vector);
    }

    private static byte[] DerivePbkdf2(
        KeyPassword password, byte[] salt, int iterations, HashAlgorithmName hash, int length)
    {
        password.Charge(iterations, KeyDerivation.CostOfPbkdf2(salt, iterations, hash, length));
        byte[] text = password.ToUtf8();
        try
        {
            return KeyDerivation.Pbkdf2(text, salt, iterations, hash, length, password.Work);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static SymmetricAlgorithm OpenPkcs12(string scheme, DerReader parameters, KeyPassword password)
    {
        int keyLength = scheme switch
        {
            "1.2.840.113549.1.12.1.3" => 24,
            "1.2.840.113549.1.12.1.4" => 16,
            "1.2.840.113549.1.12.1.5" => 16,
            "1.2.840.113549.1.12.1.6" => 5,
            _ => throw new PinningException(Faults.EncryptionUnknown(scheme)),
        };
        byte[] salt = parameters.Read(DerTag.OctetString).ContentToArray();
        int iterations = ReadCount(parameters.Read(DerTag.Integer));
        byte[] key = DerivePkcs12(password, salt, iterations, HashAlgorithmName.SHA1, 1, keyLength);
        byte[] vector = DerivePkcs12(password, salt, iterations, HashAlgorithmName.SHA1, 2, 8);
        bool isTripleDes = scheme[scheme.Length - 1] is '3' or '4';
        if (keyLength == 16 && isTripleDes) key = [.. key, .. key.Take(8)];
        return Open(scheme, isTripleDes ? TripleDES.Create() : RC2.Create(), key, vector);
    }

    private static SymmetricAlgorithm Open(string name, SymmetricAlgorithm cipher, byte[] key, byte[] vector)
    {
        try
        {
            cipher.Mode = CipherMode.CBC;
            cipher.Padding = PaddingMode.PKCS7;
            if (cipher is RC2) cipher.KeySize = 8 * key.Length;
            cipher.Key = key;
            cipher.IV = vector;
            return cipher;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            cipher.Dispose();
            throw new PinningException(Faults.EncryptionUnknown(name), error);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    private const string TripleDesCbc = "1.2.840.113549.3.7";

    private static int KeyLengthOf(string cipher) => cipher switch
    {
        "2.16.840.1.101.3.4.1.2" => 16,
        "2.16.840.1.101.3.4.1.22" => 24,
        "2.16.840.1.101.3.4.1.42" => 32,
        TripleDesCbc => 24,
        _ => throw new PinningException(Faults.EncryptionUnknown(cipher)),
    };

    private static string ReadOid(ref DerReader reader) => DerText.ReadOid(reader.Read(DerTag.ObjectIdentifier)) ?? "?";
}
