using System.IO;
using System.Linq;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using PinningTools.Internal;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>Keys of ML-DSA and SLH-DSA, with the examples of their RFCs.</summary>
public sealed class PostQuantumKeyTests
{
    /// <summary>RFC 9881 appendices C.1 and C.2.</summary>
    [Theory]
    [InlineData("ML-DSA-44-seed.priv", "ML-DSA-44.pub")]
    [InlineData("ML-DSA-44-both.priv", "ML-DSA-44.pub")]
    [InlineData("ML-DSA-65-seed.priv", "ML-DSA-65.pub")]
    [InlineData("ML-DSA-65-expanded.priv", "ML-DSA-65.pub")]
    [InlineData("ML-DSA-87-seed.priv", "ML-DSA-87.pub")]
    [InlineData("ML-DSA-87-both.priv", "ML-DSA-87.pub")]
    public void A_key_of_ML_DSA_gives_its_public_half_in_each_form(string privateKey, string publicKey)
    {
        PinRecord read = TestKeyFiles.One(Example(privateKey));

        Assert.Equal((TestKeyFiles.One(Example(publicKey)).Pin, PinRecordKind.PrivateKey), (read.Pin, read.Kind));
        Assert.Equal(publicKey.Split('.')[0], read.KeyAlgorithm);
    }

    /// <summary>RFC 9881 appendix C.4: of another seed, with a wrong hash, with a wrong part of t.</summary>
    [Theory]
    [InlineData("bad-ML-DSA-44-1.priv")]
    [InlineData("bad-ML-DSA-44-2.priv")]
    [InlineData("bad-ML-DSA-44-3.priv")]
    public void A_key_of_ML_DSA_whose_parts_do_not_belong_together_is_refused(string file) =>
        Assert.Equal("PrivateKeyInvalid", TestKeyFiles.FaultOf(Example(file)));

    [Fact]
    public void A_key_of_ML_DSA_in_another_form_is_refused()
    {
        const string MlDsa44 = "2.16.840.1.101.3.4.3.17";
        byte[] seed = new byte[32];
        byte[] expanded = LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms").Expand(MlDsa44, seed);
        byte[] outOfRange = [.. expanded];
        // The first three coefficients of s1, which are between -2 and 2.
        outOfRange[128] = 0xFF;

        Assert.Equal("PrivateKeyInvalid", FaultOf(MlDsa44, DerWriter.OctetString(outOfRange)));
        Assert.Equal("PrivateKeyInvalid", FaultOf(MlDsa44, DerWriter.OctetString(expanded[1..])));
        Assert.Equal("PrivateKeyInvalid", FaultOf(MlDsa44, DerWriter.OctetString([])));
        Assert.Equal("MalformedDer", FaultOf(MlDsa44, DerWriter.Element(DerTag.Context(0), expanded)));
        Assert.Equal("MalformedDer", FaultOf(MlDsa44, DerWriter.Element(DerTag.Context(0), seed[1..])));
        Assert.Equal("MalformedDer", FaultOf(MlDsa44, DerWriter.Sequence(DerWriter.OctetString(seed))));
        Assert.Equal("MalformedDer", FaultOf(MlDsa44, seed));
        Assert.Equal("MalformedDer", FaultOf(MlDsa44, []));
        Assert.Equal("PrivateKeyInvalid", FaultOf(MlDsa44,
            DerWriter.Sequence(DerWriter.OctetString(expanded), DerWriter.OctetString(seed))));
    }

    /// <summary>RFC 9909 appendix C.</summary>
    [Fact]
    public void The_key_of_RFC_9909_gives_its_public_half()
    {
        const string PrivateKey = """
            -----BEGIN PRIVATE KEY-----
            MFICAQAwCwYJYIZIAWUDBAMUBECiJjvKRYYINlIxYASVI9YhZ3+tkNUetgZ6Mn4N
            HmSlASuBCex3fKpOHwJMz8+Ul9mRgFCSgPQlavKwevgCibSU
            -----END PRIVATE KEY-----
            """;
        const string PublicKey = """
            -----BEGIN PUBLIC KEY-----
            MDAwCwYJYIZIAWUDBAMUAyEAK4EJ7Hd8qk4fAkzPz5SX2ZGAUJKA9CVq8rB6+AKJ
            tJQ=
            -----END PUBLIC KEY-----
            """;
        PinRecord read = TestKeyFiles.One(PrivateKey);

        Assert.Equal((TestKeyFiles.One(PublicKey).Pin, "SLH-DSA-SHA2-128s"), (read.Pin, read.KeyAlgorithm));
    }

    [Fact]
    public void A_key_of_SLH_DSA_must_have_its_own_root()
    {
        SlhDsaParameters[] all = [SlhDsaParameters.slh_dsa_sha2_128f, SlhDsaParameters.slh_dsa_shake_192f, SlhDsaParameters.slh_dsa_sha2_256f];
        foreach (SlhDsaParameters parameters in all)
        {
            var generator = new SlhDsaKeyPairGenerator();
            generator.Init(new SlhDsaKeyGenerationParameters(new SecureRandom(), parameters));
            var pair = generator.GenerateKeyPair();
            byte[] pkcs8 = PrivateKeyInfoFactory.CreatePrivateKeyInfo(pair.Private).GetEncoded();
            byte[] info = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetEncoded();
            byte[] secret = ((SlhDsaPrivateKeyParameters)pair.Private).GetEncoded();
            DerReader fields = new DerReader(info).Read(DerTag.Sequence).Open();
            string oid = DerText.ReadOid(fields.Read(DerTag.Sequence).Open().Read())!;
            byte[] changed = [.. secret];
            changed[^1] ^= 1;
            byte[] other = [.. secret];
            other[0] ^= 1;

            Assert.Equal(SpkiPin.Of(info).ToString(), TestKeyFiles.One(pkcs8).Pin);
            Assert.Equal(SpkiPin.Of(info).ToString(), TestKeyFiles.One(Pkcs8(oid, secret)).Pin);
            Assert.All([changed, other, secret[1..], []], bytes => Assert.Equal("PrivateKeyInvalid", FaultOf(oid, bytes)));
        }
    }

    private static string FaultOf(string oid, byte[] privateKey) => TestKeyFiles.FaultOf(Pkcs8(oid, privateKey));

    private static byte[] Pkcs8(string oid, byte[] privateKey) => DerWriter.Sequence(
        DerWriter.Integer(0), DerWriter.Sequence(DerWriter.Oid(oid)), DerWriter.OctetString(privateKey));

    private static string Example(string name) =>
        File.ReadAllText(Repository.File("tests", "PinningTools.Core.Tests", "Keys", "Rfc9881", name));
}
