using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using Xunit;
using static PinningTools.Tests.Verification.Offline;

namespace PinningTools.Tests.Verification;

/// <summary>Bundles given as trust anchors: their roots are anchors, and the rest helps to build.</summary>
public sealed class TrustBundleTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Root");
    private static readonly TestCertificate s_intermediate = s_root.IssueAuthority("Intermediate");
    private static readonly TestCertificate s_leaf = s_intermediate.Issue("localhost");

    [Fact]
    public async Task What_the_server_does_not_send_is_taken_from_the_bundle()
    {
        PinVerdict verdict = await CheckAsync([s_leaf], [s_intermediate, s_root], [s_intermediate]);

        Assert.True(verdict.Passed, verdict.Message);
        Assert.Equal(CertificateRole.Intermediate, verdict.MatchedRole);
        Assert.Equal([true, false, false], verdict.Chain.Select(record => record.SentByServer == true));
    }

    [Fact]
    public async Task No_path_ends_in_what_only_helps()
    {
        TestCertificate other = TestCertificate.Root("Other");

        PinVerdict verdict = await CheckAsync([s_leaf], [other, s_intermediate], [s_intermediate]);

        Assert.Equal(
            (Verdict.UntrustedChain, VerdictReason.MissingIntermediate), (verdict.Verdict, verdict.Reason));
        var error = Assert.Throws<PinningException>(() => Anchors(s_intermediate, s_leaf));
        Assert.Equal("AnchorNotSelfIssued", error.Fault.Id);
    }

    [Fact]
    public async Task A_root_whose_names_differ_in_their_strings_is_an_anchor()
    {
        TestCertificate mixed = NameKeyTests.MixedRoot();
        TestCertificate leaf = mixed.Issue("localhost");

        PinVerdict verdict = await CheckAsync([leaf], [mixed], [mixed]);

        Assert.True(verdict.Passed, verdict.Message);
    }

    [Fact]
    public async Task A_rollover_certificate_beside_its_root_helps()
    {
        TestCertificate renewed = TestCertificate.Root("Root");
        TestCertificate rollover = renewed.CrossSign(s_root);
        TestCertificate leaf = renewed.Issue("localhost");

        TrustSettings trust = Anchors(rollover, s_root);

        Assert.Equal([s_root.Der], trust.Anchors.Select(anchor => anchor.Raw));
        Assert.Equal([rollover.Der], trust.Helpers.Select(helper => helper.Raw));
        Assert.True((await CheckAsync(Presented([leaf]), trust, [s_root])).Passed);
    }

    [Fact]
    public void What_helps_is_part_of_what_makes_two_policies_the_same()
    {
        Assert.NotEqual(Anchors(s_root).Key, Anchors(s_root, s_intermediate).Key);
        Assert.Equal([s_intermediate.Der], Anchors(s_root, s_intermediate).WithRevocation().Helpers.Select(one => one.Raw));
    }

    [Fact]
    public async Task A_pin_set_keeps_a_bundle()
    {
        var set = new PinSet(HostPattern.Parse("localhost"))
        {
            Trust = TrustMode.Anchors,
            TrustAnchors = [Convert.ToBase64String(s_intermediate.Der), Convert.ToBase64String(s_root.Der)],
            Pins = [new PinSetPin(SpkiPin.Parse(s_root.Pin))],
        };

        PinSet read = PinSetJson.Read(PinSetJson.Write(set), "test");
        PinSet without = set with { TrustAnchors = [set.TrustAnchors[0]] };

        Assert.Equal(set.TrustAnchors, read.TrustAnchors);
        Assert.True((await CheckAsync(Presented([s_leaf]), PinPolicy.From(read).Trust, [s_root])).Passed);
        Assert.Equal(
            "AnchorNotSelfIssued",
            Assert.Throws<PinningException>(() => PinSetJson.Read(PinSetJson.Write(without), "test")).Fault.Id);
    }

    [Fact]
    public async Task The_front_door_for_CSharp_takes_a_bundle()
    {
        await using ArbitraryChainServer server = ArbitraryChainServer.Start(s_leaf);
        var verifier = new PinVerifier { TrustAnchors = [s_intermediate.Certificate, s_root.Certificate] };

        Assert.True((await verifier.CheckAsync([SpkiPin.Parse(s_root.Pin)], "localhost", server.Port)).Passed);
    }

    public static TheoryData<string, byte[], string> OtherFiles()
    {
        using var rsa = RSA.Create(2048);
        byte[] list = new CertificateRevocationListBuilder().Build(
            s_root.Certificate, 1, DateTimeOffset.UtcNow.AddDays(1), HashAlgorithmName.SHA256);
        byte[] request = new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSigningRequest();
        var hard = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var files = new TheoryData<string, byte[], string>
        {
            { "NoCertificate", Text(s_root.KeyPem), "it is a private key" },
            { "NoCertificate", rsa.ExportPkcs8PrivateKey(), "it is a private key" },
            { "NoCertificate", rsa.ExportRSAPrivateKey(), "it is a private key" },
            { "NoCertificate", rsa.ExportSubjectPublicKeyInfo(), "it is a public key" },
            { "NoCertificate", Text(rsa.ExportSubjectPublicKeyInfoPem()), "it is a public key" },
            { "NoCertificate", request, "it is a certificate request (CSR)" },
            { "NoCertificate", Pem("CERTIFICATE REQUEST", request), "it is a certificate request (CSR)" },
            { "ContentUnknown", list, "it is a certificate revocation list (CRL)" },
            { "NoCertificate", Pem("X509 CRL", list), "it is a certificate revocation list (CRL)" },
            { "CertificatesEncrypted", s_root.Certificate.Export(X509ContentType.Pfx, "secret"), "PKCS#12" },
            { "CertificatesEncrypted", rsa.ExportEncryptedPkcs8PrivateKey("secret", hard), "with a password" },
            {
                "NoCertificate", Text(rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", hard)),
                "it is an encrypted private key"
            },
            { "NoCertificate", Text("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here\n"), "an OpenSSH public key" },
            { "NoCertificate", Pem("OPENSSH PRIVATE KEY", [1, 2, 3]), "an OpenSSH private key" },
            { "NoCertificate", [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], "a Java keystore" },
            { "NoCertificate", Text("<!DOCTYPE html><html>"), "a web page" },
            { "NoCertificate", Text("[section]\nkey = value\n"), "no certificate, request or key" },
        };
        return files;
    }

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void A_file_without_certificates_is_told_for_what_it_is(string fault, byte[] contents, string what)
    {
        var error = Assert.Throws<PinningException>(() =>
        {
            foreach (KeyFileItem item in CertificateFile.Read(new MemoryStream(contents), "file"))
                throw new PinningException(item.Fault!);
        });

        Assert.Equal(fault, error.Fault.Id);
        Assert.Contains(what, error.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("'file'", error.Fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Pem(string label, byte[] data) => Text(PemEncoding.WriteString(label, data));
}
