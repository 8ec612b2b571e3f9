using System;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>Keys that no program writes: each is refused with a reason, and none takes long.</summary>
public sealed class HostileKeyTests
{
    private const string PrimeField = "1.2.840.10045.1.1";
    private const string BinaryField = "1.2.840.10045.1.2";

    private static readonly ECCurve s_p256 = Explicit(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void Parameters_of_a_curve_must_be_those_of_one()
    {
        byte[] prime = s_p256.Prime!, a = s_p256.A!, b = s_p256.B!, order = s_p256.Order!;
        byte[] generator = [4, .. s_p256.G.X!, .. s_p256.G.Y!];
        byte[] composite = (BigNumbers.FromBigEndian(prime) - 2).ToByteArray(isUnsigned: true, isBigEndian: true);

        Assert.Null(Read(Parameters(prime, a, b, generator, order)));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, a, b, Changed(generator), order)));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, a, Changed(b), generator, order)));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(composite, a, b, generator, order)));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, a, b, [0], order)));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, a, b, generator, [5])));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, a, b, generator, [.. order, .. order])));
        Assert.Equal("PrivateKeyInvalid", Read(Parameters(prime, [], [], [], [])));
        Assert.Equal("PublicHalfUnknown", Read(Parameters(Changed(prime), a, b, generator, order)));
        Assert.Equal("PublicHalfUnknown", Read(Parameters([.. new byte[80].Select(_ => (byte)0xFF), 0xFF], a, b, generator, order)));
        Assert.Equal("PublicHalfUnknown", Read(DerWriter.Null()));
        Assert.Equal("PublicHalfUnknown", Read(DerWriter.Sequence(DerWriter.OctetString(new byte[2000]))));
        Assert.Equal("MalformedDer", Read(DerWriter.Sequence()));
    }

    /// <summary>Arithmetic modulo a polynomial that is a product would not have to end.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(233, 74)]
    [InlineData(232, 74)]
    [InlineData(1142, 1)]
    [InlineData(int.MaxValue, 1)]
    public void Parameters_over_a_binary_field_must_be_those_of_a_known_curve(int size, int middle)
    {
        byte[] field = DerWriter.Sequence(DerWriter.Oid(BinaryField), DerWriter.Sequence(
            DerWriter.Integer(size), DerWriter.Oid("1.2.840.10045.1.2.3.2"), DerWriter.Integer(middle)));
        byte[] parameters = DerWriter.Sequence(
            DerWriter.Integer(1), field, DerWriter.Sequence(DerWriter.OctetString([1]), DerWriter.OctetString([1])),
            DerWriter.OctetString([4, 1, 1]), DerWriter.Integer(7));

        Assert.Contains(Read(parameters), new[] { "PublicHalfUnknown", "PrivateKeyInvalid" });
    }

    [Theory]
    [InlineData("1.3.101.110", 32)]
    [InlineData("1.3.101.111", 56)]
    [InlineData("1.3.101.112", 32)]
    [InlineData("1.3.101.113", 57)]
    public void Keys_that_are_bytes_have_one_length(string oid, int length)
    {
        byte[] Key(byte[] inner) => DerWriter.Sequence(
            DerWriter.Integer(0), DerWriter.Sequence(DerWriter.Oid(oid)), DerWriter.OctetString(inner));

        Assert.Equal(PinRecordKind.PrivateKey, TestKeyFiles.One(Key(DerWriter.OctetString(new byte[length]))).Kind);
        foreach (int wrong in new[] { 0, 1, length - 1, length + 1, 10_000 })
            Assert.Equal("PrivateKeyInvalid", TestKeyFiles.FaultOf(Key(DerWriter.OctetString(new byte[wrong]))));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Key([])));
    }

    [Fact]
    public void Groups_of_Diffie_Hellman_and_DSA_are_limited()
    {
        byte[] huge = [.. Enumerable.Repeat((byte)0x7F, 1026)];
        string Dh(byte[] modulus, byte[] generator, byte[] secret) => TestKeyFiles.FaultOf(DerWriter.Sequence(
            DerWriter.Integer(0),
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.3.1"),
                DerWriter.Sequence(DerWriter.Integer(modulus), DerWriter.Integer(generator))),
            DerWriter.OctetString(DerWriter.Integer(secret))));

        Assert.Equal("MalformedDer", Dh(huge, [2], [5]));
        Assert.Equal("MalformedDer", Dh([23], huge, [5]));
        Assert.Equal("MalformedDer", Dh([23], [2], huge));
        Assert.Equal("PrivateKeyInvalid", Dh([2], [2], [1]));
        Assert.Equal("PrivateKeyInvalid", Dh([23], [1], [5]));
        Assert.Equal("PrivateKeyInvalid", Dh([23], [23], [5]));
        Assert.Equal("PrivateKeyInvalid", Dh([23], [2], [0]));
        Assert.Equal("PrivateKeyInvalid", Dh([23], [2], [22]));
    }

    /// <summary>A modulus of 8,192 bits with a number as long takes a second: it is counted.</summary>
    [Fact]
    public void Large_groups_are_counted()
    {
        byte[] modulus = [.. Enumerable.Repeat((byte)0x7F, 1024)];
        byte[] key = DerWriter.Sequence(
            DerWriter.Integer(0),
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.3.1"),
                DerWriter.Sequence(DerWriter.Integer(modulus), DerWriter.Integer(2))),
            DerWriter.OctetString(DerWriter.Integer([.. modulus.Skip(1)])));
        var password = new KeyPassword(null, new KeyWork(8_000_000, default));

        Assert.Equal("KeyWorkSpent", Assert.Single(KeyFile.Read(
            new System.IO.MemoryStream(key), "test", password, certificatesOnly: false)).Fault!.Id);
    }

    [Theory]
    [InlineData("", "EncryptionUnknown")]
    [InlineData("DES-EDE3-CBC", "EncryptionUnknown")]
    [InlineData("DES-EDE3-CBC,", "EncryptionUnknown")]
    [InlineData("DES-EDE3-CBC,00", "EncryptionUnknown")]
    [InlineData("DES-EDE3-CBC,001122334455667", "EncryptionUnknown")]
    [InlineData("AES-256-CFB,00112233445566778899AABBCCDDEEFF", "EncryptionUnknown")]
    [InlineData("AES-256-GCM,00112233445566778899AABBCCDDEEFF", "EncryptionUnknown")]
    [InlineData("AES-256-CBC,00112233445566778899AABBCCDDEEFF", "PasswordWrong")]
    [InlineData("aes-256-cbc, 00112233445566778899aabbccddeeff", "PasswordWrong")]
    public void The_headers_of_encrypted_PEM_must_name_a_cipher(string cipher, string fault)
    {
        string pem = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " + cipher + "\n\n"
            + Convert.ToBase64String(new byte[64]) + "\n-----END RSA PRIVATE KEY-----\n";

        Assert.Equal(fault, TestKeyFiles.FaultOf(pem, "secret"));
        if (fault == "PasswordWrong") Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(pem));
        Assert.Equal("PemTruncated", TestKeyFiles.FaultOf(pem[..pem.LastIndexOf("-----END", StringComparison.Ordinal)], "secret"));
    }

    [Fact]
    public void No_part_of_a_key_file_is_taken_for_a_key()
    {
        byte[][] files =
        [
            Pem(ExoticCertificates.Ed25519().KeyPem!), Pem(ExoticCertificates.EcExplicitParameters().KeyPem!),
            TestPkcs12.Scrypt(16, 1, 1), TestPkcs12.Of([TestPkcs12.KeyBag(Pem(ExoticCertificates.Ed448().KeyPem!))], TestPkcs12.Mac(1)),
        ];
        foreach (byte[] file in files)
            for (int length = 1; length < file.Length; length++)
                Assert.NotNull(TestKeyFiles.FaultOf(file[..length], "secret"));
    }

    private static byte[] Pem(string pem) => PemReader.Read(new System.IO.StringReader(pem), "test").Single().Data;

    /// <summary>The fault of a key with the number 5 on a curve with these parameters; null if it is read.</summary>
    private static string? Read(byte[] parameters)
    {
        byte[] key = DerWriter.Sequence(
            DerWriter.Integer(0), DerWriter.Sequence(DerWriter.Oid("1.2.840.10045.2.1"), parameters),
            DerWriter.OctetString(DerWriter.Sequence(DerWriter.Integer(1), DerWriter.OctetString([5]))));
        return TestKeyFiles.Bytes(key).Single().Fault?.Id;
    }

    private static byte[] Parameters(byte[] prime, byte[] a, byte[] b, byte[] generator, byte[] order) => DerWriter.Sequence(
        DerWriter.Integer(1), DerWriter.Sequence(DerWriter.Oid(PrimeField), DerWriter.Integer(prime)),
        DerWriter.Sequence(DerWriter.OctetString(a), DerWriter.OctetString(b)), DerWriter.OctetString(generator),
        DerWriter.Integer(order), DerWriter.Integer(1));

    private static byte[] Changed(byte[] data)
    {
        byte[] changed = [.. data];
        changed[^1] ^= 1;
        return changed;
    }

    private static ECCurve Explicit(ECCurve named)
    {
        using var key = ECDsa.Create(named);
        return key.ExportExplicitParameters(includePrivateParameters: false).Curve;
    }
}
