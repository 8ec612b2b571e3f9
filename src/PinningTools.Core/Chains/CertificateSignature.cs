using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// Checks whether one certificate's key made the signature on another. The result only excludes candidates in the
/// search for a path and is not a proof: the platform verifies every path itself. The common kinds of keys and
/// signatures are therefore enough; for others there is no answer.
/// </summary>
internal static class CertificateSignature
{
    /// <summary>Null if it is not known.</summary>
    internal static bool? Verify(DerCertificate certificate, DerCertificate issuer)
    {
        try
        {
            DerReader key = issuer.PublicKey.Open();
            DerReader algorithm = key.Read(DerTag.Sequence).Open();
            string? kind = DerText.ReadOid(algorithm.Read(DerTag.ObjectIdentifier));
            byte[]? bits = key.Read(DerTag.BitString).BitsToArray();
            byte[]? signature = certificate.Signature.BitsToArray();
            DerReader signed = certificate.OuterAlgorithm.Open();
            string? how = DerText.ReadOid(signed.Read(DerTag.ObjectIdentifier));
            if (bits is null || signature is null || HashOf(how) is not { } hash) return null;
            return kind switch
            {
                "1.2.840.113549.1.1.1" when IsRsa(how) => VerifyRsa(bits, certificate.Signed, signature, hash),
                "1.2.840.10045.2.1" when !IsRsa(how) =>
                    VerifyEc(algorithm, bits, certificate.Signed, signature, hash),
                // A signature of one kind is never made with a key of the other.
                "1.2.840.113549.1.1.1" or "1.2.840.10045.2.1" => false,
                _ => null,
            };
        }
        catch (Exception error) when (error is PinningException or CryptographicException or NotSupportedException
            or NotImplementedException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsRsa(string? oid) => oid!.StartsWith("1.2.840.113549.", StringComparison.Ordinal);

    private static HashAlgorithmName? HashOf(string? oid) => oid switch
    {
        "1.2.840.113549.1.1.5" or "1.2.840.10045.4.1" => HashAlgorithmName.SHA1,
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static bool VerifyRsa(byte[] key, byte[] data, byte[] signature, HashAlgorithmName hash)
    {
        DerReader numbers = new DerReader(key).Read(DerTag.Sequence).Open();
        using var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters
        {
            Modulus = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer)),
            Exponent = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer)),
        });
        return rsa.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static bool? VerifyEc(
        DerReader algorithm, byte[] point, byte[] data, byte[] signature, HashAlgorithmName hash)
    {
        if (!algorithm.TryRead(DerTag.ObjectIdentifier, out DerElement named)) return null;
        (ECCurve Curve, int Size)? known = DerText.ReadOid(named) switch
        {
            "1.2.840.10045.3.1.7" => (ECCurve.NamedCurves.nistP256, 32),
            "1.3.132.0.34" => (ECCurve.NamedCurves.nistP384, 48),
            "1.3.132.0.35" => (ECCurve.NamedCurves.nistP521, 66),
            _ => null,
        };
        if (known is not var (curve, size) || point.Length != 1 + (2 * size) || point[0] != 4) return null;
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = curve,
            Q = new ECPoint { X = Bytes.Slice(point, 1, size), Y = Bytes.Slice(point, 1 + size, size) },
        });
        return EcdsaSignature.ToPlain(signature, size) is { } plain && ecdsa.VerifyData(data, plain, hash);
    }
}
