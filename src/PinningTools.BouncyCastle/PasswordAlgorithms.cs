using System;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace PinningTools.Internal;

/// <summary>Keys from passwords, and the ciphers of old key files.</summary>
internal sealed class PasswordAlgorithms : IPasswordAlgorithms
{
    public byte[] Pbkdf2(byte[] password, byte[] salt, int iterations, string hash, int length) =>
        Mac(new Pkcs5S2ParametersGenerator(Digest(hash)), password, salt, iterations, length);

    public byte[] Pbkdf1(byte[] password, byte[] salt, int iterations, string hash, int length) =>
        Mac(new Pkcs5S1ParametersGenerator(Digest(hash)), password, salt, iterations, length);

    public byte[]? Scrypt(byte[] password, byte[] salt, int cost, int blockSize, int parallelization, int length)
    {
        try
        {
            return SCrypt.Generate(password, salt, cost, blockSize, parallelization, length);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public byte[] Pkcs12(byte[] password, byte[] salt, int iterations, string hash, int keyLength, int vectorLength)
    {
        var generator = new Pkcs12ParametersGenerator(Digest(hash));
        generator.Init(password, salt, iterations);
        // A name without rules of its own for keys, such as the parity of DES.
        const string AnyCipher = "AES";
        if (vectorLength == 0)
            return ((KeyParameter)generator.GenerateDerivedParameters(AnyCipher, 8 * keyLength)).GetKey();
        var both = (ParametersWithIV)generator.GenerateDerivedParameters(AnyCipher, 8 * keyLength, 8 * vectorLength);
        return [.. ((KeyParameter)both.Parameters).GetKey(), .. both.GetIV()];
    }

    public byte[] Pkcs12Mac(byte[] password, byte[] salt, int iterations, string hash, int length) =>
        Mac(new Pkcs12ParametersGenerator(Digest(hash)), password, salt, iterations, length);

    public byte[] OpenSsl(byte[] password, byte[] salt, int length) =>
        Mac(new OpenSslPbeParametersGenerator(), password, salt, 1, length);

    public byte[] Hmac(string hash, byte[] key, byte[] data)
    {
        var mac = new HMac(Digest(hash));
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(data, 0, data.Length);
        byte[] result = new byte[mac.GetMacSize()];
        mac.DoFinal(result, 0);
        return result;
    }

    public byte[]? Decrypt(string cipher, byte[] key, byte[] vector, byte[] data)
    {
        IBufferedCipher decryptor = cipher == "RC4"
            ? new BufferedStreamCipher(new RC4Engine())
            : new PaddedBufferedBlockCipher(new CbcBlockCipher(Engine(cipher)), new Pkcs7Padding());
        ICipherParameters parameters = cipher == "RC2" ? new RC2Parameters(key) : new KeyParameter(key);
        try
        {
            decryptor.Init(false, vector.Length == 0 ? parameters : new ParametersWithIV(parameters, vector));
            return decryptor.DoFinal(data);
        }
        catch (Exception error) when (error is CryptoException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Mac(PbeParametersGenerator generator, byte[] password, byte[] salt, int iterations, int length)
    {
        generator.Init(password, salt, iterations);
        return ((KeyParameter)generator.GenerateDerivedMacParameters(8 * length)).GetKey();
    }

    private static IDigest Digest(string hash) => hash switch
    {
        "MD5" => new MD5Digest(),
        "SHA1" => new Sha1Digest(),
        "SHA224" => new Sha224Digest(),
        "SHA256" => new Sha256Digest(),
        "SHA384" => new Sha384Digest(),
        "SHA512" => new Sha512Digest(),
        "SHA512/224" => new Sha512tDigest(224),
        "SHA512/256" => new Sha512tDigest(256),
        "SHA3-224" => new Sha3Digest(224),
        "SHA3-256" => new Sha3Digest(256),
        "SHA3-384" => new Sha3Digest(384),
        "SHA3-512" => new Sha3Digest(512),
        _ => throw new ArgumentOutOfRangeException(nameof(hash)),
    };

    private static IBlockCipher Engine(string cipher) => cipher switch
    {
        "DES" => new DesEngine(),
        "RC2" => new RC2Engine(),
        "CAMELLIA" => new CamelliaEngine(),
        "ARIA" => new AriaEngine(),
        "SEED" => new SeedEngine(),
        "SM4" => new SM4Engine(),
        "BLOWFISH" => new BlowfishEngine(),
        "CAST5" => new Cast5Engine(),
        "IDEA" => new IdeaEngine(),
        _ => throw new ArgumentOutOfRangeException(nameof(cipher)),
    };
}
