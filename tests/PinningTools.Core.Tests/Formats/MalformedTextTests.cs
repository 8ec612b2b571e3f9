using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Code, options, headers, zones and digests that say no pins are refused whole, with the place.</summary>
public sealed class MalformedTextTests
{
    private const string Sha1 = "sha1/2jmj7l5rSw0yVb/vlWAYkK/YBwk=";

    [Theory]
    // OkHttp
    [InlineData("OkHttp", TestFormats.X1, "FormatMalformed", 1, 1)]
    [InlineData("OkHttp", "sha256/" + TestFormats.X1 + "\n  sha256/AAAA", "PinWrongLength", 2, 3)]
    [InlineData("OkHttp", Sha1, "PinIsSha1", 1, 1)]
    [InlineData("OkHttpJava", "b.add(\"a.example\", \"sha256/AAAA\")", "PinWrongLength", 1, 20)]
    [InlineData("OkHttpJava", "b.add(\"a.example\",\n  \"" + Sha1 + "\")", "PinIsSha1", 2, 3)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(HOST, \"sha256/"
        + TestFormats.X1 + "\")", "FormatMalformed", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example\", PIN).build()",
        "FormatMalformed", 1, 50)]
    [InlineData("OkHttpJava", "x.add(HOST, \"sha256/" + TestFormats.X1 + "\")", "FormatMalformed", 1, 13)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example\")", "FormatMalformed", 1, 33)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a b\", \"sha256/"
        + TestFormats.X1 + "\")", "HostInvalid", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.example:443\", \"sha256/"
        + TestFormats.X1 + "\")", "FormatMalformed", 1, 37)]
    [InlineData("OkHttpJava", "new CertificatePinner.Builder().add(\"a.*.example\", \"sha256/"
        + TestFormats.X1 + "\")", "PatternInvalid", 1, 37)]
    [InlineData("OkHttpJava", "/* .add(\"a.example\", \"sha256/" + TestFormats.X1 + "\")", "FormatMalformed", 1, 1)]
    [InlineData("OkHttpJava", "\n x = \"unclosed\n", "FormatMalformed", 2, 6)]
    [InlineData("OkHttpJava", "x = \"\\q\"", "FormatMalformed", 1, 6)]
    [InlineData("OkHttpKotlin", "x = \"\"\"raw", "FormatMalformed", 1, 5)]
    [InlineData("OkHttpJava", "String pin = \"sha256/" + TestFormats.X1 + "\";", "FormatMalformed", 1, 14)]
    // curl
    [InlineData("Curl", "sha256/" + TestFormats.X1, "FormatMalformed", 1, 1)]
    [InlineData("Curl", "sha256//" + TestFormats.X1 + "; sha256//" + TestFormats.X2, "FormatMalformed", 1, 54)]
    [InlineData("Curl", "sha256//" + TestFormats.X1 + ";sha256//AAAA", "PinWrongLength", 1, 54)]
    [InlineData("Curl", "--pinnedpubkey key.pem", "FormatMalformed", 1, 16)]
    [InlineData("Curl", "--pinnedpubkey 'sha256//" + TestFormats.X1, "FormatMalformed", 1, 16)]
    [InlineData("Curl", "--pinnedpubkey x\n--pinnedpubkey y", "FormatMalformed", 2, 3)]
    [InlineData("Curl", "", "FormatMalformed", 1, 1)]
    // HPKP
    [InlineData("Hpkp", "Public-Key-Pins: pin-sha256=\"" + TestFormats.X1 + "\"", "FormatMalformed", 1, 17)]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\"; max-age=0", "FormatMalformed", 1, 1)]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\"; max-age=x", "FormatMalformed", 1, 1)]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "; max-age=1", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\" max-age=1", "FormatMalformed", 1, 59)]
    [InlineData("Hpkp", "max-age=1; max-age=2", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "max-age=1; =x", "FormatMalformed", 1, 12)]
    [InlineData("Hpkp", "pin-sha1=\"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"; max-age=1", "PinIsSha1", 1, 1)]
    [InlineData("Hpkp", "pin-sha256; max-age=1", "PinEmpty", 1, 1)]
    [InlineData("Hpkp", "max-age=1", "PinSetEmpty", 1, 1)]
    [InlineData("Hpkp", "Public-Key-Pins-Maybe: max-age=1", "FormatMalformed", 1, 16)]
    [InlineData("Hpkp", "pin-sha256=\""
        + TestFormats.X1 + "\"; max-age=1; report-uri=\"javascript:x\"", "ReportUriInvalid", 1, 1)]
    // TLSA
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1", "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 x " + TestFormats.X1Hex, "FormatMalformed", 1, 31)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 4 1 1 " + TestFormats.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0b9", "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0b9f", "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 0g", "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 ( " + TestFormats.X1Hex, "FormatMalformed", 1, 33)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 " + TestFormats.X1Hex + " )", "FormatMalformed", 1, 98)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 1 ( ( " + TestFormats.X1Hex + " ) )", "FormatMalformed", 1, 35)]
    [InlineData("Tlsa", "\n a TLSA 3 1 1 " + TestFormats.X1Hex, "FormatMalformed", 2, 2)]
    [InlineData("Tlsa", "a.example. TLSA 3 1 1 " + TestFormats.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_0._tcp.a.example. TLSA 3 1 1 " + TestFormats.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.192.0.2.1. TLSA 3 1 1 " + TestFormats.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TYPE52 \\# 34 030101" + TestFormats.X1Hex, "FormatMalformed", 1, 32)]
    [InlineData("Tlsa", "_443._tcp.a.example. TYPE52 3 1 1 " + TestFormats.X1Hex, "FormatMalformed", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 0 0 3000", "MalformedDer", 1, 1)]
    [InlineData("Tlsa", "_443._tcp.a.example. TLSA 3 1 0 3000", "MalformedDer", 1, 1)]
    [InlineData("Tlsa", "a TXT \"open", "FormatMalformed", 1, 7)]
    [InlineData("Tlsa", "$ORIGIN", "FormatMalformed", 1, 1)]
    // hex
    [InlineData("Hex", "0b9f", "FormatMalformed", 1, 1)]
    [InlineData("Hex", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "PinIsSha1", 1, 1)]
    [InlineData("Hex", "\nsha256 Fingerprint=0B:9F", "CertificateHashFormat", 2, 1)]
    [InlineData("Base64", TestFormats.X1 + "\nAAAA", "PinWrongLength", 2, 1)]
    [InlineData("Urllib3", "pool = HTTPSConnectionPool(\"h\",\n assert_fingerprint=\""
        + TestFormats.X1Hex + "\")", "CertificateHashFormat", 2, 2)]
    // Firefox
    [InlineData("Firefox", "char kAFingerprint[] = 1;", "FormatMalformed", 1, 24)]
    [InlineData("Firefox", "char kAFingerprint[] =\n\"AAAA\";", "PinWrongLength", 2, 1)]
    [InlineData("Firefox", "char kAFingerprint[] = \""
        + TestFormats.X1 + "\";\nchar kAFingerprint[] = \"" + TestFormats.X1 + "\";", "FormatMalformed", 2, 6)]
    [InlineData("Firefox", "char kP_Data[] = { kNobodyFingerprint };", "FormatMalformed", 1, 20)]
    [InlineData("Firefox", "char kPublicKeyPinningPreloadList[] = { { \"a.example\", true, &kP } };",
        "FormatMalformed", 1, 41)]
    [InlineData("Firefox", "char kPublicKeyPinningPreloadList[] = { { \"a.example\", \"b\" } };",
        "FormatMalformed", 1, 56)]
    [InlineData("Firefox", "x kPreloadPKPinsExpirationTime = INT64_C(never);", "FormatMalformed", 1, 34)]
    public void A_malformed_text_is_refused_with_its_place(
        string format, string text, string id, int line, int column) =>
        TestFormats.AssertRefused(format, text, id, line, column);
}
