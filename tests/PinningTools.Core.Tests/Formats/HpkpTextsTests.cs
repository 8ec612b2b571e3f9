using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Headers as programs dump them, and what RFC 7469 says of their pins.</summary>
public sealed class HpkpTextsTests
{
    private const string Pins = "pin-sha256=\"" + TestFormats.X1 + "\"; pin-sha256=\"" + TestFormats.X2 + "\"; ";
    private const string Other = "pin-sha256=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"; ";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nPublic-Key-Pins: " + Pins
        + "max-age=5184000\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n\r\n")]
    [InlineData("HTTP/2 200 \r\npublic-key-pins: " + Pins + "max-age=5184000\r\nserver: nginx\r\n\r\n<html></html>")]
    [InlineData("< HTTP/1.1 200 OK\n< Server: nginx\n< Public-Key-Pins: " + Pins + "max-age=5184000\n< Vary: *\n<\n")]
    [InlineData("  HTTP/1.1 200 OK\n  Server: nginx\n  Public-Key-Pins: " + Pins + "max-age=5184000\n  Vary: *\n")]
    [InlineData("  Public-Key-Pins: pin-sha256=\"" + TestFormats.X1 + "\";\n   pin-sha256=\"" + TestFormats.X2
        + "\";\n    max-age=5184000\n")]
    [InlineData("date:\nMon, 01 Jan 2024 00:00:00 GMT\npublic-key-pins:\n" + Pins + "max-age=5184000\nvary:\n*\n")]
    [InlineData("Server: nginx\nPublic-Key-Pins: pin-sha256=\"" + TestFormats.X1 + "\";\n\tpin-sha256=\"" + TestFormats.X2
        + "\";\n  max-age=5184000\nVary: *\n")]
    [InlineData("Public-Key-Pins: " + Pins + "max-age=5184000\nPublic-Key-Pins: " + Other + "max-age=5184000\n")]
    [InlineData("Public-Key-Pins-Report-Only: " + Other + "\nPublic-Key-Pins: " + Pins + "max-age=5184000\n")]
    public void A_block_of_headers_gives_the_header_that_counts(string text)
    {
        PinSet set = Assert.Single(TestFormats.Read(null, text).Sets);

        Assert.Equal(PinSetMode.Enforce, set.Mode);
        Assert.Equal(["sha256/" + TestFormats.X1, "sha256/" + TestFormats.X2], set.Entries.Select(pin => pin.Pin));
        Assert.Equal("example.com", set.Pattern);
    }

    [Theory]
    [InlineData("Public-Key-Pins: " + Pins + "max-age=5184000\nPublic-Key-Pins: " + Other + "max-age=5184000\n",
        "several")]
    [InlineData("Public-Key-Pins-Report-Only: " + Other + "\nPublic-Key-Pins: " + Pins + "max-age=5184000\n",
        "Report-Only")]
    [InlineData("Public-Key-Pins: pin-sha256=\"" + TestFormats.X1 + "\"; max-age=5184000\n", "single pin")]
    [InlineData(Pins + "pin-sha512=\"AAAA\"; max-age=5184000", "pin-sha512")]
    [InlineData("pin-sha1=\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"; " + Pins + "max-age=5184000", "pin-sha1")]
    [InlineData(Pins + "pin-blake3=\"x\"; max-age=5184000", "pin-blake3")]
    public void What_clients_pass_over_is_passed_over_and_said(string text, string word)
    {
        FormatReading reading = TestFormats.Read("Hpkp", text);

        Assert.Contains("sha256/" + TestFormats.X1, Assert.Single(reading.Sets).Entries.Select(pin => pin.Pin));
        Assert.Contains(reading.Losses, loss => loss.Contains(word));
    }

    [Fact]
    public void The_configuration_of_a_server_is_told_from_its_header()
    {
        string text = $"add_header Public-Key-Pins '{Pins}max-age=1' always;\n";
        Fault fault = TestFormats.FaultOf(() => TestFormats.Read(null, text));

        Assert.Equal("FormatMalformed", fault.Id);
        Assert.Contains("Public-Key-Pins:", fault.Message);
    }

    [Fact]
    public void A_header_with_pins_of_unknown_algorithms_alone_has_none() =>
        Assert.Equal("PinAlgorithmUnknown", TestFormats.FaultOf(() => TestFormats.Read("Hpkp", "pin-sha512=\"AAAA\"; max-age=1")).Id);
}
