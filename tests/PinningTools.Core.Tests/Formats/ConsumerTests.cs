using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>What is written is read by the programs it is meant for, or by ones that know the form.</summary>
public sealed class ConsumerTests : IDisposable
{
    private const int Rounds = 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Curl_accepts_the_exported_list_and_refuses_another_key()
    {
        string curl = Need("curl");
        TestCertificate root = TestCertificate.Root("root.example");
        TestCertificate leaf = root.Issue("localhost");
        await using HttpTestServer server = await HttpTestServer.StartAsync(leaf);
        root.WritePem(_folder.File("root.pem"));

        async Task<int> Ask(params string[] pins)
        {
            string list = TestFormats.Write("Curl", TestFormats.Set("localhost", pins)).Content.Trim();
            return (
                await Tool.RunAsync(curl, ["-sS", "--noproxy", "*", "--cacert", _folder.File("root.pem"),
                    "--pinnedpubkey", list, "-o", _folder.File("body"), $"https://localhost:{server.Port}/"])).ExitCode;
        }

        Assert.Equal(0, await Ask(TestFormats.X1, leaf.Pin));
        Assert.Equal(90, await Ask(TestFormats.X1, TestFormats.X2));
    }

    [SkippableTheory]
    [InlineData("TrustKit")]
    [InlineData("Apple")]
    public async Task A_property_list_is_read_by_plistlib(string format)
    {
        string python = Need("python3");
        for (int seed = 0; seed < Rounds; seed++)
        {
            PinSet[] sets = new GeneratedSets(seed).Fitting((ForeignFormat)TestFormats.Get(format));
            const string Script = """
                import plistlib, sys
                root = plistlib.loads(sys.stdin.buffer.read())
                if 'TSKConfiguration' in root: domains = root['TSKConfiguration']['TSKPinnedDomains']
                else: domains = root['NSAppTransportSecurity']['NSPinnedDomains']
                for name, domain in domains.items():
                    apple = domain.get('NSPinnedCAIdentities', []) + domain.get('NSPinnedLeafIdentities', [])
                    pins = domain.get('TSKPublicKeyHashes') or [one['SPKI-SHA256-BASE64'] for one in apple]
                    print(name, domain.get('TSKIncludeSubdomains', domain.get('NSIncludesSubdomains')) is True, *pins)
                """;

            ToolResult result = await Tool.RunAsync(python, ["-c", Script], TestFormats.Write(format, sets).Content);

            Assert.Equal(
                Told(
                    sets, set =>
                        $"{set.Hosts.Host} {set.Hosts.Kind == HostPatternKind.AnyDepth} "
                            + $"{string.Join(" ", Base64(set))}"), Lines(result));
        }
    }

    [SkippableTheory]
    [InlineData("Android", "string(count(//domain-config/pin-set/pin[@digest='SHA-256']))")]
    [InlineData("TrustKitAndroid", "string(count(//domain-config[trustkit-config/@enforcePinning]/pin-set/pin))")]
    [InlineData("WindowsPinRules", "string(count(/PinRules/PinRule/Certificate[@Base64]))")]
    [InlineData(
        "TrustKit",
        "string(count(//key[.='TSKPublicKeyHashes']/following-sibling::array[1]/string[contains(., "
            + "'=')]) - count(//key[.='TSKReportUris']/following-sibling::array[1]/string[contains(., '=')]))")]
    public async Task XML_is_read_by_xmllint(string format, string path)
    {
        string xmllint = Need("xmllint");
        for (int seed = 0; seed < Rounds; seed++)
        {
            PinSet[] sets = new GeneratedSets(seed).Fitting((ForeignFormat)TestFormats.Get(format));

            ToolResult result =
                await Tool.RunAsync(xmllint, ["--nonet", "--xpath", path, "-"], TestFormats.Write(format, sets).Content);

            Assert.Equal((0, sets.Sum(set => set.Entries.Count)
                .ToString(System.Globalization.CultureInfo.InvariantCulture)), (result.ExitCode, result.Output.Trim()));
        }
    }

