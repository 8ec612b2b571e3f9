using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Every malformed text is refused whole, with the place.</summary>
public sealed class FormatFaultTests
{
    private const string Sha1 = "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
    private const string Android = "<network-security-config><domain-config>\n<domain>a.example</domain>";
    private const string AndroidEnd = "</domain-config></network-security-config>";
    private const string TrustKit = "<key>TSKPinnedDomains</key><dict><key>a.example</key><dict>";
    private const string Apple = "<key>NSPinnedDomains</key><dict><key>a.example</key><dict>";
    private const string PlistEnd = "</dict></dict>";
    private const string Site = "<Site Domain=\"a.example\"/></PinRule></PinRules>";

    [Theory]
    // OkHttp
    [InlineData("OkHttp", Form.X1, "FormatMalformed", 1, 1)]
    [InlineData("OkHttp", "sha256/" + Form.X1 + "\n  sha256/AAAA", "PinWrongLength", 2, 3)]
    [InlineData("OkHttp", Sha1, "PinIsSha1", 1, 1)]
    [InlineData("OkHttpJava", "b.add(\"a.example\", \"sha256/AAAA\")", "PinWrongLength", 1, 20)]
    [InlineData("OkHttpJava", "b.add(\"a.example\",\n  \"" + Sha1 + "\")", "PinIsSha1", 2, 3)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(HOST, \"sha256/"
        + Form.X1 + "\")", "FormatMalformed", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example\", PIN).build()",
        "FormatMalformed", 1, 50)]
    [InlineData("OkHttpJava", "x.add(HOST, \"sha256/" + Form.X1 + "\")", "FormatMalformed", 1, 13)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example\")", "FormatMalformed", 1, 33)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a b\", \"sha256/"
        + Form.X1 + "\")", "HostInvalid", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example:443\", \"sha256/"
        + Form.X1 + "\")", "FormatMalformed", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.*.example\", \"sha256/"
        + Form.X1 + "\")", "PatternInvalid", 1, 37)]
    [InlineData("OkHttpJava", "/* .add(\"a.example\", \"sha256/" + Form.X1 + "\")", "FormatMalformed", 1, 1)]
    [InlineData("OkHttpJava", "\n x = \"unclosed\n", "FormatMalformed", 2, 6)]
    [InlineData("OkHttpJava", "x = \"\\q\"", "FormatMalformed", 1, 6)]
    [InlineData("OkHttpKotlin", "x = \"\"\"raw", "FormatMalformed", 1, 5)]
    [InlineData("OkHttpJava", "String pin = \"sha256/" + Form.X1 + "\";", "FormatMalformed", 1, 14)]
    // curl
    [InlineData("Curl", "sha256/" + Form.X1, "FormatMalformed", 1, 1)]
    [InlineData("Curl", "sha256//" + Form.X1 + "; sha256//" + Form.X2, "FormatMalformed", 1, 54)]
    [InlineData("Curl", "sha256//" + Form.X1 + ";sha256//AAAA", "PinWrongLength", 1, 54)]
    [InlineData("Curl", "--pinnedpubkey key.pem", "FormatMalformed", 1, 16)]
    [InlineData("Curl", "--pinnedpubkey 'sha256//" + Form.X1, "FormatMalformed", 1, 16)]
    [InlineData("Curl", "--pinnedpubkey x\n--pinnedpubkey y", "FormatMalformed", 2, 3)]
    [InlineData("Curl", "", "FormatMalformed", 1, 1)]
    // HPKP
    [InlineData("Hpkp", "Public-Key-Pins: pin-sha256=\"" + Form.X1 + "\"", "FormatMalformed", 1, 17)]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\"; max-age=0", "FormatMalformed", 1, 1)]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\"; max-age=x", "FormatMalformed", 1, 1)]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "; max-age=1", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\" max-age=1", "FormatMalformed", 1, 59)]
    [InlineData("Hpkp", "max-age=1; max-age=2", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "max-age=1; =x", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "pin-sha1=\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"; max-age=1", "PinIsSha1", 1, 1)]
    [InlineData("Hpkp", "pin-sha256; max-age=1", "PinEmpty", 1, 1)]
    [InlineData("Hpkp", "max-age=1", "PinSetEmpty", 1, 1)]
    [InlineData("Hpkp", "Public-Key-Pins-Maybe: max-age=1", "FormatMalformed", 1, 16)]
    [InlineData("Hpkp", "pin-sha256=\""
        + Form.X1 + "\"; max-age=1; report-uri=\"javascript:x\"", "ReportUriInvalid", 1, 1)]
    // Android
    [InlineData("Android", "<a/>", "FormatMalformed", 1, 2)]
    [InlineData("Android", Android, "FormatMalformed", 2, 27)]
    [InlineData("Android", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n" + Android + AndroidEnd, "FormatMalformed", 1, 1)]
    [InlineData("Android", "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">\n"
        + Android + AndroidEnd, "FormatMalformed", 1, 1)]
    [InlineData("Android", Android
        + "<pin-set><pin digest=\"SHA-256\">AAAA</pin></pin-set>" + AndroidEnd, "PinWrongLength", 2, 37)]
    [InlineData("Android", Android + "<pin-set><pin digest=\"SHA-1\">2jmj7l5rSw0yVb/vlWAYkK/YBwk=</pin></pin-set>"
        + AndroidEnd, "PinIsSha1", 2, 37)]
    [InlineData("Android", Android
        + "<pin-set><pin>" + Form.X1 + "</pin></pin-set>" + AndroidEnd, "FormatMalformed", 2, 37)]
    [InlineData("Android", Android
        + "<pin-set><pin digest=\"SHA-256\">C5+lpZ7tcVwmwQIMcRtPbs<!-- -->QtWLABXhQzejna0wHFr8M=</pin></pin-set>"
            + AndroidEnd, "FormatMalformed", 2, 88)]
    [InlineData("Android", Android + "<pin-set expiration=\"1.1.2027\"/>" + AndroidEnd, "FormatMalformed", 2, 28)]
    [InlineData("Android", Android + "<pin-set><x/></pin-set>" + AndroidEnd, "FormatMalformed", 2, 37)]
    [InlineData("Android", Android + "<pin-set/><pin-set/>" + AndroidEnd, "FormatMalformed", 2, 38)]
    [InlineData("Android", "<network-security-config><domain-config><domain includeSubdomains=\"yes\">a</domain>"
        + AndroidEnd, "FormatMalformed", 1, 42)]
    [InlineData("Android", "<network-security-config><domain-config><domain>*.a.example</domain>"
        + AndroidEnd, "HostInvalid", 1, 42)]
    [InlineData("Android", Android + "<domain>A.example.</domain><pin-set><pin digest=\"SHA-256\">"
        + Form.X1 + "</pin></pin-set>" + AndroidEnd, "PinSetTwice", 2, 28)]
    [InlineData("Android", "<network-security-config>text</network-security-config>x", "FormatMalformed", 1, 56)]
    [InlineData("TrustKitAndroid", Android
        + "<trustkit-config enforcePinning=\"?\"/>" + AndroidEnd, "FormatMalformed", 2, 28)]
    // Windows
    [InlineData("WindowsPinRules", "<PinRules><PinRule><Certificate Base64=\"MIIBy \u2026 QFzuM\"/>"
        + Site, "CertificateNotBase64", 1, 21)]
    [InlineData("WindowsPinRules", "<PinRules><PinRule><Certificate Base64=\"MIIB\"/>" + Site, "MalformedDer", 1, 21)]
    [InlineData("WindowsPinRules", "<PinRules NextUpdate=\"soon\"/>", "FormatMalformed", 1, 2)]
    [InlineData("WindowsPinRules", "<PinRules><PinRule><Site/></PinRule></PinRules>", "FormatMalformed", 1, 21)]
    [InlineData("WindowsPinRules", "<x/>", "FormatMalformed", 1, 1)]
    // property lists
    [InlineData("TrustKit", "<plist><dict><key>a</key></dict></plist>", "FormatMalformed", 1, 15)]
    [InlineData("TrustKit", "<plist><dict><string>a</string></dict></plist>", "FormatMalformed", 1, 15)]
    [InlineData("TrustKit", "<key>a</key><true/><key>a</key><true/>", "FormatMalformed", 1, 21)]
    [InlineData("TrustKit", "<key>a</key><set/>", "FormatMalformed", 1, 14)]
    [InlineData("TrustKit", "bplist00", "FormatMalformed", 1, 1)]
    [InlineData("TrustKit", "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist/>", "FormatMalformed", 1, 1)]
    [InlineData("TrustKit", "<key>TSKConfiguration</key><dict/>", "FormatMalformed", 1, 29)]
    [InlineData("TrustKit", "<key>TSKPinnedDomains</key><dict><key>a.example</key>\n<string/></dict>",
        "FormatMalformed", 2, 2)]
    [InlineData("TrustKit", TrustKit + "<key>TSKPublicKeyHashes</key><array>\n<string>AAAA</string></array>" + PlistEnd,
        "PinWrongLength", 2, 2)]
    [InlineData("TrustKit", TrustKit + "<key>TSKPublicKeyHashes</key><array>\n<true/></array>" + PlistEnd,
        "FormatMalformed", 2, 2)]
    [InlineData("TrustKit", TrustKit + "<key>TSKExpirationDate</key>\n<string>x</string>" + PlistEnd,
        "FormatMalformed", 2, 2)]
    [InlineData("TrustKit", TrustKit + "<key>TSKEnforcePinning</key>\n<string>NO</string>" + PlistEnd,
        "FormatMalformed", 2, 2)]
    [InlineData("Apple", "<key>NSAppTransportSecurity</key><dict/>", "FormatMalformed", 1, 35)]
    [InlineData("Apple", Apple + "<key>NSPinnedLeafIdentities</key><array>\n<dict/></array>" + PlistEnd,
        "FormatMalformed", 2, 2)]
    [InlineData("Apple", "<key>NSPinnedDomains</key><dict><key>a.example</key>\n<dict/></dict>", "PinSetEmpty", 2, 2)]
    // Chromium
    [InlineData("Chromium", "{\n\"pinsets\": [{}]}", "FormatMalformed", 2, 13)]
    [InlineData("Chromium", "{\"pinsets\": [{\"name\": \"a\"},\n{\"name\": \"a\"}]}", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "{\"pinsets\": [{\"name\": \"a\", \"static_spki_hashes\": [\n\"Nobody\"]}]}",
        "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "{\"entries\": [{}]}", "FormatMalformed", 1, 14)]
    [InlineData("Chromium", "{\"entries\": [{\"name\": \"a\", \"pins\":\n\"b\"}]}", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "{\"entries\": [{\"name\": 1}]}", "FormatMalformed", 1, 23)]
    [InlineData("Chromium", "{\"pinsets\": {} }", "FormatMalformed", 1, 13)]
    [InlineData("Chromium", "{} /* no */", "JsonMalformed", 1, 4)]
    [InlineData("Chromium", "PinsListTimestamp\nsoon", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\nsha256/AAAA", "PinWrongLength", 2, 1)]
    [InlineData("Chromium", "A\n" + Sha1, "PinIsSha1", 2, 1)]
    [InlineData("Chromium", "A", "FormatMalformed", 1, 1)]
    [InlineData("Chromium", "a b\nx", "FormatMalformed", 1, 1)]
    [InlineData("Chromium", "A\nsha256/" + Form.X1 + "\nA\nsha256/" + Form.X1, "FormatMalformed", 3, 1)]
    [InlineData("Chromium", "A\nwhat", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\nAAAA", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "MalformedDer", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----", "MalformedDer", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----", "PemBadBase64", 2, 1)]
    // TLSA
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1", "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 x " + Form.X1Hex, "FormatMalformed", 1, 31)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 4 1 1 " + Form.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0b9", "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0b9f", "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0g", "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 ( " + Form.X1Hex, "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 " + Form.X1Hex + " )", "FormatMalformed", 1, 98)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 ( ( " + Form.X1Hex + " ) )", "FormatMalformed", 1, 35)]
    [InlineData("Tlsa", "\n a TLSA 3 1 1 " + Form.X1Hex, "FormatMalformed", 2, 2)]
    [InlineData("Tlsa", "a.example. TLSA 3 1 1 " + Form.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_0._tcp.a.example. TLSA 3 1 1 " + Form.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.192.0.2.1. TLSA 3 1 1 " + Form.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TYPE52 \\# 34 030101" + Form.X1Hex, "FormatMalformed", 1, 32)]
    [InlineData("Tlsa", "_443._tcp.a.example. TYPE52 3 1 1 " + Form.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 0 0 3000", "MalformedDer", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 0 3000", "MalformedDer", 1, 1)]
    [InlineData("Tlsa", "a TXT \"open", "FormatMalformed", 1, 7)]
    [InlineData("Tlsa", "$ORIGIN", "FormatMalformed", 1, 1)]
    // hex
    [InlineData("Hex", "0b9f", "FormatMalformed", 1, 1)]
    [InlineData("Hex", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "PinIsSha1", 1, 1)]
    [InlineData("Hex", "\nsha256 Fingerprint=0B:9F", "CertificateHashFormat", 2, 1)]
    [InlineData("Base64", Form.X1 + "\nAAAA", "PinWrongLength", 2, 1)]
    [InlineData("Urllib3", "pool = HTTPSConnectionPool(\"h\",\n assert_fingerprint=\""
        + Form.X1Hex + "\")", "CertificateHashFormat", 2, 2)]
    // Firefox
    [InlineData("Firefox", "char kAFingerprint[] = 1;", "FormatMalformed", 1, 24)]
    [InlineData("Firefox", "char kAFingerprint[] =\n\"AAAA\";", "PinWrongLength", 2, 1)]
    [InlineData("Firefox", "char kAFingerprint[] = \""
        + Form.X1 + "\";\nchar kAFingerprint[] = \"" + Form.X1 + "\";", "FormatMalformed", 2, 6)]
    [InlineData("Firefox", "char kP_Data[] = { kNobodyFingerprint };", "FormatMalformed", 1, 20)]
    [InlineData("Firefox", "char kPublicKeyPinningPreloadList[] = { { \"a.example\", true, &kP } };",
        "FormatMalformed", 1, 41)]
    [InlineData("Firefox", "char kPublicKeyPinningPreloadList[] = { { \"a.example\", \"b\" } };",
        "FormatMalformed", 1, 56)]
    [InlineData("Firefox", "x kPreloadPKPinsExpirationTime = INT64_C(never);", "FormatMalformed", 1, 34)]
    // Go
    [InlineData("GoJson", "{\"Sha256Pins\": [\"AAAA\"]}", "PinWrongLength", 1, 17)]
    [InlineData("GoJson", "{\"Sha256Pins\": [1]}", "FormatMalformed", 1, 17)]
    [InlineData("GoJson", "{\"MaxAge\": 1.5}", "FormatMalformed", 1, 12)]
    [InlineData("GoJson", "{\"Created\": 1, \"MaxAge\": 9223372036854775807}", "FormatMalformed", 1, 26)]
    [InlineData("GoJson", "[]", "FormatMalformed", 1, 1)]
    [InlineData("GoJson", "{", "JsonMalformed", 1, 2)]
    // sslyze
    [InlineData("Sslyze", "{}", "FormatMalformed", 1, 1)]
    [InlineData("Sslyze", "{\"server_scan_results\": [1]}", "FormatMalformed", 1, 26)]
    [InlineData("Sslyze", "{\"server_scan_results\": [{}]}", "FormatMalformed", 1, 26)]
    [InlineData("Sslyze", "{\"server_scan_results\": [{\"server_location\": {}}]}", "FormatMalformed", 1, 46)]
    [InlineData("Sslyze", "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 0}}]}",
        "PortInvalid", 1, 72)]
    public void A_malformed_text_is_refused_with_its_place(string format, string text, string id, int line, int column)
    {
        Fault fault = Form.FaultOf(() => Form.Read(format, text, companion: "PinsListTimestamp\n0\n"));

        Assert.Equal((id, $"'test', line {line}, column {column}:"), (fault.Id, fault.Message.Split(": ")[0] + ":"));
        Assert.NotEmpty(fault.Advice);
    }

    [Fact]
    public void Chromium_without_its_second_file_is_refused() =>
        Assert.Contains(".pins", Form.FaultOf(() =>
            Form.Read("Chromium", "{\"pinsets\": [], \"entries\": []}")).Message);

    [Fact]
    public void A_scan_whose_pin_is_not_that_of_its_certificate_is_refused()
    {
        string pem = "-----BEGIN CERTIFICATE-----\\n"
            + Convert.ToBase64String(Certificates.All[0].Raw) + "\\n-----END CERTIFICATE-----";
        string text =
            "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 1}, \"scan_result\": "
                + "{\"certificate_info\": {\"result\":"
            + $"{{\"verified_certificate_chain\": [{{\"hpkp_pin\": \"{Form.X1}\", \"as_pem\": \"{pem}\"}}]}}}}}}}}]}}";

        Assert.Equal("PinCertificateDiffers", Form.FaultOf(() => Form.Read("Sslyze", text)).Id);
    }

    [Fact]
    public void Rules_of_Windows_that_contradict_each_other_are_refused()
    {
        string rule =
            $"<Certificate Base64=\"{Convert.ToBase64String(Certificates.All[0].Raw)}\"/><Site "
                + "Domain=\"a.example\"/></PinRule>";

        Fault fault = Form.FaultOf(() =>
            Form.Read("WindowsPinRules",
                $"<PinRules><PinRule Error=\"None\">{rule}\n<PinRule Error=\"Revoked\">{rule}</PinRules>"));

        Assert.Contains("line 2, column 2: the rules for 'a.example' differ", fault.Message);
    }

    [Theory]
    [InlineData("OkHttp", "sha256/" + Form.X1)]
    [InlineData("Curl", "sha256//" + Form.X1)]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\"; max-age=1")]
    [InlineData("Hex", Form.X1Hex)]
    [InlineData("Base64", Form.X1)]
    [InlineData("Firefox", "char kAFingerprint[] = \"" + Form.X1 + "\";")]
    [InlineData("GoJson", "{\"Sha256Pins\": [\"" + Form.X1 + "\"]}")]
    [InlineData("Chromium", "PinsListTimestamp\n0\nA\nsha256/" + Form.X1)]
    public void Pins_for_no_host_ask_for_one(string format, string text) =>
        Assert.Equal("HostsMissing", Form.FaultOf(() => Form.Read(format, text, null)).Id);

    [Theory]
    [InlineData("OkHttp", "# nothing")]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().build();")]
    [InlineData("Android", "<network-security-config/>")]
    [InlineData("WindowsPinRules", "<PinRules/>")]
    [InlineData("TrustKit", "<key>TSKPinnedDomains</key><dict/>")]
    [InlineData("Tlsa", "a.example. A 192.0.2.1")]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 0 1 " + Form.X1Hex)]
    [InlineData("Tlsa", "_443._udp.a.example. TLSA 3 1 1 " + Form.X1Hex)]
    [InlineData("Sslyze", "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 1}}]}")]
    [InlineData("Chromium", "{\"entries\": [{\"name\": \"a\"}]}")]
    public void A_text_without_a_pin_set_is_no_success(string format, string text) =>
        Assert.Equal("NoPins", Form.FaultOf(() => Form.Read(format, text, companion: "")).Id);

    [Fact]
    public void Texts_that_are_too_large_are_refused_at_once() =>
        Assert.Equal("TextTooLarge", Form.FaultOf(() =>
            Form.Read("OkHttp", new string(' ', ForeignFormat.MaxLength + 1))).Id);

    [Fact]
    public void Elements_that_are_too_deep_are_refused() =>
        Assert.Contains("deeper", Form.FaultOf(() =>
            Form.Read("Android", string.Concat(Enumerable.Repeat("<domain-config>", 10000)))).Message);

    [Fact]
    public void Elements_with_too_many_attributes_are_refused_before_they_cost()
    {
        string attributes = string.Concat(Enumerable.Range(0, 300_000).Select(i => $" x{i}='>'"));

        Fault fault = Form.FaultOf(() =>
            Form.Read("Android", "<!-- <a b=\"c -->\n<network-security-config" + attributes + "/>"));

        Assert.Contains("line 2, column 1: an element has more than 1000 attributes", fault.Message);
    }

    [Fact]
    public void A_flood_of_losses_is_cut_off_and_that_is_said()
    {
        string directives = string.Concat(Enumerable.Range(0, 5000).Select(i => $"x{i};"));

        IReadOnlyList<string> losses =
            Form.Read("Hpkp", $"pin-sha256=\"{Form.X1}\"; max-age=5184000; {directives}").Losses;

        Assert.Equal((FormatImport.MaxLosses + 1, "More is lost than is said here."),
            (losses.Count, losses[losses.Count - 1]));
    }

    [Fact]
    public void A_small_text_cannot_ask_for_an_enormous_number_of_pins()
    {
        const int Count = 3000;
        IEnumerable<string> pins = Enumerable.Range(0, Count).Select(i =>
        {
            byte[] pin = [.. BitConverter.GetBytes(i), .. new byte[28]];
            return $"<pin digest=\"SHA-256\">{Convert.ToBase64String(pin)}</pin>";
        });
        IEnumerable<string> domains = Enumerable.Range(0, Count).Select(i => $"<domain>h{i}.example</domain>");

        Fault fault = Form.FaultOf(() => Form.Read(
            "Android",
            $"<network-security-config><domain-config>{string.Concat(domains)}"
                + $"<pin-set>{string.Concat(pins)}</pin-set></domain-config></network-security-config>"));

        Assert.Contains("more than 1000000 pins", fault.Message);
    }

    [Fact]
    public void What_cannot_be_written_is_a_fault()
    {
        PinSet set = Form.Set("a.example", Form.X1);

        Assert.Equal("OneSetOnly", Form.FaultOf(() => Form.Write("Curl", set, Form.Set("b.example", Form.X1))).Id);
        Assert.Equal("NothingToWrite", Form.FaultOf(() => Form.Write("WindowsPinRules", set)).Id);
        Assert.Equal("NothingToWrite", Form.FaultOf(() => Form.Write("TlsaCertificate", set)).Id);
        Assert.Equal("NothingToWrite", Form.FaultOf(() => Form.Write("Tlsa", Form.Set("**.a.example", Form.X1))).Id);
        Assert.Equal("FormatNotWritable", Form.FaultOf(() => Form.Write("Sslyze", set)).Id);
        Assert.Equal("FormatNotWritable", Form.FaultOf(() => Form.Write("Urllib3", set)).Id);
    }
}
