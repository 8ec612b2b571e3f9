using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>
/// The public key of a store's publisher: ECDSA on P-256, or RSA-PSS, both with SHA-256 over the exact bytes. It is
/// parsed from its SubjectPublicKeyInfo in this code, because .NET Framework cannot do that.
/// </summary>
internal sealed class SigningKey
{
    private const string EcPublicKey = "2a8648ce3d0201";
    private const string P256 = "2a8648ce3d030107";
    private const string RsaEncryption = "2a864886f70d010101";
    private const string RsaPssOnly = "2a864886f70d01010a";
    private const int P256Bytes = 32;
    private const int MinModulusBytes = 256;

    /// <summary>The number of points on P-256 (SP 800-186 section 3.2.1.3).</summary>
    private static readonly byte[] s_order =
        Hex.TryParse("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")!;

    private readonly ECParameters? _curve;
    private readonly RSAParameters _rsa;

    /// <summary>The key as Bouncy Castle reads it, where the platform cannot verify.</summary>
    private readonly byte[] _info;

    private SigningKey(ECParameters? curve, RSAParameters rsa, byte[] info)
    {
        _curve = curve;
        _rsa = rsa;
        _info = info;
    }

    /// <param name="text">The SubjectPublicKeyInfo, DER in base64: the lines of a PUBLIC KEY file in one.</param>
    /// <exception cref="PinningException">The text is not a key of a kind that is used here.</exception>
    internal static SigningKey Parse(string text)
    {
        byte[] der;
        try
        {
            der = Convert.FromBase64String(text);
        }
        catch (FormatException error)
        {
            throw new PinningException(Faults.SigningKeyInvalid("it is not base64"), error);
        }

        var outer = new DerReader(der);
        DerReader info = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        DerReader algorithm = info.Read(DerTag.Sequence).Open();
        string kind = Hex.ToLower(algorithm.Read(DerTag.ObjectIdentifier).ContentToArray());
        byte[] bits = info.Read(DerTag.BitString).ContentToArray();
        info.ExpectEnd();
        if (bits.Length < 2 || bits[0] != 0)
            throw new PinningException(Faults.SigningKeyInvalid("its bit string is empty"));
        return kind switch
        {
            EcPublicKey => new SigningKey(ReadPoint(algorithm, bits), default, der),
            RsaEncryption or RsaPssOnly => new SigningKey(null, ReadRsa(bits), Spki.From(
                DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()),
                Bytes.Slice(bits, 1, bits.Length - 1))),
            _ => throw new PinningException(Faults.SigningKeyInvalid("its algorithm is neither EC nor RSA")),
        };
    }

    /// <summary>
    /// Whether the signature over exactly these bytes was made with this key. Never throws, regardless of the signature
    /// contains.
    /// </summary>
    internal bool Verify(byte[] data, byte[] signature)
    {
        try
        {
            if (_curve is { } curve) return VerifyEc(curve, data, signature);
            // .NET would also accept a number without its leading zeros, but a signature must have exactly one form.
            if (signature.Length != _rsa.Modulus!.Length) return false;
#if NET
            using var rsa = RSA.Create(_rsa);
            return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
#else
            // The RSA class of .NET Framework does not support PSS.
            return ByLibrary(SignatureAlgorithms.PssSha256, data, signature);
#endif
        }
        catch (Exception error) when (error is CryptographicException or PinningException)
        {
            return false;
        }
    }

    private static ECParameters ReadPoint(DerReader algorithm, byte[] bits)
    {
        if (!algorithm.TryRead(DerTag.ObjectIdentifier, out DerElement name)
            || Hex.ToLower(name.ContentToArray()) != P256)
            throw new PinningException(Faults.SigningKeyInvalid("its curve is not P-256"));
        if (bits.Length != 2 + (2 * P256Bytes) || bits[1] != 4)
            throw new PinningException(Faults.SigningKeyInvalid("its point is not in uncompressed form"));
        return new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes.Slice(bits, 2, P256Bytes), Y = Bytes.Slice(bits, 2 + P256Bytes, P256Bytes) },
        };
    }

    private static RSAParameters ReadRsa(byte[] bits)
    {
        var outer = new DerReader(bits, 1, bits.Length);
        DerReader numbers = outer.Read(DerTag.Sequence).Open();
        outer.ExpectEnd();
        var rsa = new RSAParameters
        {
            Modulus = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer)),
            Exponent = DerInteger.ReadUnsigned(numbers.Read(DerTag.Integer)),
        };
        numbers.ExpectEnd();
        if (rsa.Modulus.Length < MinModulusBytes)
            throw new PinningException(Faults.SigningKeyInvalid("it is shorter than 2048 bits"));
        return rsa;
    }

    private bool ByLibrary(byte[] algorithm, byte[] data, byte[] signature) =>
        LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms").Verify(_info, algorithm, data, signature);

    private bool VerifyEc(ECParameters curve, byte[] data, byte[] signature)
    {
        // openssl's form, or .NET's own.
        byte[]? plain =
            signature.Length == 2 * P256Bytes ? signature : EcdsaSignature.ToPlain(signature, P256Bytes);
        if (plain is null || !EcdsaSignature.IsInRange(plain, s_order)) return false;
        try
        {
            using var ecdsa = ECDsa.Create(curve);
            return ecdsa.VerifyData(data, plain, HashAlgorithmName.SHA256);
        }
        catch (Exception error) when (error is NotImplementedException or PlatformNotSupportedException)
        {
            // Mono has no curves.
            return ByLibrary(SignatureAlgorithms.EcdsaSha256, data, EcdsaSignature.FromPlain(plain));
        }
    }
}
