using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using Xunit;

namespace PinningTools.Tests.Certificates;

/// <summary>An intact certificate in the frames that programs, mails and people put around it.</summary>
public sealed class CertificateFormTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_leaf = s_root.IssueAuthority("Test CA").Issue("host.example");
    private static readonly string s_base64 = Convert.ToBase64String(s_leaf.Der);

    public static TheoryData<string, string> Frames => new()
    {
        { "one line", $"-----BEGIN CERTIFICATE-----{s_base64}-----END CERTIFICATE-----" },
        { "one line with blanks", $"-----BEGIN CERTIFICATE----- {s_base64} -----END CERTIFICATE-----\n" },
        { "blanks for lines", s_leaf.Pem.Trim().Replace("\n", " ") },
        { "indented", Indent(s_leaf.Pem, "    ") },
        { "indented with tabs", Indent(s_leaf.Pem, "\t") },
        { "YAML", "data:\n  cert: |\n" + Indent(s_leaf.Pem, "    ") },
        { "a value of YAML", "cert: " + s_leaf.Pem },
        { "quoted mail", Indent(s_leaf.Pem, "> ") },
        { "CR alone", s_leaf.Pem.Replace('\n', '\r') },
        { "CR alone, bare", Lines(s_base64).Replace('\n', '\r') },
        { "literal \\n", s_leaf.Pem.Replace("\n", "\\n") },
        { "literal \\r\\n", s_leaf.Pem.Replace("\n", "\\r\\n") },
        { "literal \\n, bare", Lines(s_base64).Replace("\n", "\\n") },
        { "JSON", $"{{\"a\":1,\"cert\":\"{Json(s_leaf.Pem)}\"}}" },
        { "JSON in JSON", $"{{\"cert\":\"{s_leaf.Pem.Replace("\n", "\\\\n")}\"}}" },
        { "code of C", string.Join("\n", s_leaf.Pem.Trim().Split('\n').Select(line => $"  \"{line}\\n\"")) + ";" },
        { "code of Java", string.Join(" +\n", s_leaf.Pem.Trim().Split('\n').Select(line => $"\"{line}\\n\"")) + ";" },
        { "code of JavaScript", string.Join(" +\n", s_leaf.Pem.Trim().Split('\n').Select(line => $"'{line}\\n'")) },
        { "no END line", s_leaf.Pem.Replace("-----END CERTIFICATE-----\n", "") },
        { "a secret of Kubernetes in YAML", $"data:\n  ca.crt: {Base64(s_leaf.Pem)}\nkind: Secret\n" },
        { "a secret of Kubernetes in JSON", $"{{\"data\":{{\"tls.crt\":\"{Base64(s_leaf.Pem)}\"}}}}" },
        { "headers", Headers(s_leaf.Pem, "Proc-Type: 4,MIC-CLEAR\nContent-Domain: RFC822\n\n") },
        { "a folded header", Headers(s_leaf.Pem, "Originator-Certificate: x\n AAAABBBBCCCC\n\n") },
        { "a header without a blank line", Headers(s_leaf.Pem, "Comment: ours\n") },
        { "zero-width spaces", "\u200B" + s_leaf.Pem.Replace("\n", "\u200B\n") },
        { "no-break spaces", s_leaf.Pem.Replace("\n", "\u00A0\n") },
        { "dashes of a word processor", s_leaf.Pem.Replace("-----", "\u2014\u2014-") },
        { "a label in lower case", s_leaf.Pem.Replace("BEGIN CERTIFICATE", "begin certificate") },
        { "no padding", s_leaf.Pem.Replace("=", "") },
        { "escaped for a URI, as nginx does", Uri.EscapeDataString(s_leaf.Pem) },
        { "base64 of PEM, as in a secret of Kubernetes", Base64(s_leaf.Pem) },
        { "another label of a certificate", s_leaf.Pem.Replace(" CERTIFICATE", " X.509 CERTIFICATE") },
        { "the label of a request", s_leaf.Pem.Replace(" CERTIFICATE", " CERTIFICATE REQUEST") },
        { "the label of PKCS#7", s_leaf.Pem.Replace(" CERTIFICATE", " PKCS7") },
        { "labels that differ", s_leaf.Pem.Replace("END CERTIFICATE", "END X509 CERTIFICATE") },
        { "a comment that names the frame", "# -----BEGIN CERTIFICATE-----\n" + s_leaf.Pem },
        { "prose that names the frame", "It begins with -----BEGIN CERTIFICATE----- as always.\n" + s_leaf.Pem },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "certificate revocation list", Pem("X509 CRL", Crl()) },
        { "certificate revocation list", Pem("CERTIFICATE", Crl()) },
        { "DH PARAMETERS", "-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n" },
        { "OpenSSH", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@here\n" },
        { "OpenSSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n" },
        { "PGP", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQEN\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n" },
        { "web page", "<!DOCTYPE html>\n<html><body>Sign in</body></html>\n" },
        { "JSON", "{\"kty\":\"RSA\",\"n\":\"AQAB\"}\n" },
        { "XML", "<?xml version=\"1.0\"?><a/>\n" },
        { "PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\n" },
        { "END line", Lines(s_base64) + "-----END CERTIFICATE-----\n" },
        { "URL-safe alphabet", "-----BEGIN CERTIFICATE-----\nMIIB-_\n-----END CERTIFICATE-----\n" },
        { "hexadecimal", "-----BEGIN CERTIFICATE-----\n30:82:01:0a\n-----END CERTIFICATE-----\n" },
        { "commented out", Indent(s_leaf.Pem, "# ") },
        { "enclosed in other characters", s_leaf.Pem.Replace("\n", "$\n") },
        { "hexadecimal", Convert.ToHexString(s_leaf.Der) },
        { "data URI", "data:application/x-x509-ca-cert;base64," + s_base64 },
        { "LDIF", "dn: cn=a\nuserCertificate;binary:: " + s_base64 + "\n" },
        { "URL-safe alphabet", s_base64.Replace('+', '-').Replace('/', '_').TrimEnd('=') + "-_" },
        { "pins", "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\n" },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void An_intact_certificate_is_read_whatever_is_around_it(string frame, string text)
    {
        Assert.NotEmpty(frame);
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One(text).Pin);
    }

    [Theory]
    [MemberData(nameof(Frames))]
    public void UTF_16_needs_no_mark(string frame, string text)
    {
        Assert.NotEmpty(frame);
        foreach (bool big in new[] { true, false })
        {
            byte[] data = new UnicodeEncoding(big, byteOrderMark: false).GetBytes(text.Replace('\u200B', ' '));
            Assert.Equal(s_leaf.Pin, TestKeyFiles.One(data).Pin);
        }
    }

    [Fact]
    public void Whatever_the_base64_is_its_frame_comes_off_and_nothing_else()
    {
        var random = new Random(20);
        for (int i = 0; i < 500; i++)
        {
            byte[] data = new byte[random.Next(40, 400)];
            random.NextBytes(data);
            // Lines that begin and end in what is also written between the strings of source code.
            if (i % 2 == 0) Array.Fill(data, (byte)0xFB);
            string pem = PemEncoding.WriteString("CERTIFICATE", data) + "\n";
            string[] lines = pem.Trim().Split('\n');
            string[] texts =
            [
                string.Join(" +\n", lines.Select(line => $"\"{line}\\n\"")),
                string.Join(" + ", lines.Select(line => $"\"{line}\"")),
                string.Join(" +\n", lines.Select(line => $"'{line}\\n'")),
                string.Join(" + ", lines.Select(line => $"'{line}'")),
                string.Join("\n", lines.Select(line => $"  \"{line}\\n\"")),
                "\"" + string.Join("\\n\" +\n + \"", lines) + "\"",
                Json(pem), Indent(pem, "> "), pem.Replace("\n", "\\r\\n"),
            ];
            foreach (string text in texts)
                Assert.Equal(data, Assert.Single(PemReader.Read(new System.IO.StringReader(text), "test")).Data);
        }
    }

    [Fact]
    public async Task A_text_that_is_made_to_take_long_does_not()
    {
        const int Many = 4_000_000;
        string[] texts =
        [
            new('-', Many), "-----BEGIN CERTIFICATE-----\n" + new string('\\', Many) + "\n-----END CERTIFICATE-----\n",
            "-----BEGIN" + string.Concat("%", string.Concat(Enumerable.Repeat("25", Many / 2)), "20CERTIFICATE-----"),
            string.Concat(Enumerable.Repeat("-----BEGIN A----- b ", Many / 20)), new string('"', Many),
            "-----BEGIN CERTIFICATE-----\n" + string.Concat(Enumerable.Repeat("\" +", Many / 3)) + "\n-----END CERTIFICATE-----",
        ];
        await Task.Run(() =>
        {
            foreach (string text in texts) Assert.NotEmpty(TestKeyFiles.FaultOf(text));
            Assert.False(SpkiPin.TryParse(new string('"', Many), out _));
        }).WaitAsync(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void A_file_of_AD_CS_is_read_by_its_content_whatever_its_label()
    {
        var all = new X509Certificate2Collection { s_leaf.Certificate, s_leaf.Issuer!.Certificate, s_root.Certificate };
        string base64 = Lines(Convert.ToBase64String(all.Export(X509ContentType.Pkcs7)!)).Replace("\n", "\r\n");
        string[] pins = [.. new[] { s_leaf, s_leaf.Issuer, s_root }.Select(one => one.Pin).Order()];
        foreach (string label in new[] { "CERTIFICATE", "PKCS7", "CERTIFICATE CHAIN", "PKCS #7 SIGNED DATA" })
        {
            string text = $"-----BEGIN {label}-----\r\n{base64}-----END {label}-----\r\n";

            Assert.Equal(pins, TestKeyFiles.Text(text).Select(item => item.Holder!.Pin.ToString()).Order());
        }
    }

    [Fact]
    public void Several_blocks_of_one_line_are_all_read()
    {
        string chain = s_leaf.ChainPem.Replace("\n", "\\n");
        string many = string.Concat(Enumerable.Repeat(chain, 60));

        Assert.Equal(3, TestKeyFiles.Text(chain).Count(item => item.Fault is null));
        // Far longer than what a reader of lines holds at once.
        List<KeyFileItem> items = TestKeyFiles.Text($"{{\"chain\":\"{many}\"}}");
        Assert.Equal((180, 180), (items.Count, items.Count(item => item.Fault is null)));
        Assert.Equal(180, TestKeyFiles.Text(many.Replace("\\n", "\r")).Count(item => item.Fault is null));
    }

    [Fact]
    public void A_key_under_the_wrong_label_is_read_and_what_is_no_key_is_not()
    {
        using var rsa = RSA.Create(2048);
        string pin = SpkiPin.Of(rsa.ExportSubjectPublicKeyInfo()).ToString();

        Assert.Equal(pin, TestKeyFiles.One(Pem("PUBLIC KEY", rsa.ExportRSAPublicKey())).Pin);
        Assert.Equal(pin, TestKeyFiles.One(Pem("RSA PUBLIC KEY", rsa.ExportSubjectPublicKeyInfo())).Pin);
        Assert.Equal(pin, TestKeyFiles.One(Pem("RSA PRIVATE KEY", rsa.ExportPkcs8PrivateKey())).Pin);
        // The two numbers of Diffie-Hellman parameters look like a modulus and an exponent.
        Assert.Equal("NoCertificate", TestKeyFiles.FaultOf(Pem("DH PARAMETERS", rsa.ExportRSAPublicKey())));
        Assert.Equal("NoCertificate", TestKeyFiles.FaultOf(Pem("WHATEVER", rsa.ExportRSAPublicKey())));
    }

    [Fact]
    public void DER_with_line_ends_or_more_DER_behind_it_is_read()
    {
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One([.. s_leaf.Der, 0x0D, 0x0A]).Pin);
        Assert.Equal(s_leaf.Pin, TestKeyFiles.One([.. s_leaf.Der, 0, 0, 0, 0]).Pin);
        Assert.Equal([s_leaf.Pin, s_root.Pin],
            TestKeyFiles.Bytes([.. s_leaf.Der, .. s_root.Der]).Select(item => item.Holder!.Pin.ToString()));
        List<KeyFileItem> items = TestKeyFiles.Bytes([.. s_leaf.Der, 1, 2, 3]);
        Assert.Equal(s_leaf.Pin, items[0].Holder!.Pin.ToString());
        Fault left = Assert.Single(items.Skip(1)).Fault!;
        Assert.Equal("BytesLeftOver", left.Id);
        Assert.Contains("3 bytes", left.Message);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_stays_refused_is_told_by_the_form_that_was_seen(string form, string text) =>
        Assert.Contains(form, FaultIn(Encoding.UTF8.GetBytes(text)).Message);

    [Theory]
    [InlineData("Java keystore", "FEEDFEED00000002")]
    [InlineData("Java keystore", "CECECECE00000002")]
    [InlineData("serialized certificate store", "0000000043455254")]
    [InlineData("ZIP", "504B03040A00")]
    [InlineData("gzip", "1F8B0800")]
    [InlineData("PVK", "1EF1B5B000000000")]
    [InlineData("binary property list", "62706C6973743030")]
    public void Binary_files_of_other_kinds_are_told_by_name(string form, string hex)
    {
        Fault fault = FaultIn(Hex.TryParse(hex)!);

        Assert.Contains(form, fault.Message);
        Assert.NotEmpty(fault.Advice);
    }

    [Fact]
    public void A_revocation_list_in_DER_is_told_as_one()
    {
        Fault fault = FaultIn(Crl());

        Assert.Equal("ContentUnknown", fault.Id);
        Assert.Contains("certificate revocation list", fault.Message);
    }

    [Fact]
    public void An_encrypted_key_is_told_on_one_line_too() =>
        Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(
            "-----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\nDEK-Info: DES-EDE3-CBC,0011223344556677\\n\\nAAAA\\n"
                + "-----END RSA PRIVATE KEY-----"));

    private static Fault FaultIn(byte[] data)
    {
        try
        {
            return Assert.Single(TestKeyFiles.Bytes(data)).Fault!;
        }
        catch (PinningException error)
        {
            return error.Fault;
        }
    }

    private static byte[] Crl() => new CertificateRevocationListBuilder().Build(
        s_root.Certificate, 1, DateTimeOffset.UtcNow.AddDays(7),
        HashAlgorithmName.SHA256);

    private static string Pem(string label, byte[] der) => PemEncoding.WriteString(label, der) + "\n";

    private static string Lines(string base64) =>
        string.Concat(base64.Chunk(64).Select(part => new string(part) + "\n"));

    private static string Indent(string text, string with) =>
        string.Concat(text.Trim().Split('\n').Select(line => with + line + "\n"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));

    private static string Headers(string pem, string headers) =>
        pem.Replace("-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n" + headers);

    /// <summary>As PHP and .NET write it.</summary>
    private static string Json(string text) =>
        text.Replace("\n", "\\n").Replace("/", "\\/").Replace("+", "\\u002B").Replace("=", "\\u003D");
}
