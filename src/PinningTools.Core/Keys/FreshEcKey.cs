using System;
using System.Security.Cryptography;

namespace PinningTools.Internal;

/// <summary>A new key on a named curve.</summary>
internal sealed class FreshEcKey : FreshKey
{
    private readonly ECDsa _key;
    private readonly HashAlgorithmName _hash;
    private readonly byte[] _algorithm;
    private readonly byte[] _point;

    internal FreshEcKey(ECCurve curve, string curveOid, HashAlgorithmName hash, string signatureOid)
    {
        _key = ECDsa.Create(curve);
        _hash = hash;
        _algorithm = DerWriter.Sequence(DerWriter.Oid("1.2.840.10045.2.1"), DerWriter.Oid(curveOid));
        ECPoint point = _key.ExportParameters(false).Q;
        _point = [0x04, .. point.X!, .. point.Y!];
        SignatureAlgorithm = DerWriter.Sequence(DerWriter.Oid(signatureOid));
    }

    internal override byte[] PublicKey => Spki.From(_algorithm, _point);

    internal override byte[] SignatureAlgorithm { get; }

    /// <summary>An ECPrivateKey (RFC 5915) with its point, so that every reader can find the public key.</summary>
    internal override byte[] ToPkcs8()
    {
        byte[] number = _key.ExportParameters(true).D!;
        byte[] wrapped = DerWriter.OctetString(number);
        byte[] key =
            DerWriter.Sequence(DerWriter.Integer(1), wrapped, DerWriter.Tagged(1, DerWriter.BitString(_point)));
        Array.Clear(number, 0, number.Length);
        Array.Clear(wrapped, 0, wrapped.Length);
        return Pkcs8AndClear(_algorithm, key);
    }

    /// <summary>
    /// The platform's signature is r and s side by side; X.509 requires a sequence of the two (RFC 3279 section 2.2.3).
    /// </summary>
    internal override byte[] Sign(byte[] data) => EcdsaSignature.FromPlain(_key.SignData(data, _hash));

    internal override bool Verify(byte[] data, byte[] signature) =>
        EcdsaSignature.ToPlain(signature, _point.Length / 2) is { } plain && _key.VerifyData(data, plain, _hash);

    public override void Dispose() => _key.Dispose();
}
