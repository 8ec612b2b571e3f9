using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>The pin of a private key is the pin of that key, whatever its file says.</summary>
public sealed class PublicHalfTests
{
    private const string Ec = "1.2.840.10045.2.1";
    private const string P256 = "1.2.840.10045.3.1.7";

    private static readonly string[] s_curves =
    [
        "1.2.840.10045.3.1.1", "1.3.132.0.33", P256, "1.3.132.0.34", "1.3.132.0.35", "1.3.132.0.10",
        "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.11", "1.3.36.3.3.2.8.1.1.13",
    ];

    public static TheoryData<string> Curves => [.. s_curves];

    /// <summary>The late library is not asked where the platform computes: here it is asked for the same.</summary>
    [Theory]
    [MemberData(nameof(Curves))]
    public void The_library_agrees_with_the_platform(string curve)
    {
        BigInteger order = OrderOf(curve);
        BigInteger[] numbers = [1, 2, 15, 16, 17, order - 1, order - 2, order / 3, (order / 7) + 5];

        foreach (BigInteger number in numbers)
        {
            byte[][] forms = LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms")
                .PointForms(DerWriter.Oid(curve), BigNumbers.ToBigEndian(number, 0))!;
            Assert.Equal([Point(curve, number, 4), Point(curve, number, 2), Point(curve, number, 6)], forms);
        }
    }

