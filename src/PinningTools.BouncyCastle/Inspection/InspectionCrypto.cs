using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// The library's cryptography, with the platform's random numbers and certificates that are not parsed.
/// </summary>
internal sealed class InspectionCrypto(HandshakeNotes notes) : BcTlsCrypto(Random)
{
    /// <summary>The platform's random numbers for the library.</summary>
    internal static SecureRandom Random { get; } = new(new PlatformRandom());

    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        new ShownCertificate(this, encoding, notes);

    public override TlsCipher CreateCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm) =>
        encryptionAlgorithm == EncryptionAlgorithm.RC4_128
            ? new Rc4Cipher(cryptoParams, CreateMac(cryptoParams, macAlgorithm), CreateMac(cryptoParams, macAlgorithm))
            : base.CreateCipher(cryptoParams, encryptionAlgorithm, macAlgorithm);

    /// <summary>Needs no seed, so the library does not gather any.</summary>
    private sealed class PlatformRandom : IRandomGenerator
    {
        private readonly RandomNumberGenerator _generator = RandomNumberGenerator.Create();

        public void AddSeedMaterial(byte[] seed)
        {
        }

        public void AddSeedMaterial(long seed)
        {
        }

        public void NextBytes(byte[] bytes) => _generator.GetBytes(bytes);

        public void NextBytes(byte[] bytes, int start, int len) => _generator.GetBytes(bytes, start, len);
    }
}
