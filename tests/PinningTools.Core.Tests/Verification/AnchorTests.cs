using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Keys;
using PinningTools.Tests.PinSets;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Verification;

/// <summary>
/// Limits on the trust in an anchor, in its certificate or stored with it, are kept, or the anchor is refused.
/// </summary>
public sealed class AnchorTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";
    private const string Mail = "1.3.6.1.5.5.7.3.4";
    private const string Any = "2.5.29.37.0";
    private const string Java = "2.16.840.1.113894.746875.1.1";
    private const string Windows = "1.3.6.1.4.1.311.10.11.";

    private static readonly TestCertificate s_root = TestCertificate.Root("Root");

    [Theory]
    [InlineData("", "", true)]
    [InlineData(Server, "", true)]
    [InlineData(Any, "", true)]
    [InlineData(Client + " " + Server, "", true)]
    [InlineData("", Mail, true)]
    [InlineData(Server, Mail, true)]
    [InlineData("", Server, false)]
    [InlineData("", Any, false)]
    [InlineData("", Mail + " " + Server, false)]
    [InlineData(Server, Server, false)]
    [InlineData(Server, Any, false)]
    [InlineData(Any, Server, false)]
    [InlineData(Client, "", false)]
    [InlineData(Mail + " " + Client, "", false)]
    public void A_TRUSTED_CERTIFICATE_is_an_anchor_where_OpenSSL_takes_it_for_one(
        string trusted, string rejected, bool isAnchor)
    {
        byte[] aux = DerWriter.Sequence(
        [
            .. trusted.Length == 0 ? [] : new[] { DerWriter.Sequence(Oids(trusted)) },
            .. rejected.Length == 0 ? [] : new[] { DerWriter.Tagged(0, Oids(rejected)) },
            DerWriter.Utf8String("alias"), DerWriter.OctetString([1, 2]),
        ]);

        AssertAnchor(isAnchor, Trusted(aux));
        Assert.Equal(s_root.Pin, TestKeyFiles.One(Trusted(aux)).Pin);
    }

    [Fact]
    public void What_cannot_be_read_is_not_taken_for_trust()
    {
        byte[] empty = DerWriter.Sequence(DerWriter.Sequence());
        byte[] other = DerWriter.Sequence(DerWriter.Tagged(1, DerWriter.Sequence(DerWriter.Oid(Server))));
        byte[][] broken = [empty, other, DerWriter.Sequence(DerWriter.Integer(1)), [0x30], DerWriter.Null(),
            [.. DerWriter.Sequence(), 0], [.. DerWriter.Sequence(), .. DerWriter.Sequence()]];

        Assert.All(broken, aux => AssertAnchor(false, Trusted(aux)));
        AssertAnchor(true, Trusted(DerWriter.Sequence()));
        AssertAnchor(true, Trusted([]));
    }

    [SkippableTheory]
    [InlineData("-addreject serverAuth", false)]
    [InlineData("-addreject anyExtendedKeyUsage", false)]
    [InlineData("-addtrust clientAuth", false)]
    [InlineData("-addtrust emailProtection -addreject clientAuth", false)]
    [InlineData("-addtrust serverAuth", true)]
    [InlineData("-addtrust anyExtendedKeyUsage", true)]
    [InlineData("-addreject clientAuth -setalias name", true)]
    public async Task Openssl_and_this_module_agree(string options, bool isAnchor)
    {
        Skip.If(Tool.Find("openssl") is null, "openssl is not installed");
        using var folder = new TemporaryFolder();
        s_root.WritePem(folder.File("root.pem"));
        s_root.Issue("host.example").WritePem(folder.File("leaf.pem"));
        string trusted = folder.File("trusted.pem");
        await Tool.RunAsync(
            "openssl", ["x509", "-in", folder.File("root.pem"), "-trustout", "-out", trusted, .. options.Split(' ')]);
        ToolResult verified = await Tool.RunAsync("openssl",
            ["verify", "-purpose", "sslserver", "-no-CApath", "-no-CAstore", "-CAfile", trusted,
                folder.File("leaf.pem")]);

        Assert.Equal(isAnchor, verified.ExitCode == 0);
        AssertAnchor(isAnchor, File.ReadAllText(trusted));
    }

    [Fact]
    public void One_that_is_restricted_among_others_refuses_them_all_by_its_name()
    {
        byte[] aux = DerWriter.Sequence(DerWriter.Tagged(0, Oids(Server)));
        string others = TestCertificate.Root("First").Pem + Trusted(aux);

        PinningException error = Assert.Throws<PinningException>(() => Anchors(Encoding.ASCII.GetBytes(others)));

        Assert.Equal("AnchorNarrowed", error.Fault.Id);
        Assert.Contains("CN=Root", error.Fault.Message, StringComparison.Ordinal);
        Assert.Contains("rejects serverAuth", error.Fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CERTIFICATE")]
    [InlineData("X509 CERTIFICATE")]
    [InlineData("TRUSTED CERTIFICATE")]
    public void An_object_of_p11_kit_is_no_anchor(string label)
    {
        string text = "# by p11-kit\n[p11-kit-object-v1]\nclass: certificate\nx-distrusted: true\n"
            + PemEncoding.WriteString(label, s_root.Der) + "\n";

        AssertAnchor(false, text);
        AssertAnchor(false, text + s_root.Pem);
        AssertAnchor(true, text.Replace("[p11-kit-object-v1]", "p11-kit", StringComparison.Ordinal));
        Assert.Equal(s_root.Pin, TestKeyFiles.One(text).Pin);
    }

    [Theory]
    [InlineData(Java, Any, true)]
    [InlineData(Java, Server, true)]
    [InlineData(Java, Mail, false)]
    [InlineData(Java, "", false)]
    [InlineData(Windows + "11", "", true)]
    [InlineData(Windows + "84", "", false)]
    [InlineData(Windows + "104", "", false)]
    [InlineData(Windows + "122", "", false)]
    [InlineData("1.2.840.113549.1.9.20", "", true)]
    [InlineData("1.2.840.113549.1.9.21", "", true)]
    [InlineData("1.3.6.1.4.1.99999.1", "", false)]
    public void What_a_PFX_says_of_a_certificate_is_kept(string attribute, string values, bool isAnchor)
    {
        byte[] pfx = TestPkcs12.Of(
            [TestPkcs12.CertificateBag(s_root.Der, TestPkcs12.Attribute(attribute, Oids(values)))]);

        AssertAnchor(isAnchor, pfx);
        Assert.Equal(s_root.Pin, TestKeyFiles.One(pfx).Pin);
    }

    [Theory]
    [InlineData(Server, true)]
    [InlineData(Mail, false)]
    public void The_use_that_Windows_gave_a_root_is_kept(string use, bool isAnchor)
    {
        byte[] value = DerWriter.OctetString(DerWriter.Sequence(Oids(use)));

        AssertAnchor(isAnchor, TestPkcs12.Of(
            [TestPkcs12.CertificateBag(s_root.Der, TestPkcs12.Attribute(Windows + "9", value))]));
        AssertAnchor(false, TestPkcs12.Of(
            [TestPkcs12.CertificateBag(s_root.Der, TestPkcs12.Attribute(Windows + "9", DerWriter.Null()))]));
    }

    [Theory]
    [InlineData(Server, true)]
    [InlineData(Any, true)]
    [InlineData(Client + " " + Server, true)]
    [InlineData(Mail, false)]
    [InlineData(Client + " " + Mail, false)]
    public void The_extended_key_usage_of_a_root_is_kept(string uses, bool isAnchor)
    {
        byte[] root = SelfSigned(new X509Extension("2.5.29.37", DerWriter.Sequence(Oids(uses)), critical: false));

        AssertAnchor(isAnchor, root);
        string set = "{\"pattern\":\"a.example\",\"trust\":\"Anchors\",\"trustAnchors\":[\""
            + Convert.ToBase64String(root) + "\"],\"pins\":[{\"pin\":\"" + s_root.Pin + "\"}]}";
        if (isAnchor) PinSetJson.Read(JsonReader.Parse(set, "test"), "test");
        else Assert.Throws<PinningException>(() => PinSetJson.Read(JsonReader.Parse(set, "test"), "test"));
    }

    [Fact]
    public void A_root_whose_extensions_cannot_be_read_is_no_anchor()
    {
        AssertAnchor(false, SelfSigned(new X509Extension("2.5.29.37", DerWriter.Integer(5), critical: false)));
    }

    [Theory]
    [InlineData("other.example", false)]
    [InlineData("host.example", true)]
    public void The_name_constraints_of_a_root_bind_what_it_issues(string permitted, bool isValid)
    {
        byte[] name = DerWriter.Element(DerTag.Context(2), Encoding.ASCII.GetBytes(permitted));
        byte[] value = DerWriter.Sequence(DerWriter.Tagged(0, DerWriter.Sequence(name)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = SelfSigned(key, new X509Extension("2.5.29.30", value, critical: true));
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=host.example", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("host.example");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = request.Create(root, root.NotBefore, root.NotAfter, [1]);

        BuiltChain chain = ChainBuilder.Build(
            PresentedChain.From([DerCertificate.Parse(leaf.RawData)]),
            TrustSettings.FromAnchors([DerCertificate.Parse(root.RawData)]), DateTime.UtcNow);

        Assert.Equal(isValid, chain.IsValid);
        if (!isValid) Assert.Equal(VerdictReason.ConstraintViolated, ChainReasons.Of(chain));
    }

    private static byte[][] Oids(string uses) =>
        [.. uses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(DerWriter.Oid)];

    private static string Trusted(byte[] aux) =>
        PemEncoding.WriteString("TRUSTED CERTIFICATE", [.. s_root.Der, .. aux]) + "\n";

    private static byte[] SelfSigned(X509Extension extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = SelfSigned(key, extension);
        return root.RawData;
    }

    private static X509Certificate2 SelfSigned(ECDsa key, X509Extension extension)
    {
        var request = new CertificateRequest("CN=Odd Root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static TrustSettings Anchors(byte[] file) => TrustSettings.FromAnchors(
        [.. CertificateFile.Read(new MemoryStream(file), "test").Select(item => item.Certificate!)]);

    private static void AssertAnchor(bool isAnchor, string file) =>
        AssertAnchor(isAnchor, Encoding.ASCII.GetBytes(file));

    private static void AssertAnchor(bool isAnchor, byte[] file)
    {
        if (isAnchor) Assert.NotEmpty(Anchors(file).Anchors);
        else Assert.Equal("AnchorNarrowed", TestSets.FaultOf(() => Anchors(file)));
    }
}
