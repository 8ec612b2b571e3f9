using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>A new RSA key.</summary>
internal sealed class FreshRsaKey : FreshKey
{
    private static readonly byte[] s_algorithm =
        DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null());

    private readonly RSA _key;

    internal FreshRsaKey(int bits)
    {
#if NET
        _key = RSA.Create(bits);
#else
        // What RSA.Create makes on .NET Framework skips a KeySize that is set later, and stays at 1024 bits.
        _key = new RSACryptoServiceProvider(bits);
#endif
        RSAParameters numbers = _key.ExportParameters(false);
        PublicKey = Spki.From(s_algorithm,
            DerWriter.Sequence(DerWriter.Integer(numbers.Modulus!), DerWriter.Integer(numbers.Exponent!)));
    }

    internal override byte[] PublicKey { get; }

    internal override byte[] SignatureAlgorithm { get; } =
        DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.11"), DerWriter.Null());

    /// <summary>An RSAPrivateKey (RFC 8017 appendix A.1.2).</summary>
    internal override byte[] ToPkcs8()
    {
        RSAParameters numbers = _key.ExportParameters(true);
        byte[][] secrets = [numbers.D!, numbers.P!, numbers.Q!, numbers.DP!, numbers.DQ!, numbers.InverseQ!];
        byte[][] written = Array.ConvertAll(secrets, DerWriter.Integer);
        byte[] key = DerWriter.Sequence(
            [DerWriter.Integer(0), DerWriter.Integer(numbers.Modulus!),
                DerWriter.Integer(numbers.Exponent!), .. written]);
        foreach (byte[] secret in secrets) Array.Clear(secret, 0, secret.Length);
        foreach (byte[] secret in written) Array.Clear(secret, 0, secret.Length);
        return Pkcs8AndClear(s_algorithm, key);
    }

    internal override byte[] Sign(byte[] data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    internal override bool Verify(byte[] data, byte[] signature) =>
        _key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public override void Dispose() => _key.Dispose();
}
