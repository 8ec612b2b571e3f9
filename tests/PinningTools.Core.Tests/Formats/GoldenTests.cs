using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Documents as they are published, and what they mean: headers, records, rules and scans.</summary>
public sealed class GoldenTests
{
    private static readonly PinSet s_both = TestFormats.Set("**.example.com", TestFormats.X1, TestFormats.X2);

    [Theory]
    [InlineData($"sha256//{TestFormats.X1};sha256//{TestFormats.X2}\n")]
    [InlineData($"--pinnedpubkey 'sha256//{TestFormats.X1};sha256//{TestFormats.X2}'")]
    [InlineData($"curl -sS --pinnedpubkey \"sha256//{TestFormats.X1};sha256//{TestFormats.X2}\" https://example.com/")]
    [InlineData($"pinnedpubkey = \"sha256//{TestFormats.X1};sha256//{TestFormats.X2}\"\n")]
    [InlineData(
        $"curl --proxy-pinnedpubkey sha256//AAAA --pinnedpubkey sha256//{TestFormats.X1};sha256//{TestFormats.X2} "
            + "https://example.com/")]
    public void A_list_of_curl(string text) =>
        Assert.Equal(TestFormats.Text([s_both]), TestFormats.Text(TestFormats.Read("Curl", text, "**.example.com").Sets));

    [Fact]
    public void The_list_curl_gets_has_no_blanks() =>
        Assert.Equal($"sha256//{TestFormats.X1};sha256//{TestFormats.X2}\n",
            TestFormats.Write("Curl", TestFormats.Set("example.com", TestFormats.X1, TestFormats.X2)).Content);

    [Fact]
    public void An_HPKP_header()
    {
        string text =
            $"Public-Key-Pins: pin-sha256=\"{TestFormats.X1}\"; pin-sha256=\"{TestFormats.X2}\"; max-age=5184000; "
                + "includeSubDomains\n";

        Assert.Equal(text, TestFormats.Write("Hpkp", s_both).Content);
        FormatReading reading = TestFormats.Read(null, text);
        Assert.Equal(TestFormats.Text([s_both]), TestFormats.Text(reading.Sets));
        Assert.Empty(reading.Losses);
    }

    [Fact]
    public void The_report_only_header_of_RFC_7469_with_its_report_URI()
    {
        string text =
            $"Public-Key-Pins-Report-Only: max-age=2592000; pin-sha256=\"{TestFormats.X1}\"; pin-sha256=\"{TestFormats.X2}\"; "
                + "report-uri=\"https://other.example.net/pkp-report\"";

        PinSet set = Assert.Single(TestFormats.Read(null, text).Sets);

        Assert.Equal(PinSetMode.ReportOnly, set.Mode);
        Assert.Equal("https://other.example.net/pkp-report", set.ReportUri);
        Assert.Equal("example.com", set.Pattern);
    }

    [Theory]
    [InlineData($"_443._tcp.example.com. IN TLSA 2 1 1 {TestFormats.X1Hex}\n", PinRole.Root)]
    [InlineData($"_443._tcp.example.com. 3600 IN TLSA 3 1 1 {TestFormats.X1Hex}\n", PinRole.Leaf)]
    [InlineData(
        "$ORIGIN example.com.\n$TTL 1h\n@ IN SOA a b (1 2 3 4 5) ; ( comment\n  TXT \"TLSA ; "
            + "(\"\n_443._tcp TLSA 1 1 1 ( ; the key\n  0B9FA5A59EED715C26C1020C711B4F6E\n  "
            + "C42D58B0015E14337A39DAD301C5AFC3 )\n", PinRole.Leaf)]
    [InlineData($"_443._TCP.Example.com. IN 300 TYPE52 \\# 35 000101 {TestFormats.X1Hex}\n", PinRole.Intermediate)]
    public void TLSA_records(string text, PinRole role)
    {
        PinSet set = Assert.Single(TestFormats.Read(null, text, null).Sets);

        Assert.Equal("example.com:443", set.Pattern);
        Assert.Equal(("sha256/" + TestFormats.X1, role), (Assert.Single(set.Entries).Pin, set.Entries[0].Role));
    }

