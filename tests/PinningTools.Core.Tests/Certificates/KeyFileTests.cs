using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Certificates;

public sealed class KeyFileTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_leaf = s_root.IssueAuthority("Test CA").Issue("host.example");
    private static readonly ECDsa s_key = (ECDsa)s_leaf.Key;

    [Fact]
    public void A_PEM_file_gives_every_block_in_its_order_whatever_stands_between_them()
    {
        string pem = "Bag Attributes\n  friendlyName: x\nsubject=/CN=host\n" + s_leaf.Pem + "\r\n\r\n"
            + s_leaf.KeyPem + Request().Pem + PemEncoding.WriteString("PUBLIC KEY", s_leaf.PublicKeyInfo)
            + "\n-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n" + s_root.Pem;

        List<KeyFileItem> items = TestKeyFiles.Text(pem);

        Assert.Equal(
            [
                PinRecordKind.Certificate, PinRecordKind.PrivateKey, PinRecordKind.CertificateRequest,
                PinRecordKind.PublicKey, PinRecordKind.Certificate,
            ],
            items.Select(item => item.Holder!.Kind));
        Assert.Equal([0, 1, 2, 3, 4], items.Select(item => item.Index));
        Assert.All(items.Take(4), item => Assert.Equal(s_leaf.Pin, item.Holder!.Pin.ToString()));
        Assert.Equal(s_root.Pin, items[4].Holder!.Pin.ToString());
    }

    [Fact]
    public void A_block_that_is_broken_is_reported_with_its_line_and_the_rest_is_read()
    {
        string[] broken =
        [
            "-----BEGIN CERTIFICATE-----\nMIIB!!!!\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nMIIB\n",
        ];
        foreach (string block in broken)
        {
            List<KeyFileItem> items = TestKeyFiles.Text(s_leaf.Pem + block + s_root.Pem);

            Assert.Equal([s_leaf.Pin, s_root.Pin], Pins(items.Where(item => item.Holder is not null)));
            Fault fault = Assert.Single(items, item => item.Fault is not null).Fault!;
            Assert.Contains($"line {1 + s_leaf.Pem.Count(c => c == '\n')}", fault.Message);
        }
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_PEM_file_in_the_encodings_of_Out_File_is_read(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);

        byte[] text = [.. encoding.GetPreamble(), .. encoding.GetBytes(s_leaf.Pem.Replace("\n", "\r\n"))];

        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(text).Pin);
    }

    [Fact]
    public void A_certificate_is_read_from_DER_from_bare_base64_and_as_a_trusted_certificate_of_OpenSSL()
    {
        byte[] trust = [0x30, 0x03, 0x0C, 0x01, 0x61];

        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(s_leaf.Der).Pin);
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(Convert.ToBase64String(s_leaf.Der)).Pin);
        string lines = Convert.ToBase64String(s_leaf.Der, Base64FormattingOptions.InsertLineBreaks);
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(lines + "\r\n").Pin);
        Assert.Equal(
            s_leaf.Pin, TestKeyFiles.One(PemEncoding.WriteString("TRUSTED CERTIFICATE", [.. s_leaf.Der, .. trust])).Pin);
    }

    [Fact]
    public void Requests_say_their_subject_and_the_names_they_ask_for()
    {
        PinRecord record = TestKeyFiles.One(Request().Pem);

        Assert.Equal(PinRecordKind.CertificateRequest, record.Kind);
        Assert.Equal("CN=host.example", record.Subject);
        Assert.Equal(["host.example", "192.0.2.1"], record.SubjectAlternativeName!);
        Assert.Equal("sha256ECDSA", record.SignatureAlgorithm);
        Assert.Equal(CertificateRole.Leaf, record.Role);
        Assert.Null(record.Issuer);
        Assert.Null(record.NotAfter);
        Assert.Null(record.DaysLeft);
        Assert.Null(record.SerialNumber);
        Assert.Null(record.Sha256Thumbprint);
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(Request().Der).Pin);
    }

    [Fact]
    public void Public_keys_are_read_as_SPKI_and_as_PKCS1()
    {
        using var rsa = RSA.Create(2048);
        string pin = SpkiPin.Of(rsa.ExportSubjectPublicKeyInfo()).ToString();
        byte[][] forms = [rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey()];

        Assert.All(forms, form => Assert.Equal((pin, PinRecordKind.PublicKey), PinAndKind(TestKeyFiles.One(form))));
        Assert.Equal(pin, TestKeyFiles.One(rsa.ExportRSAPublicKeyPem()).Pin);
        Assert.Equal(pin, TestKeyFiles.One(rsa.ExportSubjectPublicKeyInfoPem()).Pin);
        Assert.Equal(2048, TestKeyFiles.One(rsa.ExportRSAPublicKey()).KeySize);
        Assert.Null(TestKeyFiles.One(rsa.ExportRSAPublicKey()).Subject);
        Assert.Equal(CertificateRole.None, TestKeyFiles.One(rsa.ExportRSAPublicKey()).Role);
    }

    [Fact]
    public void A_record_of_a_key_is_refused_where_a_certificate_is_needed()
    {
        PinRecord record = TestKeyFiles.One(s_leaf.PublicKeyInfo);

        Assert.Equal("NotACertificate", Assert.Throws<PinningException>(() => record.ToCertificate()).Fault.Id);
        Assert.Equal("NotACertificate", Assert.Throws<PinningException>(record.GetRawCertificate).Fault.Id);
    }

    [Fact]
    public void PKCS7_gives_its_certificates_in_DER_and_PEM()
    {
        var all = new X509Certificate2Collection { s_leaf.Certificate, s_leaf.Issuer!.Certificate, s_root.Certificate };
        byte[] p7b = all.Export(X509ContentType.Pkcs7)!;
        string[] pins = [.. new[] { s_leaf, s_leaf.Issuer, s_root }.Select(one => one.Pin).Order()];

        Assert.Equal(pins, Pins(TestKeyFiles.Bytes(p7b)).Order());
        Assert.Equal(pins, Pins(TestKeyFiles.Text(PemEncoding.WriteString("PKCS7", p7b))).Order());
        Assert.Equal(pins, Pins(TestKeyFiles.Bytes(Ber.Indefinite(p7b))).Order());
    }

    [Fact]
    [Trait("Pitfall", "13")]
    public void A_bad_certificate_in_a_PKCS7_is_one_fault_among_the_others()
    {
        byte[] bad = DerWriter.Sequence(DerWriter.Integer(1));
        byte[] p7b = TestPkcs7.Of(s_leaf.Der, bad, s_root.Der);

        List<KeyFileItem> items = TestKeyFiles.Bytes(p7b);

        Assert.Equal([true, false, true], items.Select(item => item.Fault is null));
        Assert.Equal("MalformedDer", items[1].Fault!.Id);
    }

    [Fact]
    public void The_certificates_of_a_file_are_had_without_the_keys_beside_them()
    {
        string pem = s_leaf.KeyPem + s_leaf.Pem + ((ECDsa)s_leaf.Key).ExportEncryptedPkcs8PrivateKeyPem(
            "x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));

        KeyFileItem item =
            Assert.Single(CertificateFile.Read(new MemoryStream(Encoding.ASCII.GetBytes(pem)), "test"));

        Assert.Equal(s_leaf.Pin, item.Certificate!.Pin.ToString());
        Assert.Equal("NoCertificate", Assert.Throws<PinningException>(
            () => CertificateFile.Read(new MemoryStream(Encoding.ASCII.GetBytes(s_leaf.KeyPem)), "test")
                .ToList()).Fault.Id);
    }

    [Fact]
    public void Roles_of_a_file_are_what_the_certificates_claim()
    {
        TestCertificate appliance =
            TestCertificate.SelfSigned("nas.local", new() { IsAuthority = true, DnsNames = ["nas.local"] });
        var withNames = new CertificateRequest("CN=nas.local", s_key, HashAlgorithmName.SHA256);
        withNames.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("nas.local");
        withNames.CertificateExtensions.Add(names.Build());
        using X509Certificate2 both =
            withNames.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));

        Assert.Equal(
            [CertificateRole.Leaf, CertificateRole.Intermediate, CertificateRole.Root],
            TestKeyFiles.Text(s_leaf.ChainPem).Select(item => new PinRecord(item.Holder!).Role));
        Assert.Equal(CertificateRole.Leaf, TestKeyFiles.One(both.RawData).Role);
        Assert.Equal(CertificateRole.Root, TestKeyFiles.One(appliance.Der).Role);
    }

    [Theory]
    [InlineData("", "FileEmpty")]
    [InlineData("hello", "NoCertificate")]
    [InlineData("MIIB", "MalformedDer")]
    [InlineData("-----BEGIN DH PARAMETERS-----\nAAAA\n-----END DH PARAMETERS-----\n", "NoCertificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB", "PemTruncated")]
    [InlineData("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----", "PemBadBase64")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nDAFh\n-----END PRIVATE KEY-----", "MalformedDer")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMAMMAWE=\n-----END PRIVATE KEY-----", "ContentUnknown")]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011223344556677\n\nAAAA\n"
        + "-----END RSA PRIVATE KEY-----", "PasswordNeeded")]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,00\n\nAAAA\n"
        + "-----END RSA PRIVATE KEY-----", "EncryptionUnknown")]
    public void Text_that_holds_nothing_readable_says_so(string text, string fault) =>
        Assert.Equal(fault, TestKeyFiles.FaultOf(text));

    [Fact]
    public void A_PKCS7_that_is_not_signed_data_says_so() => Assert.Equal(
        "ContentUnknown", TestKeyFiles.FaultOf(
            DerWriter.Sequence(DerWriter.Oid("1.2.840.113549.1.7.3"), DerWriter.Tagged(0, DerWriter.Sequence()))));

    [Fact]
    public void A_DER_file_beyond_the_bound_is_refused_without_reading_it()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder.File("big.der")))
        {
            file.Write([0x30, 0x84]);
            file.SetLength(KeyFile.MaxDerBytes + 1L);
        }

        var error = Assert.Throws<PinningException>(
            () => KeyFile.Read(folder.File("big.der"), TestKeyFiles.Password(null)).ToList());
        Assert.Equal("FileTooLarge", error.Fault.Id);
    }

    [Fact]
    public void A_folder_is_walked_in_order_without_following_links()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("b"));
        foreach (string name in new[] { "b/2.pem", "a.CRT", "z.txt" }) File.WriteAllText(folder.File(name), "");
        if (!OperatingSystem.IsWindows()) Directory.CreateSymbolicLink(folder.File("b/up"), folder.Path);

        Assert.Equal(
            [folder.File("a.CRT"), folder.File("b/2.pem")],
            CertificateFolder.Walk(
                folder.Path, CertificateFolder.HasKnownExtension, fault => Assert.Fail(fault.Message)));
        Fault? missing = null;
        Assert.Empty(CertificateFolder.Walk(
            folder.File("nowhere"), CertificateFolder.HasKnownExtension, fault => missing = fault));
        Assert.Equal("FileUnreadable", missing!.Id);
    }

    private static (string Pin, PinRecordKind Kind) PinAndKind(PinRecord record) => (record.Pin, record.Kind);

    private static IEnumerable<string> Pins(IEnumerable<KeyFileItem> items) =>
        items.Select(item => item.Holder!.Pin.ToString());

    private static (string Pem, byte[] Der) Request()
    {
        var request = new CertificateRequest("CN=host.example", s_key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("host.example");
        names.AddIpAddress(System.Net.IPAddress.Parse("192.0.2.1"));
        request.CertificateExtensions.Add(names.Build());
        return (request.CreateSigningRequestPem() + "\n", request.CreateSigningRequest());
    }
}