    /// <summary>
    /// Of 571 bits the first byte holds three: one point in 64 has coordinates that are both a byte shorter.
    /// </summary>
    [SkippableFact]
    public void A_point_that_only_the_platform_computes_keeps_its_zeros()
    {
        const string Sect571r1 = "1.3.132.0.39";
        const int FieldBytes = 72;
        int shorter = 0;
        for (int number = 1; number <= 200; number++)
        {
            byte[] secret = BigNumbers.ToBigEndian(number, FieldBytes);
            ECPoint point = PointOf(Sect571r1, secret);
            byte[] key = EcPkcs8(Sect571r1, secret, null);
            KeyFileItem item = KeyFile.Read(
                new MemoryStream(key), "test", new KeyPassword(null), certificatesOnly: false).Single();

            Assert.Null(item.Fault);
            byte[] algorithm = DerWriter.Sequence(DerWriter.Oid("1.2.840.10045.2.1"), DerWriter.Oid(Sect571r1));
            Assert.Equal(SpkiPin.Of(Spki.From(algorithm, [4, .. point.X!, .. point.Y!])), item.Holder!.Pin);
            if (point.X![0] == 0 && point.Y![0] == 0) shorter++;
        }

        Assert.NotEqual(0, shorter);
        byte[] one = BigNumbers.ToBigEndian(1, FieldBytes);
        ECPoint first = PointOf(Sect571r1, one);
        string[] compressed = [.. new byte[] { 2, 3 }.Select(sign => TestKeyFiles.Bytes(EcPkcs8(Sect571r1, one, [sign, .. first.X!])))
            .Select(items => items.Single().Fault?.Message ?? "read")];
        Assert.Single(compressed, "read");
        Assert.Contains(compressed, message => message.Contains("does not belong"));
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(EcPkcs8(Sect571r1, one, [4, .. first.X!, .. first.X!])));
    }

    private static ECPoint PointOf(string curve, byte[] secret)
    {
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = secret });
            return key.ExportParameters(includePrivateParameters: false).Q;
        }
        catch (Exception error) when (error is CryptographicException or NotSupportedException or NotImplementedException)
        {
            throw new SkipException("This platform does not compute on the curve.", error);
        }
    }

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_number_that_no_key_can_have_gives_no_pin(string curve)
    {
        BigInteger order = OrderOf(curve);
        foreach (BigInteger number in new[] { BigInteger.Zero, order, order + 1 })
            Assert.Equal(
                "PrivateKeyInvalid",
                TestKeyFiles.FaultOf(EcPkcs8(curve, BigNumbers.ToBigEndian(number, BytesOf(curve)), null)));
    }

    [Theory]
    [InlineData(P256)]
    [InlineData("1.3.132.0.35")]
    [InlineData("1.3.36.3.3.2.8.1.1.11")]
    public void A_point_of_another_key_is_refused_in_every_form(string curve)
    {
        byte[] number = BigNumbers.ToBigEndian(77, BytesOf(curve));
        byte[] mine = Point(curve, 77, 4);

        Assert.Equal(PinOf(curve, mine), TestKeyFiles.One(EcPkcs8(curve, number, mine)).Pin);
        Assert.Equal(PinOf(curve, mine), TestKeyFiles.One(EcPkcs8(curve, number, null)).Pin);
        Assert.Equal(PinOf(curve, mine), TestKeyFiles.One(Sec1(curve, number, mine)).Pin);
        foreach (byte form in new byte[] { 2, 6 })
            Assert.Equal(
                PinOf(curve, Point(curve, 77, form)), TestKeyFiles.One(EcPkcs8(curve, number, Point(curve, 77, form))).Pin);
        foreach (byte[] other in new[] { Point(curve, 78, 4), Point(curve, 78, 2), Flipped(mine), [0], [4], [] })
        {
            Assert.Contains(
                TestKeyFiles.FaultOf(EcPkcs8(curve, number, other)), new[] { "PublicHalfForeign", "MalformedDer" });
            Assert.Contains(TestKeyFiles.FaultOf(Sec1(curve, number, other)), new[] { "PublicHalfForeign", "MalformedDer" });
        }

        byte[] opposite = Point(curve, 77, 2);
        opposite[0] ^= 1;
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(EcPkcs8(curve, number, opposite)));
        Assert.Equal(
            "PublicHalfForeign", TestKeyFiles.FaultOf(TestPkcs12.Of([TestPkcs12.KeyBag(EcPkcs8(curve, number, opposite))])));
    }

    [Fact]
    public void The_half_at_the_end_of_a_PKCS8_key_must_be_its_own()
    {
        byte[] seed = Hex.TryParse("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")!;
        byte[] mine = LateLibrary.Create<IKeyAlgorithms>("KeyAlgorithms").PublicKey("1.3.101.112", seed)!;
        byte[] number = BigNumbers.ToBigEndian(5, 32);
        byte[] five = Point(P256, 5, 4);

        Assert.Equal(PinRecordKind.PrivateKey, TestKeyFiles.One(Okp("1.3.101.112", seed, mine)).Kind);
        Assert.Equal(TestKeyFiles.One(Okp("1.3.101.112", seed, null)).Pin, TestKeyFiles.One(Okp("1.3.101.112", seed, mine)).Pin);
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(Okp("1.3.101.112", seed, Flipped(mine))));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Okp("1.3.101.112", seed, [])));
        Assert.Equal(PinOf(P256, five), TestKeyFiles.One(WithHalf(EcPkcs8(P256, number, null), five)).Pin);
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(WithHalf(EcPkcs8(P256, number, five), Point(P256, 6, 4))));
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(WithHalf(EcPkcs8(P256, number, null), Point(P256, 6, 4))));
    }

    [Theory]
    [InlineData("1.3.101.110.9")]
    [InlineData("2.16.840.1.101.3.4.4.1")]
    public void A_half_that_cannot_be_checked_is_nobodys_pin(string algorithm)
    {
        Assert.Equal("PublicHalfUnproven", TestKeyFiles.FaultOf(Okp(algorithm, new byte[57], new byte[57])));
        Assert.Equal("PublicHalfUnknown", TestKeyFiles.FaultOf(Okp(algorithm, new byte[57], null)));
    }

    [Fact]
    public void An_RSA_key_whose_numbers_do_not_belong_together_is_refused()
    {
        using var rsa = RSA.Create(2048);
        using var victim = RSA.Create(2048);
        RSAParameters mine = rsa.ExportParameters(true);
        RSAParameters theirs = victim.ExportParameters(true);
        byte[] one = [1];

        Assert.Equal(SpkiPin.Of(rsa.ExportSubjectPublicKeyInfo()).ToString(), TestKeyFiles.One(Pkcs1(mine)).Pin);
        RSAParameters[] wrong =
        [
            mine with { Modulus = theirs.Modulus },
            mine with { Modulus = theirs.Modulus, P = one, Q = theirs.Modulus },
            mine with { Modulus = theirs.Modulus, P = theirs.Modulus, Q = one },
            mine with { Modulus = theirs.Modulus, P = [0], Q = [0] },
            mine with { Exponent = [3] },
            mine with { D = theirs.D },
            mine with { P = theirs.P },
        ];
        Assert.All(wrong, numbers => Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(Pkcs1(numbers))));
        Assert.All(wrong, numbers => Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(RsaPkcs8(Pkcs1(numbers)))));
    }

    [Fact]
    public void Numbers_have_one_form_and_a_bound()
    {
        using var rsa = RSA.Create(1024);
        RSAParameters mine = rsa.ExportParameters(true);
        byte[] padded = DerWriter.Element(DerTag.Integer, [0, 0, .. mine.Modulus!]);
        byte[] negative = DerWriter.Element(DerTag.Integer, mine.Modulus!);
        byte[] exponent = DerWriter.Integer(mine.Exponent!);
        byte[] huge = [.. Enumerable.Repeat((byte)0x7F, 4098)];

        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Pkcs1(mine, padded)));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Pkcs1(mine, negative)));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Pkcs1(mine, DerWriter.Integer(huge))));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(DerWriter.Sequence(padded, exponent)));
        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(DerWriter.Sequence(negative, exponent)));
    }

    [Fact]
    public void A_DSA_key_must_have_its_own_half()
    {
        byte[] key = PemDer(ExoticCertificates.Dsa().KeyPem!);
        DerReader fields = new DerReader(key).Read(DerTag.Sequence).Open();
        fields.Read(DerTag.Integer);
        DerReader algorithm = fields.Read(DerTag.Sequence).Open();
        algorithm.Read(DerTag.ObjectIdentifier);
        DerReader domain = algorithm.Read(DerTag.Sequence).Open();
        byte[] p = domain.Read(DerTag.Integer).ToArray();
        byte[] q = domain.Read(DerTag.Integer).ToArray();
        byte[] g = domain.Read(DerTag.Integer).ToArray();
        byte[] x = fields.Read(DerTag.OctetString).ContentToArray();
        byte[] y = ModularPublicHalf.From(
            "DSA", new DerReader([.. p, .. q, .. g]), new DerReader(x).Read(DerTag.Integer), null, new KeyWork());
        byte[] Old(byte[] half, byte[] secret) =>
            DerWriter.Sequence(DerWriter.Integer(0), p, q, g, half, secret);

        Assert.Equal(TestKeyFiles.One(key).Pin, TestKeyFiles.One(Old(y, x)).Pin);
        Assert.Equal("PublicHalfForeign", TestKeyFiles.FaultOf(Old(g, x)));
        Assert.Equal("PrivateKeyInvalid", TestKeyFiles.FaultOf(Old(y, DerWriter.Integer(0))));
        Assert.Equal("PrivateKeyInvalid", TestKeyFiles.FaultOf(Old(y, q)));
    }

    [Fact]
    public void Two_curves_in_one_key_are_refused()
    {
        byte[] number = BigNumbers.ToBigEndian(5, 32);
        byte[] inner = DerWriter.Sequence(DerWriter.Integer(1), DerWriter.OctetString(number),
            DerWriter.Tagged(0, DerWriter.Oid("1.3.132.0.10")));

        Assert.Equal("MalformedDer", TestKeyFiles.FaultOf(Pkcs8(DerWriter.Oid(P256), inner)));
    }

    private static byte[] PemDer(string pem)
    {
        PemFields fields = PemEncoding.Find(pem);
        return System.Convert.FromBase64String(pem[fields.Base64Data]);
    }

    private static string PinOf(string curve, byte[] point) =>
        SpkiPin.Of(Spki.From(DerWriter.Sequence(DerWriter.Oid(Ec), DerWriter.Oid(curve)), point)).ToString();

    private static BigInteger OrderOf(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        return BigNumbers.FromBigEndian(key.ExportExplicitParameters(false).Curve.Order!);
    }

    private static int BytesOf(string curve) => (AlgorithmNames.OfCurve(curve)!.Value.Size + 7) / 8;

    private static byte[] Point(string curve, BigInteger number, byte form)
    {
        ECPoint point = PointOf(curve, BigNumbers.ToBigEndian(number, BytesOf(curve)));
        byte first = (byte)(form == 4 ? 4 : form + (point.Y![^1] & 1));
        return form == 2 ? [first, .. point.X!] : [first, .. point.X!, .. point.Y!];
    }

    private static byte[] Flipped(byte[] data)
    {
        byte[] changed = [.. data];
        changed[^1] ^= 1;
        return changed;
    }

    private static byte[] EcKey(byte[] number, byte[]? point, string? curve) => DerWriter.Sequence(
    [
        DerWriter.Integer(1), DerWriter.OctetString(number),
        .. curve is null ? [] : new[] { DerWriter.Tagged(0, DerWriter.Oid(curve)) },
        .. point is null ? [] : new[] { DerWriter.Tagged(1, DerWriter.BitString(point)) },
    ]);

    private static byte[] Sec1(string curve, byte[] number, byte[]? point) => EcKey(number, point, curve);

    private static byte[] EcPkcs8(string curve, byte[] number, byte[]? point) =>
        Pkcs8(DerWriter.Oid(curve), EcKey(number, point, null));

    private static byte[] Pkcs8(byte[] curve, byte[] key) => DerWriter.Sequence(
        DerWriter.Integer(0), DerWriter.Sequence(DerWriter.Oid(Ec), curve), DerWriter.OctetString(key));

    /// <summary>A key that is a string of bytes, with the [1] of PKCS#8's second version where there is a half.</summary>
    private static byte[] Okp(string algorithm, byte[] secret, byte[]? half)
    {
        byte[] key = DerWriter.Sequence(
            DerWriter.Integer(half is null ? 0 : 1), DerWriter.Sequence(DerWriter.Oid(algorithm)),
            DerWriter.OctetString(DerWriter.OctetString(secret)));
        return half is null ? key : WithHalf(key, half);
    }

    private static byte[] WithHalf(byte[] pkcs8, byte[] half) => DerWriter.Sequence(
        new DerReader(pkcs8).Read(DerTag.Sequence).ContentToArray(), DerWriter.Element(DerTag.Context(1), [0], half));

    private static byte[] Pkcs1(RSAParameters numbers, byte[]? modulus = null) => DerWriter.Sequence(
        DerWriter.Integer(0), modulus ?? DerWriter.Integer(numbers.Modulus!), DerWriter.Integer(numbers.Exponent!),
        DerWriter.Integer(numbers.D!), DerWriter.Integer(numbers.P!), DerWriter.Integer(numbers.Q!),
        DerWriter.Integer(numbers.DP!), DerWriter.Integer(numbers.DQ!), DerWriter.Integer(numbers.InverseQ!));

    private static byte[] RsaPkcs8(byte[] key) => DerWriter.Sequence(
        DerWriter.Integer(0),
        DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.1.1"), DerWriter.Null()), DerWriter.OctetString(key));
}
