using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Certificates;

/// <summary>What a record says equals what the platform and openssl say of the same certificate.</summary>
public sealed class PlatformAgreementTests
{
    private const string Bundle = "/etc/ssl/certs/ca-certificates.crt";

    [SkippableFact]
    public void Every_certificate_of_the_systems_bundle_reads_as_the_platform_reads_it()
    {
        Skip.IfNot(File.Exists(Bundle), "there is no bundle of certificates at " + Bundle);
        PinRecord[] ours =
            [.. KeyFile.Read(Bundle, TestKeyFiles.Password(null)).Select(item => new PinRecord(item.Holder!))];
        var theirs = new X509Certificate2Collection();
        theirs.ImportFromPemFile(Bundle);

        Assert.Equal(theirs.Count, ours.Length);
        for (int i = 0; i < ours.Length; i++) AssertSame(theirs[i], ours[i]);
    }

    [SkippableFact]
    public async Task Every_pin_of_the_systems_bundle_is_the_one_openssl_computes()
    {
        Skip.IfNot(File.Exists(Bundle), "there is no bundle of certificates at " + Bundle);
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed");
        using var folder = new TemporaryFolder();
        int count = 0;
        foreach (KeyFileItem item in KeyFile.Read(Bundle, TestKeyFiles.Password(null)))
        {
            var record = new PinRecord(item.Holder!);
            string pem = PemEncoding.WriteString("CERTIFICATE", record.GetRawCertificate());
            ToolResult key = await Tool.RunAsync(openssl!, ["x509", "-noout", "-pubkey"], pem);
            ToolResult der = await Tool.RunAsync(openssl!, ["pkey", "-pubin", "-outform", "der"], key.Output);
            Assert.Equal("sha256/" + Convert.ToBase64String(SHA256.HashData(der.OutputBytes)), record.Pin);
            count++;
        }

        Assert.True(count > 50, $"only {count} certificates");
    }

    [Fact]
    public void Names_hosts_addresses_and_dates_of_a_server_certificate_read_as_the_platform_reads_them()
    {
        TestCertificate certificate = TestCertificate.Root("Root").Issue("host.example", new()
        {
            SubjectName = "CN=host.example, O=\"Example, Inc.\", C=DE",
            DnsNames = ["host.example", "*.host.example"],
            IpAddresses = [IPAddress.Loopback, IPAddress.IPv6Loopback],
            NotAfter = new DateTimeOffset(2055, 1, 2, 3, 4, 5, TimeSpan.Zero),
        });

        AssertSame(certificate.Certificate, TestKeyFiles.One(certificate.Der));
    }

    public static TheoryData<string> OddValues => new()
    {
        "", " ", " a", "a ", "a,b", "a+b", "a=b", "a\"b", "\"a\"", "a<b", "a>b", "a;b", "a#b", "#ab", "a\\b", "a'b",
        "a/b", "\u00E4\u20AC", "\U0001F600", "a  b",
    };

    [Theory]
    [MemberData(nameof(OddValues))]
    public void Odd_values_in_names_are_quoted_as_the_platform_quotes_them(string value)
    {
        AssertSameName(
            new DerSequence(Rdn(X509Name.O, new DerUtf8String("Org")), Rdn(X509Name.CN, new DerUtf8String(value))));
        // A BMPString has no characters beyond the basic plane.
        if (!value.Any(char.IsSurrogate)) AssertSameName(new DerSequence(Rdn(X509Name.CN, new DerBmpString(value))));
    }

    [Fact]
    public void Every_attribute_and_string_type_is_named_and_read_as_the_platform_does()
    {
        string[] oids =
        [
            "2.5.4.3", "2.5.4.4", "2.5.4.5", "2.5.4.6", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.10", "2.5.4.11",
            "2.5.4.12", "2.5.4.13", "2.5.4.15", "2.5.4.17", "2.5.4.20", "2.5.4.41", "2.5.4.42", "2.5.4.43", "2.5.4.44",
            "2.5.4.46", "2.5.4.65", "2.5.4.97",
            "0.9.2342.19200300.100.1.1", "0.9.2342.19200300.100.1.25",
            "1.2.840.113549.1.9.1", "1.2.840.113549.1.9.2", "1.2.840.113549.1.9.8",
            "1.3.6.1.4.1.311.60.2.1.1", "1.3.6.1.4.1.311.60.2.1.2", "1.3.6.1.4.1.311.60.2.1.3", "1.2.3.4.5",
        ];
        foreach (string oid in oids)
            AssertSameName(new DerSequence(Rdn(new DerObjectIdentifier(oid), new DerPrintableString("x"))));
        Asn1Encodable[] values =
        [
            new DerPrintableString("Plain"), new DerUtf8String("\u00DCml"), new DerIA5String("mail@host"),
            new DerT61String("Soci\u00E9t\u00E9"), new DerBmpString("\u00DCml"), new DerNumericString("123"),
            new DerVisibleString("vis"),
        ];
        foreach (Asn1Encodable value in values) AssertSameName(new DerSequence(Rdn(X509Name.CN, value)));
        AssertSameName(new DerSequence());
    }

    [Fact]
    public void Names_with_several_values_in_one_part_read_as_the_platform_reads_them()
    {
        var pair = new DerSet(
            new DerSequence(X509Name.CN, new DerUtf8String("a, b")),
            new DerSequence(X509Name.OU, new DerUtf8String("c")));
        AssertSameName(new DerSequence(
            Rdn(X509Name.C, new DerPrintableString("DE")), pair, Rdn(X509Name.O, new DerUtf8String("d"))));
    }

    [Fact]
    public void Control_characters_in_names_never_reach_the_terminal()
    {
        byte[] name = new DerSequence(Rdn(X509Name.CN, new DerUtf8String("a\u001B[31m\r\n\u202Eb"))).GetDerEncoded();

        Assert.Equal("CN=a?[31m???b", DistinguishedName.Format(new DerReader(name).Read()));
    }

    private static DerSet Rdn(DerObjectIdentifier type, Asn1Encodable value) => new(new DerSequence(type, value));

    private static void AssertSameName(Asn1Encodable name)
    {
        byte[] der = name.GetDerEncoded();

        Assert.Equal(new X500DistinguishedName(der).Name, DistinguishedName.Format(new DerReader(der).Read()));
    }

    private static void AssertSame(X509Certificate2 theirs, PinRecord ours)
    {
        Assert.Equal(theirs.Subject, ours.Subject);
        Assert.Equal(theirs.Issuer, ours.Issuer);
        Assert.Equal(theirs.SerialNumber, ours.SerialNumber);
        Assert.Equal(theirs.NotBefore.ToUniversalTime(), ours.NotBefore);
        Assert.Equal(theirs.NotAfter.ToUniversalTime(), ours.NotAfter);
        Assert.Equal(theirs.GetCertHashString(HashAlgorithmName.SHA256), ours.Sha256Thumbprint);
        Assert.Equal(SpkiPin.Of(theirs.PublicKey.ExportSubjectPublicKeyInfo()).ToString(), ours.Pin);
        X509SubjectAlternativeNameExtension? names =
            theirs.Extensions.OfType<X509SubjectAlternativeNameExtension>().SingleOrDefault();
        IEnumerable<string> expected = names is null ? []
            : names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.Equal(expected, ours.SubjectAlternativeName!);
        using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)theirs.GetRSAPublicKey() ?? theirs.GetECDsaPublicKey();
        Assert.Equal(key!.KeySize, ours.KeySize);
    }
}
