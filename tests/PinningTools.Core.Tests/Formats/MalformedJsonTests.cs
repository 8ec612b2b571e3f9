using System;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>JSON that says no pins, and the .pins file of Chromium, are refused whole, with the place.</summary>
public sealed class MalformedJsonTests
{
    [Theory]
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
    [InlineData("Chromium", "A\nsha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "PinIsSha1", 2, 1)]
    [InlineData("Chromium", "A", "FormatMalformed", 1, 1)]
    [InlineData("Chromium", "a b\nx", "FormatMalformed", 1, 1)]
    [InlineData("Chromium", "A\nsha256/" + TestFormats.X1 + "\nA\nsha256/" + TestFormats.X1, "FormatMalformed", 3, 1)]
    [InlineData("Chromium", "A\nwhat", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\nAAAA", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "MalformedDer", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----", "MalformedDer", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----", "FormatMalformed", 2, 1)]
    [InlineData("Chromium", "A\n-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----", "PemBadBase64", 2, 1)]
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
    public void A_malformed_text_is_refused_with_its_place(
        string format, string text, string id, int line, int column) =>
        TestFormats.AssertRefused(format, text, id, line, column);

    [Fact]
    public void Chromium_without_its_second_file_is_refused() =>
        Assert.Contains(".pins", TestFormats.FaultOf(() =>
            TestFormats.Read("Chromium", "{\"pinsets\": [], \"entries\": []}")).Message);

    [Fact]
    public void A_scan_whose_pin_is_not_that_of_its_certificate_is_refused()
    {
        string pem = "-----BEGIN CERTIFICATE-----\\n"
            + Convert.ToBase64String(Certificates.All[0].Raw) + "\\n-----END CERTIFICATE-----";
        string chain = $"[{{\"hpkp_pin\": \"{TestFormats.X1}\", \"as_pem\": \"{pem}\"}}]";
        string result = $"{{\"certificate_info\": {{\"result\": {{\"verified_certificate_chain\": {chain}}}}}}}";
        string text = "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 1}, "
            + $"\"scan_result\": {result}}}]}}";

        Assert.Equal("PinCertificateDiffers", TestFormats.FaultOf(() => TestFormats.Read("Sslyze", text)).Id);
    }
}