    [Fact]
    public void TLSA_records_are_written_by_the_role()
    {
        PinSetPin root = TestFormats.Pin(TestFormats.X1) with { Role = PinRole.Root };
        PinSetPin leaf = TestFormats.Pin(TestFormats.X2) with { Role = PinRole.Leaf };
        PinSet set = TestFormats.Set("example.com:443") with { Pins = [root, leaf] };

        Assert.Equal(
            $"_443._tcp.example.com. IN TLSA 2 1 1 {TestFormats.X1Hex}\n_443._tcp.example.com. IN TLSA 3 1 1 {TestFormats.X2Hex}\n",
            TestFormats.Write("Tlsa", set).Content);
    }

    [Theory]
    [InlineData(TestFormats.X1Hex)]
    [InlineData(TestFormats.X1Hex + "  -\n")]
    [InlineData("SHA2-256(stdin)= " + TestFormats.X1Hex)]
    [InlineData("0B:9F:A5:A5:9E:ED:71:5C:26:C1:02:0C:71:1B:4F:6E:C4:2D:58:B0:01:5E:14:33:7A:39:DA:D3:01:C5:AF:C3")]
    public void Hex_as_openssl_and_sha256sum_give_it(string text)
    {
        FormatReading reading = TestFormats.Read(null, text);

        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(Assert.Single(reading.Sets).Entries).Pin);
        Assert.Contains("certificate", Assert.Single(reading.Losses));
    }

    [Fact]
    public void Pins_alone()
    {
        PinSet set = TestFormats.Set("example.com", TestFormats.X1, TestFormats.X2);

        Assert.Equal($"sha256/{TestFormats.X1}\nsha256/{TestFormats.X2}\n", TestFormats.Write("OkHttp", set).Content);
        Assert.Equal($"{TestFormats.X1}\n{TestFormats.X2}\n", TestFormats.Write("Base64", set).Content);
        Assert.Equal($"{TestFormats.X1Hex}\n{TestFormats.X2Hex}\n", TestFormats.Write("Hex", set).Content);
        Assert.Equal(TestFormats.Text([set]), TestFormats.Text(TestFormats.Read(null, $"# ours\r\n\r\n  {TestFormats.X1}\r\n{TestFormats.X2}").Sets));
    }

    [Theory]
    [InlineData("{\"Created\":1700000000,\"MaxAge\":5184000,\"IncludeSubDomains\":true,"
        + "\"Sha256Pins\":[\"" + TestFormats.X1 + "\"],\"ReportURI\":\"\"}")]
    [InlineData("{\"created\":1700000000,\"maxAge\":5184000,\"includeSubdomains\":true,"
        + "\"sha256pins\":[\"" + TestFormats.X1 + "\"]}")]
    public void A_header_of_Go(string text)
    {
        PinSet set = Assert.Single(TestFormats.Read(null, text).Sets);

        Assert.Equal("**.example.com", set.Pattern);
        Assert.Equal(new DateTime(2024, 1, 13, 22, 13, 20, DateTimeKind.Utc), set.Expires);
    }

    [Fact]
    public void Pin_rules_of_Windows_by_their_documentation()
    {
        string certificate = Convert.ToBase64String(Certificates.All[0].Raw);
        string text = TestFormats.Lines(
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

        FormatReading reading = TestFormats.Read(null, text, null);

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
                    {"hpkp_pin": "{{TestFormats.X2}}"}, {"hpkp_pin": "{{TestFormats.X1}}"} ] } ] } } } },
              {"server_location": {"hostname": "192.0.2.1", "port": 443},
               "scan_result": {"certificate_info": {"result": {"certificate_deployments": [
                 {"received_certificate_chain": [{"hpkp_pin": "{{TestFormats.X1}}"}, {"hpkp_pin": "{{TestFormats.X2}}"}],
                  "verified_certificate_chain": null} ] } } } } ] }
            """;

        FormatReading reading = TestFormats.Read(null, text, null);

        Assert.Equal(["mail.example.com:25", "192.0.2.1:443"], reading.Sets.Select(set => set.Pattern));
        Assert.Equal("smtp", reading.Sets[0].StartTls);
        Assert.Equal([PinRole.Leaf, PinRole.Intermediate, PinRole.Root],
            reading.Sets[0].Entries.Select(pin => pin.Role));
        Assert.Equal(Certificates.All[0].Subject, reading.Sets[0].Entries[0].Note);
        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(reading.Sets[1].Entries).Pin);
        Assert.Contains(reading.Losses, loss => loss.Contains("No chain of 192.0.2.1:443 was verified"));
    }
}
