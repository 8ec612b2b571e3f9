using System;
using System.IO;
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
