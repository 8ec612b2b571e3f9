using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Documents as they are published, and what they mean: headers, records, rules and scans.</summary>
public sealed class GoldenTests
{
    private static readonly PinSet s_both = Form.Set("**.example.com", Form.X1, Form.X2);

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
}
