using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Decrypts data that a password protects: PBES2 with PBKDF2 or scrypt (RFC 8018 section 6.2, RFC 7914), PBES1 (RFC 8018
/// section 6.1), the schemes of PKCS#12 (RFC 7292 appendix C), and OpenSSL's encrypted PEM. The parameters are read and
/// their cost is charged before anything is derived.
/// </summary>
internal static class PasswordEncryption
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string Scrypt = "1.3.6.1.4.1.11591.4.11";
    private const string Rc2Cbc = "1.2.840.113549.3.2";
    private const string Cast5Cbc = "1.2.840.113533.7.66.10";

    /// <summary>The longest salt; programs use 8 to 64 bytes.</summary>
    private const int MaxSaltBytes = 1 << 20;

    /// <exception cref="PinningException">
    /// The password is missing or wrong, or the scheme is not known here.
    /// </exception>
    internal static byte[] Decrypt(DerElement algorithm, byte[] data, KeyPassword password)
    {
        DerReader fields = algorithm.Open();
        string scheme = ReadOid(ref fields);
        DerReader parameters = fields.Read(DerTag.Sequence).Open();
        (KeyCipher cipher, byte[] key, byte[] vector) = scheme == Pbes2
            ? OpenPbes2(parameters, password)
            : OpenNamed(scheme, parameters, password);
        return OrWrong(cipher.Decrypt(key, vector, data), password);
    }

    /// <summary>A block of PEM with the headers of RFC 1421, as OpenSSL encrypts it.</summary>
    /// <param name="header">The value of its DEK-Info: the name of a cipher, and an initialization vector.</param>
    /// <param name="data">The encrypted bytes.</param>
    /// <param name="password">The password.</param>
    internal static byte[] DecryptPem(string header, byte[] data, KeyPassword password)
    {
        string[] parts = header.Split(',');
        string name = parts[0].Trim();
        KeyCipher cipher = KeyCipher.FromPemName(name.ToUpperInvariant())
            ?? throw new PinningException(Faults.EncryptionUnknown(TerminalText.Printable(name)));
        byte[]? vector = parts.Length == 2 ? Hex.TryParse(parts[1].Trim()) : null;
        if (vector is null || vector.Length != cipher.BlockBytes)
            throw new PinningException(Faults.EncryptionUnknown(TerminalText.Printable(header)));
        if (!password.IsGiven) throw new PinningException(Faults.PasswordNeeded());
        password.Charge(1, 1);
        // The first eight bytes of the vector are the salt too.
        byte[] key = WithText(password.ToUtf8(),
            text => KeyDerivation.OpenSsl(text, Bytes.Slice(vector, 0, 8), cipher.KeyBytes));
        return OrWrong(cipher.Decrypt(key, vector, data), password);
    }

    /// <summary>The MAC of a PFX by a key of PKCS#12 (RFC 7292 appendix B).</summary>
    internal static byte[] MacOfPkcs12(
        KeyPassword password, byte[] salt, int iterations, HashAlgorithmName hash, byte[] contents)
    {
        CheckSalt(salt);
        password.Charge(iterations, KeyDerivation.CostOfPkcs12(salt, iterations, hash, HashNames.LengthOf(hash)));
        byte[] key = WithText(password.ToBmp(),
            text => KeyDerivation.Pkcs12Mac(text, salt, iterations, hash, password.Work));
        return KeyDerivation.Hmac(hash, key, contents);
    }

    /// <summary>The MAC of a PFX by PBMAC1 (RFC 9579): a key of PBKDF2 or scrypt from the password in UTF-8.</summary>
    internal static byte[] MacOfPbmac1(DerElement parameters, KeyPassword password, byte[] contents)
    {
        DerReader fields = parameters.Open();
        DerReader derivation = fields.Read(DerTag.Sequence).Open();
        DerReader scheme = fields.Read(DerTag.Sequence).Open();
        string oid = ReadOid(ref scheme);
        HashAlgorithmName hash = HashNames.OfHmac(oid) ?? throw new PinningException(Faults.EncryptionUnknown(oid));
        // RFC 9579 section 4 requires the length of the key, and that it is not shorter than 20 bytes.
        byte[] key = Derive(derivation, password, null, length => length is >= 20 and <= 1024);
        return KeyDerivation.Hmac(hash, key, contents);
    }

    /// <summary>A number of iterations; one that does not fit counts as too many.</summary>
    internal static int ReadCount(DerElement integer)
    {
        if (integer.ContentLength is 0 or > 4) return int.MaxValue;
        int value = (sbyte)integer.Data[integer.ContentStart];
        for (int i = integer.ContentStart + 1; i < integer.End; i++) value = (value << 8) | integer.Data[i];
        return value;
    }

    private static (KeyCipher Cipher, byte[] Key, byte[] Vector) OpenPbes2(DerReader parameters, KeyPassword password)
    {
        DerReader derivation = parameters.Read(DerTag.Sequence).Open();
        DerReader encryption = parameters.Read(DerTag.Sequence).Open();
        string name = ReadOid(ref encryption);
        (KeyCipher cipher, byte[] vector) = name switch
        {
            Rc2Cbc => ReadRc2(encryption),
            Cast5Cbc => ReadCast5(encryption),
            _ => (KeyCipher.FromOid(name) ?? throw new PinningException(Faults.EncryptionUnknown(name)),
                encryption.Read(DerTag.OctetString).ContentToArray()),
        };
        if (vector.Length != cipher.BlockBytes) throw new PinningException(Faults.EncryptionUnknown(name));
        byte[] key = Derive(derivation, password, cipher.KeyBytes, length => length == cipher.KeyBytes);
        return (cipher, key, vector);
    }

    /// <summary>RC2-CBC-Parameter (RFC 8018 appendix B.2.3): a code for the effective bits, and the vector.</summary>
    private static (KeyCipher Cipher, byte[] Vector) ReadRc2(DerReader encryption)
    {
        DerReader fields = encryption.Read(DerTag.Sequence).Open();
        int version = ReadCount(fields.Read(DerTag.Integer));
        int bytes = version switch
        {
            160 => 5,
            120 => 8,
            58 => 16,
            _ => throw new PinningException(Faults.EncryptionUnknown("RC2 with an unusual number of effective bits")),
        };
        return (KeyCipher.Rc2(bytes), fields.Read(DerTag.OctetString).ContentToArray());
    }

    /// <summary>
    /// CAST5CBCParameters (RFC 2984 section 3.1): the vector, and the bits of the key. OpenSSL writes only the vector.
    /// </summary>
    private static (KeyCipher Cipher, byte[] Vector) ReadCast5(DerReader encryption)
    {
        if (encryption.TryRead(DerTag.OctetString, out DerElement bare))
            return (new KeyCipher("CAST5", 16, 8), bare.ContentToArray());
        DerReader fields = encryption.Read(DerTag.Sequence).Open();
        byte[] vector = fields.Read(DerTag.OctetString).ContentToArray();
        int bits = ReadCount(fields.Read(DerTag.Integer));
        if (bits is < 40 or > 128 || bits % 8 != 0) throw new PinningException(Faults.EncryptionUnknown(Cast5Cbc));
        return (new KeyCipher("CAST5", bits / 8, 8), vector);
    }

    /// <param name="derivation">The function and its parameters.</param>
    /// <param name="password">The password.</param>
    /// <param name="usual">The length if the parameters do not say it; null if they must.</param>
    /// <param name="allows">Whether a length that they say is allowed.</param>
    private static byte[] Derive(DerReader derivation, KeyPassword password, int? usual, Func<int, bool> allows)
    {
        string function = ReadOid(ref derivation);
        if (function is not (Pbkdf2 or Scrypt)) throw new PinningException(Faults.EncryptionUnknown(function));
        DerReader settings = derivation.Read(DerTag.Sequence).Open();
        byte[] salt = CheckSalt(settings.Read(DerTag.OctetString).ContentToArray());
        int required = function == Scrypt ? 3 : 1;
        var numbers = new List<int>();
        while (numbers.Count <= required && settings.TryRead(DerTag.Integer, out DerElement number))
            numbers.Add(ReadCount(number));
        if (numbers.Count < required) throw new PinningException(Faults.EncryptionUnknown(function));
        int length = numbers.Count > required ? numbers[required] : usual ?? 0;
        if (!allows(length))
            throw new PinningException(Faults.EncryptionUnknown($"a key of {length} bytes, which does not fit its use"));
        return function == Scrypt
            ? DeriveScrypt(password, salt, numbers, length)
            : DerivePbkdf2(password, salt, numbers[0], ReadHmac(settings), length);
    }

    private static HashAlgorithmName ReadHmac(DerReader settings)
    {
        if (!settings.TryRead(DerTag.Sequence, out DerElement pseudoRandom)) return HashAlgorithmName.SHA1;
        DerReader named = pseudoRandom.Open();
        string oid = ReadOid(ref named);
        return HashNames.OfHmac(oid) ?? throw new PinningException(Faults.EncryptionUnknown(oid));
    }

    private static byte[] DerivePbkdf2(
        KeyPassword password, byte[] salt, int iterations, HashAlgorithmName hash, int length)
    {
        password.Charge(iterations, KeyDerivation.CostOfPbkdf2(salt, iterations, hash, length));
        return WithText(password.ToUtf8(),
            text => KeyDerivation.Pbkdf2(text, salt, iterations, hash, length, password.Work));
    }

    private static byte[] DeriveScrypt(KeyPassword password, byte[] salt, List<int> numbers, int length)
    {
        (int cost, int blockSize, int parallelization) = (numbers[0], numbers[1], numbers[2]);
        password.ChargeScrypt(cost, blockSize, parallelization, salt);
        return WithText(password.ToUtf8(),
                text => KeyDerivation.Scrypt(text, salt, cost, blockSize, parallelization, length, password.Work))
            ?? throw new PinningException(Faults.EncryptionUnknown($"scrypt with N={cost}, r={blockSize}, p={parallelization}"));
    }

    /// <summary>The schemes whose name includes hash and cipher: of PKCS#12 and PBES1.</summary>
    private static (KeyCipher Cipher, byte[] Key, byte[] Vector) OpenNamed(
        string scheme, DerReader parameters, KeyPassword password)
    {
        (bool isPkcs12, HashAlgorithmName hash, KeyCipher cipher) = scheme switch
        {
            "1.2.840.113549.1.12.1.1" => (true, HashAlgorithmName.SHA1, KeyCipher.Rc4(16)),
            "1.2.840.113549.1.12.1.2" => (true, HashAlgorithmName.SHA1, KeyCipher.Rc4(5)),
            "1.2.840.113549.1.12.1.3" => (true, HashAlgorithmName.SHA1, KeyCipher.TripleDesOf(24)),
            "1.2.840.113549.1.12.1.4" => (true, HashAlgorithmName.SHA1, KeyCipher.TripleDesOf(16)),
            "1.2.840.113549.1.12.1.5" => (true, HashAlgorithmName.SHA1, KeyCipher.Rc2(16)),
            "1.2.840.113549.1.12.1.6" => (true, HashAlgorithmName.SHA1, KeyCipher.Rc2(5)),
            "1.2.840.113549.1.5.3" => (false, HashAlgorithmName.MD5, KeyCipher.Des),
            "1.2.840.113549.1.5.6" => (false, HashAlgorithmName.MD5, KeyCipher.Rc2(8)),
            "1.2.840.113549.1.5.10" => (false, HashAlgorithmName.SHA1, KeyCipher.Des),
            "1.2.840.113549.1.5.11" => (false, HashAlgorithmName.SHA1, KeyCipher.Rc2(8)),
            _ => throw new PinningException(Faults.EncryptionUnknown(scheme)),
        };
        byte[] salt = CheckSalt(parameters.Read(DerTag.OctetString).ContentToArray());
        int iterations = ReadCount(parameters.Read(DerTag.Integer));
        byte[] both;
        if (isPkcs12)
        {
            password.Charge(iterations, KeyDerivation.CostOfPkcs12(salt, iterations, hash, cipher.KeyBytes));
            // The vector is derived separately.
            password.Charge(iterations, cipher.BlockBytes == 0 ? 0 : KeyDerivation.CostOfPkcs12(salt, iterations, hash, 8));
            both = WithText(password.ToBmp(), text => KeyDerivation.Pkcs12(
                text, salt, iterations, hash, cipher.KeyBytes, cipher.BlockBytes, password.Work));
        }
        else
        {
            password.Charge(iterations, iterations);
            both = WithText(password.ToUtf8(), text => KeyDerivation.Pbkdf1(
                text, salt, iterations, hash, cipher.KeyBytes + cipher.BlockBytes, password.Work));
        }

        return (cipher, Bytes.Slice(both, 0, cipher.KeyBytes), Bytes.Slice(both, cipher.KeyBytes, cipher.BlockBytes));
    }

    private static byte[] OrWrong(byte[]? decrypted, KeyPassword password) => decrypted
        ?? throw new PinningException(password.IsGiven ? Faults.PasswordWrong() : Faults.PasswordNeeded());

    private static byte[] CheckSalt(byte[] salt) => salt.Length <= MaxSaltBytes ? salt
        : throw new PinningException(Faults.EncryptionUnknown($"a salt of {salt.Length} bytes"));

    private static T WithText<T>(byte[] text, Func<byte[], T> derive)
    {
        try
        {
            return derive(text);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static string ReadOid(ref DerReader reader) => DerText.ReadOid(reader.Read(DerTag.ObjectIdentifier)) ?? "?";
}
