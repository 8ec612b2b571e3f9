using System.Linq;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers.SlhDsa;

namespace PinningTools.Internal;

/// <summary>Private keys of SLH-DSA (FIPS 205), which contain their public half: it is computed all the same.</summary>
internal static class SlhDsaKeys
{
    /// <summary>Null if the length is wrong, or the root of the key is not that of its seeds.</summary>
    internal static byte[]? PublicKey(SlhDsaParameters parameters, byte[] secret)
    {
        if (secret.Length != parameters.ParameterSet.PrivateKeyLength) return null;
        var key = SlhDsaPrivateKeyParameters.FromEncoding(parameters, secret);
        SlhDsaEngine engine = parameters.ParameterSet.GetEngine();
        engine.Init(key.PK.Seed);
        byte[] root = new HT(engine, key.SK.Seed, key.PK.Seed).HTPubKey;
        return root.SequenceEqual(key.PK.Root) ? key.GetPublicKeyEncoded() : null;
    }
}
