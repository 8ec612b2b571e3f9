using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PinningTools.Internal;

/// <summary>Keys and signatures of algorithms that the platform does not know.</summary>
internal sealed class KeyAlgorithms : IKeyAlgorithms
{
    public byte[][]? PointForms(byte[] curve, byte[] number) => CurvePoints.FormsOf(curve, number);

    public byte[]? PublicKey(string algorithm, byte[] secret)
    {
        try
        {
            return algorithm switch
            {
                "1.3.101.110" => new X25519PrivateKeyParameters(secret).GeneratePublicKey().GetEncoded(),
                "1.3.101.111" => new X448PrivateKeyParameters(secret).GeneratePublicKey().GetEncoded(),
                "1.3.101.112" => new Ed25519PrivateKeyParameters(secret).GeneratePublicKey().GetEncoded(),
                "1.3.101.113" => new Ed448PrivateKeyParameters(secret).GeneratePublicKey().GetEncoded(),
                _ => PublicKey(new DerObjectIdentifier(algorithm), secret),
            };
        }
        catch (Exception error) when (LateErrors.IsOfData(error))
        {
            return null;
        }
    }

    public byte[] Expand(string algorithm, byte[] seed) => MLDsaKeys.Expand(new DerObjectIdentifier(algorithm), seed);

    public byte[] Sign(byte[] pkcs8, byte[] algorithm, byte[] data)
    {
        var factory = new Asn1SignatureFactory(
            AlgorithmIdentifier.GetInstance(algorithm), PrivateKeyFactory.CreateKey(pkcs8), new SecureRandom());
        IStreamCalculator<IBlockResult> calculator = factory.CreateCalculator();
        calculator.Stream.Write(data, 0, data.Length);
        return calculator.GetResult().Collect();
    }

    public bool Verify(byte[] publicKey, byte[] algorithm, byte[] data, byte[] signature)
    {
        try
        {
            var factory = new Asn1VerifierFactory(
                AlgorithmIdentifier.GetInstance(algorithm), PublicKeyFactory.CreateKey(publicKey));
            IStreamCalculator<IVerifier> calculator = factory.CreateCalculator();
            calculator.Stream.Write(data, 0, data.Length);
            return calculator.GetResult().IsVerified(signature);
        }
        catch (Exception error) when (LateErrors.IsOfData(error))
        {
            return false;
        }
    }

    private static byte[]? PublicKey(DerObjectIdentifier algorithm, byte[] secret) =>
        MLDsaParameters.ByOid.TryGetValue(algorithm, out MLDsaParameters? mlDsa) ? MLDsaKeys.PublicKey(mlDsa, secret)
        : SlhDsaParameters.ByOid.TryGetValue(algorithm, out SlhDsaParameters? slhDsa)
            ? SlhDsaKeys.PublicKey(slhDsa, secret)
        : null;
}

/// <summary>Tells what is wrong with the bytes of a file from what is wrong with the machine.</summary>
internal static class LateErrors
{
    /// <summary>Bouncy Castle has no one exception for bytes that make no sense, and a file can contain any bytes.</summary>
    internal static bool IsOfData(Exception error) => error is not (OutOfMemoryException or System.IO.FileNotFoundException
        or System.IO.FileLoadException or TypeLoadException or MissingMethodException or BadImageFormatException);
}
