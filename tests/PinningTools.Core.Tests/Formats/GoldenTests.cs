using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Documents as they are published, and what they mean.</summary>
public sealed class GoldenTests
{
    private const string Spki1 = "w3y7Yg3RzkAyhCeBoLHm71YRnuuUW87AAR/DVpLMTw4=";
    private const string Good1 = "Nn8jk5By4Vkq6BeOVZ7R7AC6XUUBZsWmUbJR1f1Y5FY=";

    private static readonly PinSet s_both = Form.Set("**.example.com", Form.X1, Form.X2);

    [Fact]
    public void An_OkHttp_builder_in_Java()
    {
        string text = Form.Lines(
            "new CertificatePinner.Builder()",
            $"    .add(\"**.example.com\", \"sha256/{Form.X1}\", \"sha256/{Form.X2}\")",
            "    .build();");

        Assert.Equal(text, Form.Write("OkHttpJava", s_both).Content);
        Assert.Equal(Form.Text([s_both]), Form.Text(Form.Read(null, text).Sets));
    }

    [Fact]
    public void An_OkHttp_builder_in_Kotlin_over_several_lines_with_comments()
    {
        string text = Form.Lines(
            "val client = OkHttpClient.Builder() // .add(\"no.example\", \"sha256/AAAA\")",
            "    .addInterceptor(logging)",
            "    .certificatePinner(",
            "        CertificatePinner.Builder()",
            "            /* outer /* .add(\"no.example\", \"sha256/AAAA\") */ still a comment */",
            "            .add(",
            "                \"**.example.com\", // everything",
            $"                \"sha256/{Form.X1}\",",
            $"                \"sha256/\" + \"{Form.X2}\",",
            "            )",
            "            .build())",
            "    .build()");

        Assert.Equal(Form.Text([s_both]), Form.Text(Form.Read(null, text).Sets));
        Assert.StartsWith("CertificatePinner.Builder()\n    .add(", Form.Write("OkHttpKotlin", s_both).Content,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"sha256//{Form.X1};sha256//{Form.X2}\n")]
    [InlineData($"--pinnedpubkey 'sha256//{Form.X1};sha256//{Form.X2}'")]
    [InlineData($"curl -sS --pinnedpubkey \"sha256//{Form.X1};sha256//{Form.X2}\" https://example.com/")]
    [InlineData($"pinnedpubkey = \"sha256//{Form.X1};sha256//{Form.X2}\"\n")]
    [InlineData(
        $"curl --proxy-pinnedpubkey sha256//AAAA --pinnedpubkey sha256//{Form.X1};sha256//{Form.X2} "
            + "https://example.com/")]
    public void A_list_of_curl(string text) =>
        Assert.Equal(Form.Text([s_both]), Form.Text(Form.Read("Curl", text, "**.example.com").Sets));

    [Fact]
    public void The_list_curl_gets_has_no_blanks() =>
        Assert.Equal($"sha256//{Form.X1};sha256//{Form.X2}\n",
            Form.Write("Curl", Form.Set("example.com", Form.X1, Form.X2)).Content);

    [Fact]
    public void An_HPKP_header()
    {
        string text =
            $"Public-Key-Pins: pin-sha256=\"{Form.X1}\"; pin-sha256=\"{Form.X2}\"; max-age=5184000; "
                + "includeSubDomains\n";

        Assert.Equal(text, Form.Write("Hpkp", s_both).Content);
        FormatReading reading = Form.Read(null, text);
        Assert.Equal(Form.Text([s_both]), Form.Text(reading.Sets));
        Assert.Empty(reading.Losses);
    }

    [Fact]
    public void The_report_only_header_of_RFC_7469_with_its_report_URI()
    {
        string text =
            $"Public-Key-Pins-Report-Only: max-age=2592000; pin-sha256=\"{Form.X1}\"; pin-sha256=\"{Form.X2}\"; "
                + "report-uri=\"https://other.example.net/pkp-report\"";

        PinSet set = Assert.Single(Form.Read(null, text).Sets);

        Assert.Equal(PinSetMode.ReportOnly, set.Mode);
        Assert.Equal("https://other.example.net/pkp-report", set.ReportUri);
        Assert.Equal("example.com", set.Pattern);
    }

