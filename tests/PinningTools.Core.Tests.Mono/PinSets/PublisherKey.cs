using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using PinningTools.Testing;

namespace PinningTools.Tests.PinSets;

/// <summary>A key of the strength that the key of a published store must have.</summary>
internal static class PublisherKey
{
    internal static AsymmetricCipherKeyPair Create(KeyKind kind)
    {
        var random = new SecureRandom();
        IAsymmetricCipherKeyPairGenerator generator =
            kind == KeyKind.EcP256 ? new ECKeyPairGenerator() : new RsaKeyPairGenerator();
        generator.Init(kind == KeyKind.EcP256
            ? new ECKeyGenerationParameters(SecObjectIdentifiers.SecP256r1, random)
            : new RsaKeyGenerationParameters(BigInteger.ValueOf(0x10001), random, 2048, certainty: 20));
        return generator.GenerateKeyPair();
    }
}
