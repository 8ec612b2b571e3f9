using System.Linq;
using Xunit;

namespace PinningTools.Tests.Pins;

public sealed class SpkiPinTests
{
    /// <summary>ISRG Root X1, as published in Firefox's StaticHPKPins.h.</summary>
    private const string IsrgX1 = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";
    private const string IsrgX1Colons = "0B:9F:A5:A5:9E:ED:71:5C:26:C1:02:0C:71:1B:4F:6E:"
        + "C4:2D:58:B0:01:5E:14:33:7A:39:DA:D3:01:C5:AF:C3";
    private const string IsrgX1Hex = "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3";

    [Theory]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("sha256//C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("SHA-256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("pin-sha256=\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\"")]
    [InlineData("pin-sha256=C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("  C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\r\n")]
    [InlineData(IsrgX1Hex)]
    [InlineData("0B9FA5A59EED715C26C1020C711B4F6EC42D58B0015E14337A39DAD301C5AFC3")]
    [InlineData("0b:9f:a5:a5:9e:ed:71:5c:26:c1:02:0c:71:1b:4f:6e:c4:2d:58:b0:01:5e:14:33:7a:39:da:d3:01:c5:af:c3")]
    public void Every_way_of_writing_a_pin_reads_as_the_same_pin(string text)
    {
        SpkiPin pin = SpkiPin.Parse(text);

        Assert.Equal(IsrgX1, pin.ToString());
        Assert.Equal(IsrgX1Hex, pin.ToHexString());
        Assert.Equal(SpkiPin.Parse(IsrgX1), pin);
        Assert.Equal(pin, SpkiPin.FromHash(pin.ToByteArray()));
    }

    [Theory]
    [InlineData("", "PinEmpty")]
    [InlineData("   ", "PinEmpty")]
    [InlineData("sha256/", "PinEmpty")]
    [InlineData("sha1/T5x9IXmcrQ7YuQxXnxoCmeeQ84c=", "PinIsSha1")]
    [InlineData("pin-sha1=\"T5x9IXmcrQ7YuQxXnxoCmeeQ84c=\"", "PinIsSha1")]
    [InlineData("T5x9IXmcrQ7YuQxXnxoCmeeQ84c=", "PinIsSha1")]
    [InlineData("4f9c7d21799cad0ed8b90c579f1a0299e790f387", "PinIsThumbprint")]
    [InlineData("4F:9C:7D:21:79:9C:AD:0E:D8:B9:0C:57:9F:1A:02:99:E7:90:F3:87", "PinIsThumbprint")]
    [InlineData("hello", "PinWrongLength")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "PinIsPem")]
    [InlineData("./pki/web.pem", "PinIsPath")]
    [InlineData("C:\\pki\\web", "PinIsPath")]
    [InlineData(
        "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=,sha256/diGVwiVYbubAI3RW4hB9xU8e/CH2GnkuvVFZE8zmgzI=",
        "PinIsList")]
    [InlineData("sha512/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=", "PinAlgorithmUnknown")]
    [InlineData("md5/1B2M2Y8AsgTpgAmY7PhCfg==", "PinAlgorithmUnknown")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFrw==", "PinWrongLength")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8MA", "PinWrongLength")]
    [InlineData("0b:9f:a5", "PinWrongLength")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M!", "PinBadBase64")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcR=PbsQtWLABXhQzejna0wHFr8M=", "PinBadBase64")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8=M", "PinBadBase64")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M", "PinBadPadding")]
    [InlineData("sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8N=", "PinBadPadding")]
    [InlineData("sha256/C5-lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M", "PinIsBase64Url")]
    public void What_is_no_pin_is_refused_with_its_own_fault(string text, string fault)
    {
        var error = Assert.Throws<PinningException>(() => SpkiPin.Parse(text));

        Assert.Equal(fault, error.Fault.Id);
        Assert.Equal(FaultKind.InvalidArgument, error.Fault.Kind);
        Assert.NotEmpty(error.Fault.Advice);
        Assert.False(SpkiPin.TryParse(text, out _));
    }

    [Theory]
    [InlineData("\u201C{0}\u201D")]
    [InlineData("\u201E{0}\u201C")]
    [InlineData("\u2018{0}\u2019")]
    [InlineData("\u00AB\u00A0{0}\u00A0\u00BB")]
    [InlineData("\u201C{0}")]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData("`{0}`")]
    [InlineData("<{0}>")]
    [InlineData("\"{0}\",")]
    [InlineData("'\u201C{0}\u201D'")]
    [InlineData("\u200B{0}\u200B")]
    [InlineData("\uFEFF{0}\u00A0")]
    [InlineData("\u200E\u2060{0}")]
    public void What_a_word_processor_or_a_web_page_puts_around_a_pin_is_taken_off(string around)
    {
        foreach (string pin in new[] { IsrgX1, IsrgX1.Substring(7), IsrgX1Hex, "sha256//" + IsrgX1.Substring(7) })
            Assert.Equal(IsrgX1, SpkiPin.Parse(around.Replace("{0}", pin)).ToString());
    }

    [Theory]
    [InlineData("(stdin)= " + IsrgX1Hex)]
    [InlineData("SHA256(stdin)= " + IsrgX1Hex)]
    [InlineData("SHA2-256(key.der)= " + IsrgX1Hex)]
    [InlineData("SHA256 (key.der) = " + IsrgX1Hex)]
    [InlineData(IsrgX1Hex + "  -")]
    [InlineData(IsrgX1Hex + " *-")]
    [InlineData(IsrgX1Hex + " *stdin")]
    [InlineData(IsrgX1Hex + "  the key.der")]
    [InlineData("3 1 1 " + IsrgX1Hex)]
    [InlineData("2 1 1 0B9FA5A59EED715C26C1020C711B4F6EC42D58B0015E14337A39DAD3 01C5AFC3")]
    [InlineData("pin-sha256:C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("pin-sha256=\"C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=\";")]
    [InlineData("sha256=C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("sha256:" + IsrgX1Hex)]
    [InlineData("sha256:C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=")]
    [InlineData("SHA-256: " + IsrgX1Colons)]
    [InlineData("0b 9f a5 a5 9e ed 71 5c 26 c1 02 0c 71 1b 4f 6e c4 2d 58 b0 01 5e 14 33 7a 39 da d3 01 c5 af c3")]
    [InlineData("0B-9F-A5-A5-9E-ED-71-5C-26-C1-02-0C-71-1B-4F-6E-C4-2D-58-B0-01-5E-14-33-7A-39-DA-D3-01-C5-AF-C3")]
    public void What_openssl_and_its_like_print_is_the_pin_they_mean(string text) =>
        Assert.Equal(IsrgX1, SpkiPin.Parse(text).ToString());

    [Theory]
    [InlineData("sha256 Fingerprint=" + IsrgX1Colons,
        "PinIsFingerprint")]
    [InlineData("SHA-256 Fingerprint: " + IsrgX1Hex, "PinIsFingerprint")]
    [InlineData("SHA-256 fingerprint " + IsrgX1Colons, "PinIsFingerprint")]
    [InlineData("Cert Hash(sha256): " + IsrgX1Hex, "PinIsFingerprint")]
    [InlineData("Cert Hash(sha1): 4f9c7d21799cad0ed8b90c579f1a0299e790f387", "PinIsThumbprint")]
    [InlineData("3 0 1 " + IsrgX1Hex, "PinBadBase64")]
    [InlineData(IsrgX1Hex + "  # the key", "PinBadBase64")]
    [InlineData("SHA1 Fingerprint=4F:9C:7D:21:79:9C:AD:0E:D8:B9:0C:57:9F:1A:02:99:E7:90:F3:87", "PinIsThumbprint")]
    [InlineData("SHA1(stdin)= 4f9c7d21799cad0ed8b90c579f1a0299e790f387", "PinIsSha1")]
    [InlineData("SHA2-512(stdin)= " + IsrgX1Hex + IsrgX1Hex, "PinAlgorithmUnknown")]
    [InlineData("MD5(stdin)= d41d8cd98f00b204e9800998ecf8427e", "PinAlgorithmUnknown")]
    [InlineData("SHA256:C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M", "PinIsSshFingerprint")]
    [InlineData("SHA1:4F:9C:7D:21:79:9C:AD:0E:D8:B9:0C:57:9F:1A:02:99:E7:90:F3:87", "PinIsSha1")]
    [InlineData("\"sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=", "PinBadBase64")]
    [InlineData("\u201C\u201D", "PinEmpty")]
    [InlineData("\u201Csha1/T5x9IXmcrQ7YuQxXnxoCmeeQ84c=\u201D", "PinIsSha1")]
    public void What_openssl_and_its_like_print_of_something_else_is_told_by_name(string text, string fault) =>
        Assert.Equal(fault, Assert.Throws<PinningException>(() => SpkiPin.Parse(text)).Fault.Id);

    [Fact]
    public void A_base64url_pin_is_refused_with_the_corrected_text()
    {
        var error = Assert.Throws<PinningException>(() => SpkiPin.Parse("C5-lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M"));

        Assert.Contains(IsrgX1, error.Fault.Advice);
    }

    [Fact]
    public void A_pin_whose_base64_begins_with_a_slash_is_read_with_one_slash_and_with_two()
    {
        SpkiPin pin = SpkiPin.FromHash([0xFF, .. Enumerable.Repeat((byte)7, 31)]);
        Assert.StartsWith("sha256//", pin.ToString());

        Assert.Equal(pin, SpkiPin.Parse(pin.ToString()));
        Assert.Equal(pin, SpkiPin.Parse(pin.ToString().Replace("sha256/", "sha256//")));
    }

    [Fact]
    [Trait("Pitfall", "18")]
    public void Pins_compare_by_bytes_and_not_by_text_without_case()
    {
        SpkiPin pin = SpkiPin.Parse(IsrgX1);
        SpkiPin other = SpkiPin.Parse("sha256/c5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=");

        Assert.NotEqual(pin, other);
        Assert.True(pin != other);
        Assert.False(pin == other);
    }
}
