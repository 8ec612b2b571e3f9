using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace PinningTools.Internal;

/// <summary>
/// A public key of a size with which can be computed in moments: an RSA key of 16384 bits costs many seconds that nobody
/// can stop.
/// </summary>
internal sealed class LimitedKey : BcTlsRawKeyCertificate
{
    internal const int MaxModulusBits = 8192;
    internal const int MaxExponentBits = 64;

    private const int MaxSubgroupBits = 512;

    // The largest key of another kind, ML-DSA-87, has 2592 bytes. A curve that is described in more is none.
    private const int MaxOtherBytes = 4096;

    private LimitedKey(BcTlsCrypto crypto, SubjectPublicKeyInfo info, AsymmetricKeyParameter parameters)
        : base(crypto, info) => Parameters = parameters;

    internal AsymmetricKeyParameter Parameters { get; }

    /// <exception cref="BeyondLimitException">It is larger, or of a kind that no server can use.</exception>
    internal static LimitedKey Open(BcTlsCrypto crypto, byte[] subjectPublicKeyInfo)
    {
        try
        {
            var info = SubjectPublicKeyInfo.GetInstance(subjectPublicKeyInfo);
            DerObjectIdentifier kind = info.Algorithm.Algorithm;
            bool isRsa = kind.Equals(PkcsObjectIdentifiers.RsaEncryption) || kind.Equals(PkcsObjectIdentifiers.IdRsassaPss);
            if (isRsa) return new LimitedKey(crypto, info, Rsa(info));
            if (kind.Equals(X9ObjectIdentifiers.IdDsa)) CheckDsa(info);
            else if (subjectPublicKeyInfo.Length > MaxOtherBytes) throw new BeyondLimitException("its key is too large to compute with");
            AsymmetricKeyParameter parameters = PublicKeyFactory.CreateKey(info);
            return parameters is DsaPublicKeyParameters or ECPublicKeyParameters or Ed25519PublicKeyParameters
                or Ed448PublicKeyParameters or MLDsaPublicKeyParameters or SlhDsaPublicKeyParameters
                ? new LimitedKey(crypto, info, parameters)
                : throw new BeyondLimitException("its kind of key is not known to this TLS");
        }
        catch (Exception error) when (error is not (OutOfMemoryException or BeyondLimitException))
        {
            throw new BeyondLimitException("its key is of an unknown kind or is not valid", error);
        }
    }

    /// <summary>The library reads the key for each use; it was read and limited once.</summary>
    protected override AsymmetricKeyParameter GetPublicKey() => Parameters;

    private static RsaKeyParameters Rsa(SubjectPublicKeyInfo info)
    {
        var key = RsaPublicKeyStructure.GetInstance(info.ParsePublicKey());
        Check(key.Modulus.BitLength, MaxModulusBits, "RSA modulus");
        Check(key.PublicExponent.BitLength, MaxExponentBits, "RSA exponent");
        // With the exponent 1, everyone signs, and everyone decrypts.
        if (key.PublicExponent.BitLength < 2) throw new BeyondLimitException("its RSA exponent is 1");
        // Internal: without the library's test that the modulus is no prime, which costs more than the signature.
        return new RsaKeyParameters(false, key.Modulus, key.PublicExponent, isInternal: true);
    }

    private static void CheckDsa(SubjectPublicKeyInfo info)
    {
        var group = DsaParameter.GetInstance(info.Algorithm.Parameters);
        Check(group.P.BitLength, MaxModulusBits, "DSA prime");
        Check(group.Q.BitLength, MaxSubgroupBits, "DSA subgroup");
    }

    private static void Check(int bits, int limit, string what)
    {
        if (bits > limit)
            throw new BeyondLimitException($"its {what} has {bits} bits, and nothing is computed with more than {limit}");
    }
}

/// <summary>A number with which nothing is computed, as a clause.</summary>
internal sealed class BeyondLimitException(string clause, Exception? inner = null) : Exception(clause, inner);
