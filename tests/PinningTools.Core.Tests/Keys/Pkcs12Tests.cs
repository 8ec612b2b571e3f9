using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Keys;

public sealed class Pkcs12Tests
{
    private static readonly TestCertificate s_root = TestCertificate.Root("Test Root");
    private static readonly TestCertificate s_leaf = s_root.Issue("host.example");

    [Theory]
    [InlineData("secret")]
    [InlineData("p\u00E4ssword \u20AC")]
    [InlineData("")]
    public void A_PFX_of_NET_gives_its_certificates_and_the_no_second_time_the_pin_of_its_key(string password)
    {
        byte[] pfx = new X509Certificate2Collection { s_leaf.Certificate, s_root.Certificate }.Export(
            X509ContentType.Pfx, password)!;

        AssertLeafAndRoot(TestKeyFiles.Bytes(pfx, password));
        AssertLeafAndRoot(TestKeyFiles.Bytes(Ber.Indefinite(pfx), password));
        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(pfx, "other"));
        if (password.Length > 0) Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(pfx));
    }

    [Fact]
    public void A_PFX_without_a_password_needs_none()
    {
        byte[] pfx = new X509Certificate2Collection { s_leaf.Certificate, s_root.Certificate }.Export(
            X509ContentType.Pfx, null)!;

        AssertLeafAndRoot(TestKeyFiles.Bytes(pfx));
        AssertLeafAndRoot(TestKeyFiles.Bytes(pfx, ""));
    }

    [SkippableFact]
    public async Task A_PFX_with_a_key_alone_gives_its_public_half()
    {
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed");
        using var folder = new TemporaryFolder();
        s_leaf.WriteTo(folder.Path);
        await Tool.RunAsync(openssl!, ["pkcs12", "-export", "-nocerts", "-inkey", folder.File("key.pem"), "-out",
            folder.File("a.pfx"), "-passout", "pass:secret"]);

        PinRecord record = TestKeyFiles.One(await File.ReadAllBytesAsync(folder.File("a.pfx")), "secret");

        Assert.Equal((s_leaf.Pin, PinRecordKind.PrivateKey), (record.Pin, record.Kind));
    }

    [SkippableTheory]
    [InlineData("aes")]
    [InlineData("legacy")]
    [InlineData("unencrypted")]
    [InlineData("nomac")]
    public async Task A_PFX_of_openssl_is_read(string form)
    {
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed");
        using var folder = new TemporaryFolder();
        s_leaf.WriteTo(folder.Path);
        string[] options = form switch
        {
            "legacy" => ["-legacy"],
            "unencrypted" => ["-certpbe", "NONE", "-keypbe", "NONE"],
            "nomac" => ["-nomac"],
            _ => [],
        };
        ToolResult made = await Tool.RunAsync(openssl!, ["pkcs12", "-export", "-in", folder.File("chain.pem"), "-inkey",
            folder.File("key.pem"), "-out", folder.File("a.pfx"), "-passout", "pass:secret", .. options]);
        Skip.IfNot(made.ExitCode == 0, "this openssl cannot: " + made.Error);
        byte[] pfx = await File.ReadAllBytesAsync(folder.File("a.pfx"));

        AssertLeafAndRoot(TestKeyFiles.Bytes(pfx, "secret"));
        if (form != "unencrypted") Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(pfx, "other"));
    }

    private static void AssertLeafAndRoot(List<KeyFileItem> items)
    {
        Assert.Equal([], items.Where(item => item.Fault is not null).Select(item => item.Fault!.Message));
        Assert.Equal(
            new[] { s_leaf.Pin, s_root.Pin }.Order(),
            items.Select(item => item.Certificate!.Pin.ToString()).Order());
    }
}
