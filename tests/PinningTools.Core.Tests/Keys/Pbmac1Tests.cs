using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using PinningTools.Internal;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>PFX files whose MAC is PBMAC1 (RFC 9579), which OpenSSL 3.4 and Java 26 write.</summary>
public sealed class Pbmac1Tests
{
    private const string Password = "p\u00E4ssword \u20AC";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string HmacSha512 = "1.2.840.113549.2.11";

    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly byte[] s_salt = [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [InlineData("SHA256", HmacSha256, "SHA256", HmacSha256, 32)]
    [InlineData("SHA512", HmacSha512, "SHA256", HmacSha256, 32)]
    [InlineData("SHA512", HmacSha512, "SHA512", HmacSha512, 64)]
    [InlineData("SHA1", "1.2.840.113549.2.7", "SHA384", "1.2.840.113549.2.10", 20)]
    public void A_PFX_opens_with_its_password_in_UTF_8_and_no_other(string function, string functionOid, string hash, string hashOid, int length)
    {
        byte[] pfx = Pfx(contents => Mac(
            contents, new HashAlgorithmName(function), functionOid, new HashAlgorithmName(hash), hashOid, length, 1000));

        Assert.Equal(SpkiPin.Of(s_key.ExportSubjectPublicKeyInfo()).ToString(), TestKeyFiles.One(pfx, Password).Pin);
        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(pfx, "other"));
        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(pfx, ""));
        Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(pfx));
    }

    /// <summary>The numbers beside PBMAC1 are not used, so they do not matter (RFC 9579 appendices A.4 and A.5).</summary>
    [Fact]
    public void Wrong_numbers_within_it_are_a_wrong_password()
    {
        byte[] pfx = Pfx(contents => Mac(
            contents, HashAlgorithmName.SHA256, HmacSha256, HashAlgorithmName.SHA256, HmacSha256, 32, 1000, written: 1001));

        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(pfx, Password));
    }

    /// <summary>RFC 9579 section 4, appendix A.6.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(1025)]
    [InlineData(int.MaxValue)]
    public void The_length_of_its_key_must_be_there_and_make_sense(int? length) =>
        Assert.Equal("EncryptionUnknown", TestKeyFiles.FaultOf(Pfx(_ => MacData(
            new byte[32], Pbkdf2(1000, length, HmacSha256), Algorithm(HmacSha256))), Password));

    [Fact]
    public void Odd_parameters_are_refused()
    {
        byte[] function = Pbkdf2(1000, 32, HmacSha256);
        string Fault(byte[] derivation, byte[] scheme) =>
            TestKeyFiles.FaultOf(Pfx(_ => MacData(new byte[32], derivation, scheme)), Password);

        Assert.Equal("EncryptionUnknown", Fault(Algorithm("1.2.840.113549.1.5.3"), Algorithm(HmacSha256)));
        Assert.Equal("EncryptionUnknown", Fault(function, Algorithm("1.2.840.113549.2.99")));
        Assert.Equal("EncryptionUnknown", Fault(Pbkdf2(1000, 32, "1.2.840.113549.2.99"), Algorithm(HmacSha256)));
        Assert.Equal("KeyDerivationTooCostly", Fault(Pbkdf2(0, 32, HmacSha256), Algorithm(HmacSha256)));
        Assert.Equal("KeyDerivationTooCostly", Fault(Pbkdf2(2_000_001, 32, HmacSha256), Algorithm(HmacSha256)));
        Assert.Equal("PasswordWrong", Fault(function, Algorithm(HmacSha256)));
        Assert.Equal("MalformedDer", Fault([], []));
    }

    private static byte[] Pfx(Func<byte[], byte[]> mac) =>
        TestPkcs12.Of([TestPkcs12.KeyBag(s_key.ExportPkcs8PrivateKey())], mac);

    private static byte[] Mac(
        byte[] contents, HashAlgorithmName function, string functionOid, HashAlgorithmName hash, string hashOid, int length,
        int iterations, int? written = null)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(Password), s_salt, iterations, function, length);
        using var hmac = IncrementalHash.CreateHMAC(hash, key);
        hmac.AppendData(contents);
        return MacData(
            hmac.GetHashAndReset(), Pbkdf2(written ?? iterations, length, functionOid), Algorithm(hashOid));
    }

    private static byte[] MacData(byte[] value, byte[] derivation, byte[] scheme) => DerWriter.Sequence(
        DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.14"), DerWriter.Sequence(derivation, scheme)),
            DerWriter.OctetString(value)),
        DerWriter.OctetString(Encoding.ASCII.GetBytes("NOT USED")), DerWriter.Integer(1));

    private static byte[] Pbkdf2(int iterations, int? length, string hmac) => DerWriter.Sequence(
        DerWriter.Oid("1.2.840.113549.1.5.12"),
        DerWriter.Sequence(
        [
            DerWriter.OctetString(s_salt), DerWriter.Integer(iterations),
            .. length is { } bytes ? new[] { DerWriter.Integer(bytes) } : [], Algorithm(hmac),
        ]));

    private static byte[] Algorithm(string oid) => DerWriter.Sequence(DerWriter.Oid(oid), DerWriter.Null());
}