    [SkippableFact]
    public async Task Records_are_read_by_ldns_and_what_it_prints_is_read_here()
    {
        string ldns = Need("ldns-read-zone");
        for (int seed = 0; seed < Rounds; seed++)
        {
            PinSet[] sets = new GeneratedSets(seed).Fitting((ForeignFormat)TestFormats.Get("Tlsa"));
            string zone = "example. 3600 IN SOA ns.example. me.example. 1 2 3 4 5\n" + TestFormats.Write("Tlsa", sets).Content;
            File.WriteAllText(_folder.File("zone"), zone);

            ToolResult result = await Tool.RunAsync(ldns, [_folder.File("zone")]);
            ToolResult generic = await Tool.RunAsync(ldns, ["-u", "TLSA", _folder.File("zone")]);

            Assert.True(result.ExitCode == 0, result.Error);
            Assert.Equal(Told(sets, set => TestFormats.Text([Sorted(set)])),
                Told(TestFormats.Read("Tlsa", result.Output, null).Sets, set => TestFormats.Text([Sorted(set)])));
            if (generic.ExitCode == 0 && generic.Output.Contains("TYPE52"))
                Assert.Equal(sets.Sum(set => set.Entries.Count),
                    TestFormats.Read(null, generic.Output, null).Sets.Sum(set => set.Entries.Count));
        }
    }

    [SkippableFact]
    public async Task The_code_for_OkHttp_compiles_and_gives_the_pins_back()
    {
        string javac = Need("javac");
        string java = Need("java");
        PinSet[] sets = new GeneratedSets(1).Fitting(OkHttpCodeFormat.Java);
        File.WriteAllText(_folder.File("CertificatePinner.java"), """
            public class CertificatePinner {
                public static class Builder {
                    public Builder add(String pattern, String... pins) {
                        System.out.println(pattern + " " + String.join(" ", pins));
                        return this;
                    }
                    public CertificatePinner build() { return new CertificatePinner(); }
                }
            }
            """);
        File.WriteAllText(_folder.File("Main.java"),
            "public class Main { public static void main(String[] a) { CertificatePinner pinner = "
                + TestFormats.Write("OkHttpJava", sets).Content + " } }");

        ToolResult compiled = await Tool.RunAsync(javac, ["-d", _folder.Path, _folder.File("CertificatePinner.java"),
            _folder.File("Main.java")], timeout: TimeSpan.FromMinutes(2));
        ToolResult run = await Tool.RunAsync(java, ["-cp", _folder.Path, "Main"], timeout: TimeSpan.FromMinutes(2));

        Assert.True(compiled.ExitCode == 0, compiled.Error);
        Assert.Equal(
            Told(sets, set => $"{set.Pattern} {string.Join(" ", set.Entries.Select(pin => pin.Pin))}"), Lines(run));
    }

