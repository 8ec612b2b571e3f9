using System;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers.MLDsa;

namespace PinningTools.Internal;

/// <summary>Private keys of ML-DSA (FIPS 204): a seed, or the expanded key.</summary>
internal static class MLDsaKeys
{
    internal static byte[] Expand(DerObjectIdentifier algorithm, byte[] seed) =>
        MLDsaPrivateKeyParameters.FromSeed(MLDsaParameters.ByOid[algorithm], seed).GetEncoded();

    /// <summary>Null for an expanded key whose parts do not belong together (RFC 9881 section 8.2 and appendix C.4).</summary>
    internal static byte[]? PublicKey(MLDsaParameters parameters, byte[] secret)
    {
        if (secret.Length == parameters.ParameterSet.SeedLength)
            return MLDsaPrivateKeyParameters.FromSeed(parameters, secret).GetPublicKeyEncoded();
        var key = MLDsaPrivateKeyParameters.FromEncoding(parameters, secret);
        byte[] half = key.GetPublicKeyEncoded();
        byte[] hash = new byte[MLDsaEngine.TrBytes];
        var shake = new ShakeDigest(256);
        shake.BlockUpdate(half, 0, half.Length);
        shake.OutputFinal(hash, 0, hash.Length);
        return hash.SequenceEqual(key.m_tr) && IsConsistent(key, parameters.ParameterSet.GetEngine(null)) ? half : null;
    }

    /// <summary>
    /// Whether the coefficients of s1 and s2 are in their range, and t0 is the low part of what they result in
    /// (FIPS 204 algorithm 6).
    /// </summary>
    private static bool IsConsistent(MLDsaPrivateKeyParameters key, MLDsaEngine engine)
    {
        var s1 = new PolyVec(engine, engine.L);
        var s2 = new PolyVec(engine, engine.K);
        var given = new PolyVec(engine, engine.K);
        Packing.UnpackSecretKey(given, s1, s2, key.m_t0, key.m_s1, key.m_s2, engine);
        bool inRange = Enumerable.Range(0, engine.L).All(i => s1[i].m_coeffs.All(c => Math.Abs(c) <= engine.Eta))
            && Enumerable.Range(0, engine.K).All(i => s2[i].m_coeffs.All(c => Math.Abs(c) <= engine.Eta));
        if (!inRange) return false;

        var matrix = new PolyVecMatrix(engine);
        var high = new PolyVec(engine, engine.K);
        var low = new PolyVec(engine, engine.K);
        matrix.ExpandMatrix(key.m_rho);
        s1.Ntt();
        matrix.PointwiseMontgomery(high, s1);
        high.Reduce();
        high.InverseNttToMont();
        high.Add(s2);
        high.ConditionalAddQ();
        high.Power2Round(low);
        return Enumerable.Range(0, engine.K).All(i => low[i].m_coeffs.SequenceEqual(given[i].m_coeffs));
    }
}
