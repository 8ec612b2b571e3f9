using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace PinningTools.Testing;

/// <summary>A way to sign: its name in BouncyCastle and how certificates write it.</summary>
internal sealed record ExoticSignature(string Name, AlgorithmIdentifier Algorithm)
{
    public static readonly ExoticSignature Ed25519 = new("Ed25519", new(EdECObjectIdentifiers.id_Ed25519));

    public static readonly ExoticSignature Ed448 = new("Ed448", new(EdECObjectIdentifiers.id_Ed448));

    public static readonly ExoticSignature Dsa = new("SHA-256withDSA", new(NistObjectIdentifiers.DsaWithSha256));

    public static readonly ExoticSignature Ecdsa = new("SHA-256withECDSA", new(X9ObjectIdentifiers.ECDsaWithSha256));

    public static readonly ExoticSignature RsaPss = new("SHA-256withRSAandMGF1", PssAlgorithm());

    public byte[] Sign(byte[] data, AsymmetricKeyParameter key)
    {
        var signer = SignerUtilities.GetSigner(Name);
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(data, 0, data.Length);
        return signer.GenerateSignature();
    }

    private static AlgorithmIdentifier PssAlgorithm()
    {
        var hash = new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256, DerNull.Instance);
        var mask = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, hash);
        return new(
            PkcsObjectIdentifiers.IdRsassaPss,
            new RsassaPssParameters(hash, mask, DerInteger.ValueOf(32), RsassaPssParameters.DefaultTrailerField));
    }
}
