using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Certificates;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Keys;

/// <summary>Key files of openssl and keytool: each has the pin that openssl gives its key.</summary>
public sealed class KeyFileTableTests(KeyFileTableTests.Folder folder) : IClassFixture<KeyFileTableTests.Folder>
{
    public static TheoryData<string> Rows => [.. KeyFileTable.Openssl.Keys];

    public static TheoryData<string> EncryptedRows =>
        [.. KeyFileTable.Openssl.Where(row => row.Value.Contains("-passout")).Select(row => row.Key)];

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public async Task A_key_file_of_openssl_has_the_pin_of_its_key(string row)
    {
        (string file, string pin) = await folder.MakeAsync(row);

        PinRecord record = TestKeyFiles.One(await File.ReadAllBytesAsync(file), KeyFileTable.Password);
        Assert.Equal((pin, PinRecordKind.PrivateKey), (record.Pin, record.Kind));
    }

    [SkippableTheory]
    [MemberData(nameof(EncryptedRows))]
    public async Task No_other_password_opens_it(string row)
    {
        (string file, _) = await folder.MakeAsync(row);
        byte[] data = await File.ReadAllBytesAsync(file);

        Assert.Equal("PasswordNeeded", TestKeyFiles.FaultOf(data));
        Assert.Equal("PasswordWrong", TestKeyFiles.FaultOf(data, "another"));
    }

    [SkippableFact]
    public async Task A_key_on_each_curve_of_openssl_has_its_pin_with_its_point_and_without()
    {
        string openssl = OpenSsl();
        ToolResult list = await Tool.RunAsync(openssl, ["ecparam", "-list_curves"]);
        string[] curves = [.. list.Output.Split('\n').Where(line => line.Contains(':')).Select(line => line.Split(':')[0].Trim())];
        Assert.True(curves.Length > 5);

        var failed = new List<string>();
        foreach (string curve in curves)
        {
            string key = folder.File("curve.pem"), bare = folder.File("bare.pem");
            ToolResult made = await Tool.RunAsync(openssl, ["ecparam", "-genkey", "-noout", "-name", curve, "-out", key]);
            // The groups of IKE have no object identifier.
            if (made.ExitCode != 0 || curve.StartsWith("Oakley", StringComparison.Ordinal)) continue;
            await Tool.RunAsync(openssl, ["ec", "-no_public", "-in", key, "-out", bare]);
            string pin = await Folder.PinOfAsync(key);
            foreach (string file in new[] { key, bare })
            {
                KeyFileItem item = TestKeyFiles.Text(await File.ReadAllTextAsync(file)).Single();
                if (item.Holder?.Pin.ToString() != pin) failed.Add($"{curve}, {Path.GetFileName(file)}: {item.Fault?.Message}");
            }
        }

        Assert.Empty(failed);
    }

    [SkippableTheory]
    [InlineData("RSA", "2048", "")]
    [InlineData("RSA", "2048", "-J-Dkeystore.pkcs12.legacy")]
    [InlineData("EC", "256", "")]
    [InlineData("EC", "521", "")]
    [InlineData("DSA", "2048", "")]
    [InlineData("Ed25519", "", "")]
    [InlineData("Ed448", "", "")]
    [InlineData("EC", "256", "-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA512")]
    [InlineData("EC", "256", "-J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithHmacSHA512AndAES_128")]
    public async Task A_keystore_of_keytool_has_the_pins_of_its_certificate_and_its_key(string algorithm, string size, string option)
    {
        string? keytool = Tool.Find("keytool");
        Skip.If(keytool is null, "keytool is not installed");
        string openssl = OpenSsl();
        string store = folder.File("keytool.p12");
        File.Delete(store);
        string[] common = ["-storetype", "PKCS12", "-keystore", store, "-storepass", "changeit", "-alias", "a"];
        ToolResult made = await Tool.RunAsync(keytool!,
            ["-genkeypair", "-keyalg", algorithm, .. size.Length > 0 ? new[] { "-keysize", size } : [], "-dname", "CN=a",
                .. option.Length > 0 ? new[] { option } : [], .. common], timeout: TimeSpan.FromMinutes(2));
        Skip.IfNot(made.ExitCode == 0, "this keytool cannot: " + made.Output + made.Error);
        ToolResult certificate = await Tool.RunAsync(
            keytool!, ["-exportcert", "-rfc", .. common], timeout: TimeSpan.FromMinutes(2));
        ToolResult key = await Tool.RunAsync(openssl, ["x509", "-pubkey", "-noout"], certificate.Output);
        string pin = TestKeyFiles.One(key.Output).Pin;

        byte[] data = await File.ReadAllBytesAsync(store);
        PinRecord record = TestKeyFiles.One(data, "changeit");
        Assert.Equal((pin, PinRecordKind.Certificate), (record.Pin, record.Kind));
        // The key by itself: what a request for it needs.
        var password = new KeyPassword(TestKeyFiles.Secure("changeit"), new KeyWork { KeepsPrivateKeys = true });
        KeyFileItem[] items = [.. KeyFile.Read(new MemoryStream(data), "test", password, certificatesOnly: false)];
        Assert.Equal([pin, pin], items.Select(item => item.Fault?.Message ?? item.Holder!.Pin.ToString()));
    }

    private static string OpenSsl()
    {
        string? openssl = Tool.Find("openssl");
        Skip.If(openssl is null, "openssl is not installed");
        return openssl!;
    }

    /// <summary>The keys that the rows are made from, made once.</summary>
    public sealed class Folder : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public void Dispose() => _folder.Dispose();

        internal string File(string name) => _folder.File(name);

        internal async Task<(string File, string Pin)> MakeAsync(string row)
        {
            string openssl = OpenSsl();
            string[] line = KeyFileTable.Openssl[row];
            string key = await BaseAsync(openssl, line[0]);
            string file = File("row");
            System.IO.File.Delete(file);
            ToolResult made = await Tool.RunAsync(openssl,
                line.Skip(1).Select(part => part == "BASE" ? key : part == "FILE" ? file : part));
            Skip.IfNot(made.ExitCode == 0, "this openssl cannot: " + made.Error);
            return (file, await PinOfAsync(key, row.Contains("compressed") ? "compressed" : row.Contains("hybrid") ? "hybrid" : null));
        }

        /// <param name="key">A key without a password.</param>
        /// <param name="form">The form of its point if it is not the usual one.</param>
        internal static async Task<string> PinOfAsync(string key, string? form = null)
        {
            ToolResult half = await Tool.RunAsync(OpenSsl(), form is null
                ? ["pkey", "-in", key, "-pubout", "-outform", "der"]
                : ["ec", "-in", key, "-conv_form", form, "-pubout", "-outform", "der"]);
            return SpkiPin.Of(half.OutputBytes).ToString();
        }

        private async Task<string> BaseAsync(string openssl, string name)
        {
            string key = File(name + ".pem");
            if (System.IO.File.Exists(key)) return key;
            if (name == "dsa")
                await Tool.RunAsync(openssl,
                    ["genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-out", File("dsa.params")]);
            ToolResult made = await Tool.RunAsync(openssl, ["genpkey", "-out", key,
                .. KeyFileTable.Bases[name].Select(part => part == "dsa.params" ? File(part) : part)]);
            Skip.IfNot(made.ExitCode == 0, "this openssl cannot: " + made.Error);
            return key;
        }
    }
}
