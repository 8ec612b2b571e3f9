using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;

namespace PinningTools.Internal;

/// <summary>How much a proof is worth: its weakest part decides.</summary>
internal static class ProofRules
{
    internal const int MinGroupBits = 1024;

    /// <summary>Stands for the hashes that the versions before TLS 1.2 imply: MD5 with SHA-1 for RSA, else SHA-1.</summary>
    internal const short Implied = HashAlgorithm.none;

    private const int MinRsaBits = 1024;
    private const int GoodRsaBits = 2048;
    private const int MinCurveBits = 224;
    private const int GoodCurveBits = 256;

    /// <summary>The strength, and what makes it less than strong, as a clause.</summary>
    internal static (ProofStrength Strength, string? Weakness) Judge(HandshakeProof proof, int version, ServerKey key)
    {
        if (proof == HandshakeProof.None) return (ProofStrength.None, null);
        (ProofStrength Strength, string? Weakness) worst = (ProofStrength.Strong, null);
        void Lower(ProofStrength strength, string why)
        {
            if (strength < worst.Strength) worst = (strength, why);
        }

        if (version < InspectionOffer.Tls10) Lower(ProofStrength.Weak, "the server speaks SSL 3.0");
        (int bits, int min, int good, string kind) = Size(key);
        if (bits < min) Lower(ProofStrength.Weak, $"its {kind} key has only {bits} bits");
        if (proof == HandshakeProof.Finished)
            Lower(ProofStrength.Legacy, "it is proven by RSA key exchange only");
        else
            JudgeHash(key.VerifiedScheme ?? 0, Lower);
        if (bits < good) Lower(ProofStrength.Legacy, $"its {kind} key has only {bits} bits");
        return worst;
    }

    private delegate void LowerTo(ProofStrength strength, string why);

    private static void JudgeHash(int scheme, LowerTo lower)
    {
        switch (SignatureScheme.GetHashAlgorithm(scheme))
        {
            case HashAlgorithm.md5:
                lower(ProofStrength.Weak, "it is signed with MD5");
                break;
            case Implied when SignatureScheme.GetSignatureAlgorithm(scheme) == SignatureAlgorithm.rsa:
                lower(ProofStrength.Legacy, "it is signed with MD5 and SHA-1");
                break;
            case Implied or HashAlgorithm.sha1:
                lower(ProofStrength.Legacy, "it is signed with SHA-1");
                break;
        }
    }

    /// <summary>The bits of a key with the limits of its kind; kinds of one size are good.</summary>
    private static (int Bits, int Min, int Good, string Kind) Size(ServerKey key) => key.Parameters switch
    {
        RsaKeyParameters rsa => (rsa.Modulus.BitLength, MinRsaBits, GoodRsaBits, "RSA"),
        DsaPublicKeyParameters dsa => (dsa.Parameters.P.BitLength, MinRsaBits, GoodRsaBits, "DSA"),
        ECPublicKeyParameters ec => (ec.Parameters.N.BitLength, MinCurveBits, GoodCurveBits, "EC"),
        _ => (0, 0, 0, ""),
    };
}
