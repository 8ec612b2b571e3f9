using System.Linq;
using System.Security.Cryptography;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using Xunit;

namespace PinningTools.Tests.Keys;

public sealed class PrivateKeyTests
{
    private const string Password = "correct h\u00F6rse \u20AC";

    [Theory]
    [InlineData(2048)]
    [InlineData(1024)]
    public void An_RSA_key_gives_the_pin_of_its_public_half(int bits)
    {
        using var rsa = RSA.Create(bits);
        string pin = SpkiPin.Of(rsa.ExportSubjectPublicKeyInfo()).ToString();

        AssertPrivate(pin, TestKeyFiles.One(rsa.ExportRSAPrivateKey()));
        AssertPrivate(pin, TestKeyFiles.One(rsa.ExportRSAPrivateKeyPem()));
        AssertPrivate(pin, TestKeyFiles.One(rsa.ExportPkcs8PrivateKey()));
        AssertPrivate(pin, TestKeyFiles.One(rsa.ExportPkcs8PrivateKeyPem()));
    }

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    [InlineData("secP256k1")]
    public void An_EC_key_gives_the_pin_of_its_public_half_written_in_the_file_or_not(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        string pin = SpkiPin.Of(key.ExportSubjectPublicKeyInfo()).ToString();

        AssertPrivate(pin, TestKeyFiles.One(key.ExportECPrivateKey()));
        AssertPrivate(pin, TestKeyFiles.One(key.ExportPkcs8PrivateKey()));
        AssertPrivate(pin, TestKeyFiles.One(WithoutPoint(key)));
    }

    [Fact]
    public void Keys_that_NET_does_not_know_give_their_pin()
    {
        ExoticCertificate[] known = [ExoticCertificates.Ed25519(), ExoticCertificates.Dsa(),
            ExoticCertificates.RsaPss(), ExoticCertificates.EcExplicitParameters(), ExoticCertificates.Ed448()];

        Assert.All(known, exotic => AssertPrivate(exotic.Pin, TestKeyFiles.One(exotic.KeyPem!)));
    }

    [Theory]
    [InlineData(PbeEncryptionAlgorithm.Aes128Cbc, "SHA1")]
    [InlineData(PbeEncryptionAlgorithm.Aes192Cbc, "SHA384")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA256")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA512")]
    [InlineData(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, "SHA1")]
    public void An_encrypted_key_opens_with_its_password_and_with_no_other(
        PbeEncryptionAlgorithm algorithm, string hash)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string pin = SpkiPin.Of(key.ExportSubjectPublicKeyInfo()).ToString();
        byte[] encrypted =
            key.ExportEncryptedPkcs8PrivateKey(Password, new PbeParameters(algorithm, new HashAlgorithmName(hash), 3));

        AssertPrivate(pin, TestKeyFiles.One(encrypted, Password));
        AssertPrivate(pin, TestKeyFiles.One(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted), Password));
        Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(encrypted));
        // Enough wrong passwords that some decrypt to well-formed padding.
        Assert.All(Enumerable.Range(0, 600), i =>
            Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(encrypted, "wrong" + i)));
    }

    [Fact]
    public void A_key_derivation_that_would_take_hours_is_refused()
    {
        byte[] derivation = DerWriter.Sequence(DerWriter.OctetString(new byte[8]), DerWriter.Integer(int.MaxValue));
        byte[] scheme = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.12"), derivation),
            DerWriter.Sequence(DerWriter.Oid("2.16.840.1.101.3.4.1.42"), DerWriter.OctetString(new byte[16])));
        byte[] encrypted = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.5.13"), scheme), DerWriter.OctetString(new byte[32]));

        Assert.Equal("KeyDerivationTooCostly", TestKeyFiles.FaultOf(encrypted, "x"));
    }

    [Theory]
    [InlineData("1.3.6.1.4.1.11591.4.11")]
    [InlineData("1.2.840.113549.1.5.1")]
    public void A_scheme_that_is_not_known_is_named(string oid)
    {
        byte[] encrypted = DerWriter.Sequence(
            DerWriter.Sequence(DerWriter.Oid(oid),
                DerWriter.Sequence(DerWriter.OctetString(new byte[8]), DerWriter.Integer(1))),
            DerWriter.OctetString(new byte[32]));

        KeyFileItem item = Assert.Single(TestKeyFiles.Bytes(encrypted, "x"));
        Assert.Equal("EncryptionUnknown", item.Fault!.Id);
        Assert.Contains(oid, item.Fault.Message);
    }

    private static void AssertPrivate(string pin, PinRecord record)
    {
        Assert.Equal(pin, record.Pin);
        Assert.Equal(PinRecordKind.PrivateKey, record.Kind);
    }

    /// <summary>As Java writes it: PKCS#8 whose ECPrivateKey has neither parameters nor point.</summary>
    private static byte[] WithoutPoint(ECDsa key)
    {
        var fields = new DerReader(key.ExportPkcs8PrivateKey()).Read(DerTag.Sequence).Open();
        fields.Read(DerTag.Integer);
        byte[] algorithm = fields.Read(DerTag.Sequence).ToArray();
        byte[] bare = DerWriter.Sequence(DerWriter.Integer(1), DerWriter.OctetString(key.ExportParameters(true).D!));
        return DerWriter.Sequence(DerWriter.Integer(0), algorithm, DerWriter.OctetString(bare));
    }
}
