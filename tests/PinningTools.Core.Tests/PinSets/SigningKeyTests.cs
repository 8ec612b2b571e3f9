using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>The key of a store's publisher, and what it signs.</summary>
public sealed class SigningKeyTests
{
    private static readonly BigInteger s_order = BigInteger.Parse(
        "0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [Fact]
    public void Signatures_of_both_kinds_are_verified_in_both_encodings()
    {
        byte[] data = Encoding.UTF8.GetBytes("exactly these bytes");
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        using var odd = RSA.Create(2056);
        using var pss = RSA.Create(3072);

        AssertVerifies(PublishedStore.PublicKey(ec), data, ec.SignData(data, HashAlgorithmName.SHA256));
        AssertVerifies(PublishedStore.PublicKey(ec), data,
            ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        foreach (RSA key in new[] { rsa, odd, pss })
            AssertVerifies(PublishedStore.PublicKey(key), data,
                key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

        Assert.False(SigningKey.Parse(PublishedStore.PublicKey(rsa))
            .Verify(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        Assert.False(SigningKey.Parse(PublishedStore.PublicKey(rsa))
            .Verify(data, rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss)));
    }

    [Fact]
    public void A_signature_without_its_leading_zero_is_none()
    {
        using var rsa = RSA.Create(2048);
        SigningKey key = SigningKey.Parse(PublishedStore.PublicKey(rsa));
        byte[] data;
        byte[] signature;
        int tries = 0;
        do
        {
            data = BitConverter.GetBytes(tries++);
            signature = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        while (signature[0] != 0 && tries < 10_000);

        Assert.True(key.Verify(data, signature));
        Assert.False(key.Verify(data, signature[1..]));
    }

    /// <summary>Issue 12 point 11: of one signature there are no two encodings.</summary>
    [Fact]
    public void An_ECDSA_signature_has_one_encoding()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SigningKey key = SigningKey.Parse(PublishedStore.PublicKey(ec));
        byte[] data = [1, 2, 3];
        byte[] order = s_order.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] r, s;
        do
        {
            byte[] plain = ec.SignData(data, HashAlgorithmName.SHA256);
            (r, s) = (plain[..32], plain[32..]);
        }
        while (r[0] < 0x80 || s[0] is 0 or >= 0x80);

        byte[] goodR = DerWriter.Integer(r);
        byte[] goodS = DerWriter.Integer(s);
        byte[] zero = DerWriter.Integer(0);
        byte[] good = DerWriter.Sequence(goodR, goodS);
        Assert.True(key.Verify(data, good));
        byte[][] others =
        [
            DerWriter.Sequence(DerWriter.Element(DerTag.Integer, r), goodS),
            DerWriter.Sequence(DerWriter.Element(DerTag.Integer, [0, 0], r), goodS),
            DerWriter.Sequence(goodR, DerWriter.Element(DerTag.Integer, [0], s)),
            DerWriter.Sequence(goodR, DerWriter.Element(DerTag.Integer, [0, 0, 0], s)),
            DerWriter.Sequence(goodR, goodS, zero), DerWriter.Sequence(goodR, goodS, DerWriter.Null()),
            [.. good, 0], [.. good, .. good],
            [good[0], 0x81, .. good[1..]], [good[0], 0x82, 0, .. good[1..]], [good[0], 0x80, .. good[2..], 0, 0],
            DerWriter.Element(DerTag.Set, goodR, goodS), DerWriter.Sequence([0x02, 0x81, .. goodR[1..]], goodS),
            DerWriter.Sequence(goodR), DerWriter.Sequence(zero, goodS), DerWriter.Sequence(goodR, zero),
            DerWriter.Sequence(DerWriter.Element(DerTag.Integer), goodS),
            DerWriter.Sequence(DerWriter.Element(DerTag.OctetString, goodR[2..]), goodS),
            DerWriter.Sequence(DerWriter.Integer(order), goodS), DerWriter.Sequence(goodR, DerWriter.Integer(order)),
            [.. new byte[32], .. s], [.. r, .. new byte[32]], [.. order, .. s], [.. r, .. order],
            [0, .. r, 0, .. s], [.. r, .. s, 0],
        ];
        for (int i = 0; i < others.Length; i++) Assert.False(key.Verify(data, others[i]), $"Encoding {i}");
    }

    /// <summary>A number plus the order is the same number to the curve, and another text.</summary>
    [Fact]
    public void A_number_beyond_the_order_is_none()
    {
        BigInteger order = s_order;
        byte[] small = BigNumbers.ToBigEndian(5, 32);
        byte[] last = BigNumbers.ToBigEndian(order - 1, 32);
        byte[] same = BigNumbers.ToBigEndian(order + 5, 32);

        Assert.True(EcdsaSignature.IsInRange([.. small, .. last], order.ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.False(EcdsaSignature.IsInRange([.. same, .. small], order.ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.False(EcdsaSignature.IsInRange([.. small, .. same], order.ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.False(EcdsaSignature.IsInRange([.. small, .. new byte[32]], order.ToByteArray(isUnsigned: true, isBigEndian: true)));
    }

    [Fact]
    public void The_numbers_of_a_key_have_one_form_too()
    {
        using var rsa = RSA.Create(2048);
        RSAParameters numbers = rsa.ExportParameters(false);
        byte[] modulus = DerWriter.Integer(numbers.Modulus!);
        byte[] exponent = DerWriter.Integer(numbers.Exponent!);
        string Key(params byte[][] parts) => Convert.ToBase64String(DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()),
            DerWriter.BitString([.. parts.SelectMany(part => part)])));

        SigningKey.Parse(Key(DerWriter.Sequence(modulus, exponent)));
        string[] wrong =
        [
            Key(DerWriter.Sequence(DerWriter.Element(DerTag.Integer, numbers.Modulus!), exponent)),
            Key(DerWriter.Sequence(DerWriter.Element(DerTag.Integer, [0, 0], numbers.Modulus!), exponent)),
            Key(DerWriter.Sequence(modulus, exponent, exponent)), Key(DerWriter.Sequence(modulus, exponent), [0]),
        ];
        foreach (string text in wrong) Assert.Equal("MalformedDer", TestSets.FaultOf(() => SigningKey.Parse(text)));
    }

    [Fact]
    public void Keys_that_are_too_weak_or_of_another_curve_are_refused()
    {
        using var weak = RSA.Create(1024);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal("SigningKeyInvalid", TestSets.FaultOf(() => SigningKey.Parse(PublishedStore.PublicKey(weak))));
        Assert.Equal("SigningKeyInvalid", TestSets.FaultOf(() => SigningKey.Parse(PublishedStore.PublicKey(p384))));
    }

    [SkippableTheory]
    [InlineData("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "")]
    [InlineData("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32")]
    public async Task What_openssl_signs_is_verified(string generate, string options)
    {
        Skip.If(Tool.Find("openssl") is null, "openssl is not installed");
        using TemporaryFolder folder = new();
        string file = folder.File("pins.json");
        File.WriteAllText(file, "signed by openssl");
        string key = folder.File("key.pem");
        await OpensslAsync($"{generate} -out {key}");
        await OpensslAsync($"pkey -in {key} -pubout -outform der -out {folder.File("key.der")}");
        await OpensslAsync($"dgst -sha256 -sign {key} {options} -out {folder.File("sig")} {file}");

        string publicKey = Convert.ToBase64String(File.ReadAllBytes(folder.File("key.der")));
        AssertVerifies(publicKey, File.ReadAllBytes(file), File.ReadAllBytes(folder.File("sig")));
    }

    private static async Task OpensslAsync(string arguments)
    {
        ToolResult result = await Tool.RunAsync("openssl", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.ExitCode);
    }

    private static void AssertVerifies(string publicKey, byte[] data, byte[] signature)
    {
        SigningKey key = SigningKey.Parse(publicKey);
        Assert.True(key.Verify(data, signature));
        Assert.False(key.Verify([.. data, 0], signature));
        Assert.False(key.Verify(data, []));
        Assert.False(key.Verify(data, signature[1..]));
        for (int i = 0; i < signature.Length; i += 7)
        {
            byte[] changed = [.. signature];
            changed[i] ^= 0x40;
            Assert.False(key.Verify(data, changed));
        }
    }
}