    [Fact]
    public void An_Android_configuration()
    {
        string text = Form.Lines(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<network-security-config>",
            "  <domain-config>",
            "    <domain includeSubdomains=\"true\">example.com</domain>",
            "    <pin-set expiration=\"2027-01-01\">",
            $"      <pin digest=\"SHA-256\">{Form.X1}</pin>",
            $"      <pin digest=\"SHA-256\">{Form.X2}</pin>",
            "    </pin-set>",
            "  </domain-config>",
            "</network-security-config>");

        FormatReading reading = Form.Read(null, text);
        PinSet set = Assert.Single(reading.Sets);

        Assert.Equal(new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), set.Expires);
        Assert.Equal(ExpiredAction.Unpinned, set.OnExpired);
        Assert.Empty(reading.Losses);
        Assert.Equal(text, Form.Write("Android", set).Content);
    }

    [Fact]
    public void Nested_Android_domains_inherit_and_what_is_lost_is_said()
    {
        string text = Form.Lines(
            "<network-security-config>",
            "  <base-config><trust-anchors><certificates src=\"user\" "
                + "overridePins=\"TRUE\"/></trust-anchors></base-config>",
            "  <domain-config cleartextTrafficPermitted=\"false\">",
            "    <domain includeSubdomains=\"True\">example.com</domain>",
            $"    <pin-set><pin digest=\"SHA-256\">{Form.X1}</pin></pin-set>",
            "    <domain-config><domain>api.example.com</domain></domain-config>",
            "    <domain-config><domain>cdn.example.com</domain><pin-set/></domain-config>",
            "  </domain-config>",
            "</network-security-config>");

        FormatReading reading = Form.Read(null, text);

        Assert.Equal(["**.example.com", "api.example.com"], reading.Sets.Select(set => set.Pattern));
        Assert.All(reading.Sets, set => Assert.Equal("sha256/" + Form.X1, Assert.Single(set.Entries).Pin));
        Assert.Contains(reading.Losses, loss => loss.Contains("overridePins"));
        Assert.Contains(reading.Losses, loss => loss.Contains("cdn.example.com"));
    }

    [Fact]
    public void A_TrustKit_configuration_for_Android()
    {
        string text = Form.Lines(
            "<network-security-config>",
            "  <domain-config>",
            "    <domain includeSubdomains=\"true\">www.datatheorem.com</domain>",
            "    <pin-set>",
            $"      <pin digest=\"SHA-256\">{Form.X1}</pin>",
            $"      <pin digest=\"SHA-256\">{Form.X2}</pin>",
            "    </pin-set>",
            "    <trustkit-config enforcePinning=\"false\">",
            "      <report-uri>http://report.datatheorem.com/log_report</report-uri>",
            "    </trustkit-config>",
            "  </domain-config>",
            "</network-security-config>");

        PinSet set = Assert.Single(Form.Read(null, text).Sets);

        Assert.Equal(PinSetMode.ReportOnly, set.Mode);
        Assert.Equal("http://report.datatheorem.com/log_report", set.ReportUri);
    }

    [Fact]
    public void The_TrustKit_example_of_its_README_as_a_property_list()
    {
        string text = Plist(
            "<key>TSKSwizzleNetworkDelegates</key><false/>",
            "<key>TSKPinnedDomains</key><dict><key>www.datatheorem.com</key><dict>",
            "<key>TSKExpirationDate</key><string>2017-12-01</string><key>TSKPublicKeyHashes</key><array>",
            "<string>HXXQgxueCIU5TTLHob/bPbwcKOKw6DkfsTWYHbxbqTY=</string>",
            "<string>0SDf3cRToyZJaMsoS17oF72VMavLxj/N7WBNasNuiR8=</string></array>",
            "<key>TSKEnforcePinning</key><false/><key>TSKReportUris</key><array>",
            "<string>http://report.datatheorem.com/log_report</string></array></dict>",
            "<key>yahoo.com</key><dict><key>TSKPublicKeyHashes</key><array>",
            "<string>TQEtdMbmwFgYUifM4LDF+xgEtd0z69mPGmkp014d6ZY=</string>",
            "<string>rFjc3wG7lTZe43zeYTvPq8k4xdDEutCmIhI5dn4oCeE=</string></array>",
            "<key>TSKIncludeSubdomains</key><true/></dict></dict>");

        PinSet[] sets =
            [.. Form.Read(null, text.Replace("<dict><key>TSKSw", "<dict><key>TSKConfiguration</key><dict><key>TSKSw")
                .Replace("</dict></plist>", "</dict></dict></plist>")).Sets];

        Assert.Equal(["www.datatheorem.com", "**.yahoo.com"], sets.Select(set => set.Pattern));
        Assert.Equal([PinSetMode.ReportOnly, PinSetMode.Enforce], sets.Select(set => set.Mode));
        Assert.Equal(new DateTime(2017, 12, 1, 0, 0, 0, DateTimeKind.Utc), sets[0].Expires);
        Assert.Equal(4, sets.Sum(set => set.Entries.Count));
    }

    [Fact]
    public void An_excerpt_of_a_TrustKit_configuration()
    {
        string text = "<key>TSKConfiguration</key><dict><key>TSKPinnedDomains</key><dict><key>example.com</key><dict>\n"
            + "  <key>TSKIncludeSubdomains</key><true/><key>TSKEnforcePinning</key><true/>\n"
            + "  <key>TSKExpirationDate</key><string>2027-01-01</string>\n"
            + $"  <key>TSKPublicKeyHashes</key><array><string>{Form.X1}</string><string>{Form.X2}</string></array>"
            + "</dict></dict></dict>";

        PinSet set = Assert.Single(Form.Read(null, text).Sets);

        Assert.Equal(
            Form.Text([s_both with { Expires = new DateTime(2027, 1, 1), OnExpired = ExpiredAction.Unpinned }]),
            Form.Text([set]));
    }

    [Fact]
    public void Apple_pinned_domains()
    {
        string text =
            "<key>NSAppTransportSecurity</key><dict><key>NSPinnedDomains</key><dict><key>example.com</key><dict>\n"
            + "  <key>NSIncludesSubdomains</key><true/>\n  <key>NSPinnedCAIdentities</key><array>\n"
            + $"    <dict><key>SPKI-SHA256-BASE64</key><string>{Form.X1}</string></dict>\n"
            + $"    <dict><key>SPKI-SHA256-BASE64</key><string>{Form.X2}</string></dict>\n  "
            + "</array></dict></dict></dict>";

        FormatReading reading = Form.Read(null, text);

        PinSet set = Assert.Single(reading.Sets);
        Assert.Equal("**.example.com", set.Pattern);
        Assert.All(set.Entries, pin => Assert.Equal(PinRole.Intermediate, pin.Role));
        Assert.Empty(reading.Losses);
    }

    [Fact]
    public void Chromium_unit_test_lists_with_comments_vetoes_and_a_report_URI()
    {
        string json = Form.Lines(
            "// This is a HSTS preload list for net_unittests.",
            "{",
            "  \"pinsets\": [",
            "    { \"name\": \"withoutRejectedPins\", \"static_spki_hashes\": [\"TestSPKI1\", \"GoodPin1\"] },",
            "    { \"name\": \"withRejectedPins\", \"static_spki_hashes\": [\"GoodPin1\"], "
                + "\"bad_static_spki_hashes\": [\"TestSPKI1\"] },",
            "    { \"name\": \"withReportUri\", \"static_spki_hashes\": [\"GoodPin1\"], \"report_uri\": "
                + "\"http://report-uri.preloaded.test/pkp\" }",
            "  ],",
            "  \"entries\": [",
            "    { \"name\": \"hsts-preloaded.test\", \"policy\": \"test\", \"mode\": \"force-https\" },",
            "    { \"name\": \"no-rejected-pins-pkp.preloaded.test\", \"policy\": \"test\", \"pins\": "
                + "\"withoutRejectedPins\" },",
            "    { \"name\": \"rejected.test\", \"include_subdomains\": true, \"pins\": \"withRejectedPins\" }, "
                + "// a comment",
            "    { \"name\": \"with-report-uri-pkp.preloaded.test\", \"policy\": \"test\", \"pins\": "
                + "\"withReportUri\" }",
            "  ]",
            "}");
        string pins = Form.Lines("# Having a timestamp is required", "PinsListTimestamp", "0", "", "TestSPKI1",
            "sha256/" + Spki1, "", "GoodPin1", "sha256/" + Good1);

        PinSet[] sets = [.. Form.Read(null, json, null, pins).Sets];

        Assert.Equal(["no-rejected-pins-pkp.preloaded.test", "**.rejected.test", "with-report-uri-pkp.preloaded.test"],
            sets.Select(set => set.Pattern));
        Assert.Equal(["TestSPKI1", "GoodPin1"], sets[0].Entries.Select(pin => pin.Note));
        Assert.Equal("sha256/" + Spki1, Assert.Single(sets[1].Entries, pin => pin.Bad).Pin);
        Assert.Equal("http://report-uri.preloaded.test/pkp", sets[2].ReportUri);
        FormatWriting again = Form.Write("Chromium", sets);
        Assert.Empty(again.Losses);
        Assert.Equal(Form.Text(sets), Form.Text(Form.ReadBack("Chromium", again).Sets));
    }

    [Fact]
    public void The_pins_file_of_Chromium_alone()
    {
        string text = $"PinsListTimestamp\n0\n\nISRGRootX1\nsha256/{Form.X1}\n";

        PinSetPin pin = Assert.Single(Assert.Single(Form.Read(null, text).Sets).Entries);

        Assert.Equal(("sha256/" + Form.X1, "ISRGRootX1"), (pin.Pin, pin.Note));
        Assert.Equal(text,
            Form.Write("Chromium", Form.Set("example.com", Form.X1) with { Pins = [pin] }).Companion!.Value.Content);
    }

    [Theory]
    [InlineData($"_443._tcp.example.com. IN TLSA 2 1 1 {Form.X1Hex}\n", PinRole.Root)]
    [InlineData($"_443._tcp.example.com. 3600 IN TLSA 3 1 1 {Form.X1Hex}\n", PinRole.Leaf)]
    [InlineData(
        "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA a b (1 2 3 4 5) ; ( comment\n  TXT \"TLSA ; "
            + "(\"\n_443._tcp TLSA 1 1 1 ( ; the key\n  0B9FA5A59EED715C26C1020C711B4F6E\n  "
            + "C42D58B0015E14337A39DAD301C5AFC3 )\n", PinRole.Leaf)]
    [InlineData($"_443._TCP.Example.com. IN 300 TYPE52 \\# 35 000101 {Form.X1Hex}\n", PinRole.Intermediate)]
    public void TLSA_records(string text, PinRole role)
    {
        PinSet set = Assert.Single(Form.Read(null, text, null).Sets);

        Assert.Equal("example.com:443", set.Pattern);
        Assert.Equal(("sha256/" + Form.X1, role), (Assert.Single(set.Entries).Pin, set.Entries[0].Role));
    }

    [Fact]
    public void TLSA_records_are_written_by_the_role()
    {
        PinSetPin root = Form.Pin(Form.X1) with { Role = PinRole.Root };
        PinSetPin leaf = Form.Pin(Form.X2) with { Role = PinRole.Leaf };
        PinSet set = Form.Set("example.com:443") with { Pins = [root, leaf] };

        Assert.Equal(
            $"_443._tcp.example.com. IN TLSA 2 1 1 {Form.X1Hex}\n_443._tcp.example.com. IN TLSA 3 1 1 {Form.X2Hex}\n",
            Form.Write("Tlsa", set).Content);
    }

    [Theory]
    [InlineData(Form.X1Hex)]
    [InlineData(Form.X1Hex + "  -\n")]
    [InlineData("SHA2-256(stdin)= " + Form.X1Hex)]
    [InlineData("0B:9F:A5:A5:9E:ED:71:5C:26:C1:02:0C:71:1B:4F:6E:C4:2D:58:B0:01:5E:14:33:7A:39:DA:D3:01:C5:AF:C3")]
    public void Hex_as_openssl_and_sha256sum_give_it(string text)
    {
        FormatReading reading = Form.Read(null, text);

        Assert.Equal("sha256/" + Form.X1, Assert.Single(Assert.Single(reading.Sets).Entries).Pin);
        Assert.Contains("certificate", Assert.Single(reading.Losses));
    }

    [Fact]
    public void Pins_alone()
    {
        PinSet set = Form.Set("example.com", Form.X1, Form.X2);

        Assert.Equal($"sha256/{Form.X1}\nsha256/{Form.X2}\n", Form.Write("OkHttp", set).Content);
        Assert.Equal($"{Form.X1}\n{Form.X2}\n", Form.Write("Base64", set).Content);
        Assert.Equal($"{Form.X1Hex}\n{Form.X2Hex}\n", Form.Write("Hex", set).Content);
        Assert.Equal(Form.Text([set]), Form.Text(Form.Read(null, $"# ours\r\n\r\n  {Form.X1}\r\n{Form.X2}").Sets));
    }

    [Fact]
    public void A_fingerprint_of_Firefox()
    {
        string text = $"/* ISRG Root X1 */\nstatic const char kISRG_Root_X1Fingerprint[] =\n  \"{Form.X1}\";\n";

        PinSetPin pin = Assert.Single(Assert.Single(Form.Read(null, text).Sets).Entries);

        Assert.Equal(("sha256/" + Form.X1, "ISRG_Root_X1"), (pin.Pin, pin.Note));
        Assert.Contains($"static const char kISRG_Root_X1Fingerprint[] = \"{Form.X1}\";\n",
            Form.Write("Firefox", Form.Set("example.com") with { Pins = [pin] }).Content);
    }

    [Theory]
    [InlineData("{ \"test-mode.pinning.example.com\", true, true, false, -1, &kPinset_mozilla_test },",
        PinSetMode.ReportOnly)]
    [InlineData("{ \"test-mode.pinning.example.com\",\ttrue,\t&kPinset_mozilla_test },", PinSetMode.Enforce)]
    public void The_host_list_of_Firefox(string entry, PinSetMode mode)
    {
        string text = Form.Lines(
            $"static const char kEnd_Entity_Test_CertFingerprint[] = \"{Form.X1}\";",
            "static const char* const kPinset_mozilla_test_Data[] = {\n  kEnd_Entity_Test_CertFingerprint,\n};",
            "static const StaticFingerprints kPinset_mozilla_test = {\n  sizeof(kPinset_mozilla_test_Data) / "
                + "sizeof(const char*),\n  kPinset_mozilla_test_Data\n};",
            "static const TransportSecurityPreload kPublicKeyPinningPreloadList[] = {",
            entry,
            "};",
            "static const PRTime kPreloadPKPinsExpirationTime = INT64_C(1609459199000000);");

        PinSet set = Assert.Single(Form.Read(null, text, null).Sets);

        Assert.Equal("**.test-mode.pinning.example.com", set.Pattern);
        Assert.Equal(mode, set.Mode);
        Assert.Equal(new DateTime(2020, 12, 31, 23, 59, 59, DateTimeKind.Utc), set.Expires);
    }

    [Theory]
    [InlineData("{\"Created\":1700000000,\"MaxAge\":5184000,\"IncludeSubDomains\":true,"
        + "\"Sha256Pins\":[\"" + Form.X1 + "\"],\"ReportURI\":\"\"}")]
    [InlineData("{\"created\":1700000000,\"maxAge\":5184000,\"includeSubdomains\":true,"
        + "\"sha256pins\":[\"" + Form.X1 + "\"]}")]
    public void A_header_of_Go(string text)
    {
        PinSet set = Assert.Single(Form.Read(null, text).Sets);

        Assert.Equal("**.example.com", set.Pattern);
        Assert.Equal(new DateTime(2024, 1, 13, 22, 13, 20, DateTimeKind.Utc), set.Expires);
    }

    [Fact]
    public void Pin_rules_of_Windows_by_their_documentation()
    {
        string certificate = Convert.ToBase64String(Certificates.All[0].Raw);
        string text = Form.Lines(
            "<PinRules ListIdentifier=\"PinRulesExample\" Duration=\"P28D\">",
            "  <PinRule Name=\"AllCertificateAttributes\" Error=\"None\" Log=\"true\">",
            "    <Certificate File=\"Single.cer\"/>",
            $"    <Certificate Base64=\"{certificate}\" EndDate=\"2015-05-12T00:00:00Z\"/>",
            "    <Site Domain=\"abc.com\"/>",
            "  </PinRule>",
            "  <PinRule Name=\"MultipleSites\" Error=\"Revoked\" Log=\"false\">",
            $"    <Certificate Base64=\"{certificate}\"/>",
            "    <Site Domain=\"xyz.com\"/>",
            "    <Site Domain=\".xyz.com\"/>",
            "    <Site Domain=\"*.abc.xyz.com\" AllSubdomains=\"true\"/>",
            "    <Site Domain=\"WillNormalize.com\"/>",
            "  </PinRule>",
            "</PinRules>");

        FormatReading reading = Form.Read(null, text, null);

        Assert.Equal(["abc.com", "*.xyz.com", "**.abc.xyz.com", "xyz.com", "willnormalize.com"],
            reading.Sets.Select(set => set.Pattern));
        Assert.Equal(PinSetMode.ReportOnly, reading.Sets[0].Mode);
        Assert.Equal(PinSetMode.Enforce, reading.Sets[1].Mode);
        PinSetPin pin = Assert.Single(reading.Sets[0].Entries);
        Assert.Equal((Certificates.All[0].Pin, new DateTime(2015, 5, 12), certificate),
            (pin.Value, pin.NotAfter, pin.Certificate));
        Assert.Contains(reading.Losses, loss => loss.Contains("Single.cer"));
        Assert.Contains(reading.Losses, loss => loss.Contains("abc.xyz.com itself"));
    }

    [Fact]
    public void A_scan_of_sslyze_gives_the_verified_chain_with_roles()
    {
        string pem = "-----BEGIN CERTIFICATE-----\\n"
            + Convert.ToBase64String(Certificates.All[0].Raw) + "\\n-----END CERTIFICATE-----\\n";
        string leaf = Certificates.All[0].Pin.ToString().Substring(7);
        string text = $$"""
            {"server_scan_results": [
              {"server_location": {"hostname": "Mail.Example.com", "port": 25},
               "network_configuration": {"tls_opportunistic_encryption": "SMTP"},
               "scan_result": {"certificate_info": {"result": {"certificate_deployments": [
                 {"received_certificate_chain": [{"hpkp_pin": "{{leaf}}", "as_pem": "{{pem}}"}],
                  "verified_certificate_chain": [
                    {"hpkp_pin": "{{leaf}}", "as_pem": "{{pem}}"},
                    {"hpkp_pin": "{{Form.X2}}"}, {"hpkp_pin": "{{Form.X1}}"} ] } ] } } } },
              {"server_location": {"hostname": "192.0.2.1", "port": 443},
               "scan_result": {"certificate_info": {"result": {"certificate_deployments": [
                 {"received_certificate_chain": [{"hpkp_pin": "{{Form.X1}}"}, {"hpkp_pin": "{{Form.X2}}"}],
                  "verified_certificate_chain": null} ] } } } } ] }
            """;

        FormatReading reading = Form.Read(null, text, null);

        Assert.Equal(["mail.example.com:25", "192.0.2.1:443"], reading.Sets.Select(set => set.Pattern));
        Assert.Equal("smtp", reading.Sets[0].StartTls);
        Assert.Equal([PinRole.Leaf, PinRole.Intermediate, PinRole.Root],
            reading.Sets[0].Entries.Select(pin => pin.Role));
        Assert.Equal(Certificates.All[0].Subject, reading.Sets[0].Entries[0].Note);
        Assert.Equal("sha256/" + Form.X1, Assert.Single(reading.Sets[1].Entries).Pin);
        Assert.Contains(reading.Losses, loss => loss.Contains("No chain of 192.0.2.1:443 was verified"));
    }

    private static string Plist(params string[] parts) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
            + "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
        + "<plist version=\"1.0\">\n<dict>" + string.Concat(parts) + "</dict></plist>\n";
}