    [SkippableFact]
    public async Task The_header_for_Firefox_compiles()
    {
        string? compiler = Tool.Find("g++") ?? Tool.Find("c++") ?? Tool.Find("clang++");
        Skip.If(compiler is null, "no C++ compiler is installed");
        PinSet[] sets = new GeneratedSets(3).Fitting((ForeignFormat)TestFormats.Get("Firefox"));
        File.WriteAllText(_folder.File("pins.cc"), "#include <stddef.h>\ntypedef long long PRTime;\n"
            + TestFormats.Write("Firefox", sets).Content);

        ToolResult result =
            await Tool.RunAsync(compiler, ["-fsyntax-only", _folder.File("pins.cc")], timeout: TimeSpan.FromMinutes(2));

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [SkippableTheory]
    [InlineData(
        "Chromium",
        "for e in root['entries']: print(e['name'], e['include_subdomains'], "
            + "*[s for p in root['pinsets'] if p['name'] == e['pins'] for s in p['static_spki_hashes']])")]
    [InlineData("GoJson", "print('example.com', root['IncludeSubDomains'], *root['Sha256Pins'])")]
    public async Task JSON_is_read_by_Python(string format, string script)
    {
        string python = Need("python3");
        PinSet[] sets = new GeneratedSets(5).Fitting((ForeignFormat)TestFormats.Get(format));
        var names = new PinNames(sets);

        ToolResult result = await Tool.RunAsync(python,
            ["-c", "import json, sys\nroot = json.load(sys.stdin)\n" + script], TestFormats.Write(format, sets).Content);

        Assert.Equal(
            Told(
                sets, set =>
                    $"{(format == "GoJson" ? "example.com" : set.Hosts.Host)} "
                        + $"{set.Hosts.Kind == HostPatternKind.AnyDepth} "
                        + $"{string.Join(" ", format == "GoJson" ? Base64(set) : set.Entries.Select(names.Of))}"),
            Lines(result));
    }

    [SkippableFact]
    public async Task Pins_by_openssl_are_read_here_in_each_of_its_forms()
    {
        string openssl = Need("openssl");
        TestCertificate leaf = TestCertificate.SelfSigned("a.example");
        File.WriteAllBytes(_folder.File("key.der"), leaf.PublicKeyInfo);
        leaf.WritePem(_folder.File("cert.pem"));

        ToolResult hex = await Tool.RunAsync(openssl, ["dgst", "-sha256", _folder.File("key.der")]);
        ToolResult fingerprint = await Tool.RunAsync(openssl,
            ["x509", "-noout", "-fingerprint", "-sha256", "-in", _folder.File("cert.pem")]);

        Assert.Equal(leaf.Pin, Assert.Single(TestFormats.Read(null, hex.Output).Sets[0].Entries).Pin);
        Assert.Equal("CertificateHashFormat", TestFormats.FaultOf(() => TestFormats.Read(null, fingerprint.Output)).Id);
    }

    private static string Need(string tool)
    {
        string? path = Tool.Find(tool);
        Skip.If(path is null, $"{tool} is not installed");
        return path;
    }

    [SkippableFact]
    public async Task A_store_is_valid_by_its_published_schema_and_a_wrong_one_is_not()
    {
        string? python = await PythonWithSchemasAsync();
        Skip.If(python is null, "python3-jsonschema is not installed");
        for (int seed = 0; seed < Rounds; seed++)
            Assert.Equal(0, await ValidateAsync(TestFormats.Text(new GeneratedSets(seed).Wild(20))));

        string good = TestFormats.Text([TestFormats.Set("example.com", TestFormats.X1)]);
        Assert.Equal(0, await ValidateAsync(good));
        Assert.Equal(1, await ValidateAsync(good.Replace("\"pinStore\": 1", "\"pinStore\": 2")));
        Assert.Equal(1, await ValidateAsync(good.Replace("\"pattern\"", "\"patern\"")));
        Assert.Equal(1, await ValidateAsync(good.Replace("sha256/", "sha1/")));
        Assert.Equal(1, await ValidateAsync(good.Replace("\"pins\"", "\"mode\": \"Off\", \"pins\"")));

        async Task<int> ValidateAsync(string store)
        {
            const string Script = """
                import json, jsonschema, sys
                schema = json.load(open(sys.argv[1]))
                kind = jsonschema.validators.validator_for(schema)
                kind.check_schema(schema)
                sys.exit(0 if kind(schema).is_valid(json.load(sys.stdin)) else 1)
                """;
            string schema = Repository.File("docs", "pin-store.schema.json");
            return (await Tool.RunAsync(python, ["-c", Script, schema], store)).ExitCode;
        }
    }

    /// <summary>The first Python on the path, or the system's own, which has the system's packages.</summary>
    private static async Task<string?> PythonWithSchemasAsync()
    {
        foreach (string? python in new[] { Tool.Find("python3"), "/usr/bin/python3" })
            if (File.Exists(python) && (await Tool.RunAsync(python, ["-c", "import jsonschema"])).ExitCode == 0)
                return python;
        return null;
    }

    private static PinSet Sorted(PinSet set) =>
        set.WithPins(set.Entries.OrderBy(pin => pin.Pin, StringComparer.Ordinal));

    private static IEnumerable<string> Base64(PinSet set) =>
        set.Entries.Select(pin => Convert.ToBase64String(pin.Value.ToByteArray()));

    private static string[] Told(IEnumerable<PinSet> sets, Func<PinSet, string> tell) =>
        [.. sets.Select(tell).Order(StringComparer.Ordinal)];

    private static string[] Lines(ToolResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Order(StringComparer.Ordinal)];
    }
}
