using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>What no format reads or writes, whatever it is.</summary>
public sealed class FormatFaultTests
{
    [Theory]
    [InlineData("OkHttp", "sha256/" + TestFormats.X1)]
    [InlineData("Curl", "sha256//" + TestFormats.X1)]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\"; max-age=1")]
    [InlineData("Hex", TestFormats.X1Hex)]
    [InlineData("Base64", TestFormats.X1)]
    [InlineData("Firefox", "char kAFingerprint[] = \"" + TestFormats.X1 + "\";")]
    [InlineData("GoJson", "{\"Sha256Pins\": [\"" + TestFormats.X1 + "\"]}")]
    [InlineData("Chromium", "PinsListTimestamp\n0\nA\nsha256/" + TestFormats.X1)]
    public void Pins_for_no_host_ask_for_one(string format, string text) =>
        Assert.Equal("HostsMissing", TestFormats.FaultOf(() => TestFormats.Read(format, text, null)).Id);

    [Theory]
    [InlineData("OkHttp", "# nothing")]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().build();")]
    [InlineData("Android", "<network-security-config/>")]
    [InlineData("WindowsPinRules", "<PinRules/>")]
    [InlineData("TrustKit", "<key>TSKPinnedDomains</key><dict/>")]
    [InlineData("Tlsa", "a.example. A 192.0.2.1")]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 0 1 " + TestFormats.X1Hex)]
    [InlineData("Tlsa", "_443._udp.a.example. TLSA 3 1 1 " + TestFormats.X1Hex)]
    [InlineData("Sslyze", "{\"server_scan_results\": [{\"server_location\": {\"hostname\": \"a\", \"port\": 1}}]}")]
    [InlineData("Chromium", "{\"entries\": [{\"name\": \"a\"}]}")]
    public void A_text_without_a_pin_set_is_no_success(string format, string text) =>
        Assert.Equal("NoPins", TestFormats.FaultOf(() => TestFormats.Read(format, text, companion: "")).Id);

    [Fact]
    public void Texts_that_are_too_large_are_refused_at_once() =>
        Assert.Equal("TextTooLarge", TestFormats.FaultOf(() =>
            TestFormats.Read("OkHttp", new string(' ', ForeignFormat.MaxLength + 1))).Id);

    [Fact]
    public void A_flood_of_losses_is_cut_off_and_that_is_said()
    {
        string directives = string.Concat(Enumerable.Range(0, 5000).Select(i => $"x{i};"));

        IReadOnlyList<string> losses =
            TestFormats.Read("Hpkp", $"pin-sha256=\"{TestFormats.X1}\"; max-age=5184000; {directives}").Losses;

        Assert.Equal((FormatImport.MaxLosses + 1, "There are more losses than are listed here."),
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

        Fault fault = TestFormats.FaultOf(() => TestFormats.Read(
            "Android",
            $"<network-security-config><domain-config>{string.Concat(domains)}"
                + $"<pin-set>{string.Concat(pins)}</pin-set></domain-config></network-security-config>"));

        Assert.Contains("more than 1000000 pins", fault.Message);
    }

    [Fact]
    public void What_cannot_be_written_is_a_fault()
    {
        PinSet set = TestFormats.Set("a.example", TestFormats.X1);

        Assert.Equal("OneSetOnly", TestFormats.FaultOf(() => TestFormats.Write("Curl", set, TestFormats.Set("b.example", TestFormats.X1))).Id);
        Assert.Equal("NothingToWrite", TestFormats.FaultOf(() => TestFormats.Write("WindowsPinRules", set)).Id);
        Assert.Equal("NothingToWrite", TestFormats.FaultOf(() => TestFormats.Write("TlsaCertificate", set)).Id);
        Assert.Equal("NothingToWrite", TestFormats.FaultOf(() => TestFormats.Write("Tlsa", TestFormats.Set("**.a.example", TestFormats.X1))).Id);
        Assert.Equal("FormatNotWritable", TestFormats.FaultOf(() => TestFormats.Write("Sslyze", set)).Id);
        Assert.Equal("FormatNotWritable", TestFormats.FaultOf(() => TestFormats.Write("Urllib3", set)).Id);
    }
}
