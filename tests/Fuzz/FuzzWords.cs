using System.Linq;
using System.Text;

namespace PinningTools.Fuzz;

/// <summary>What mutations are made of, and how inputs become text.</summary>
internal static class FuzzWords
{
    internal static readonly byte[][] Words = Bytes(
        "{", "}", "[", "]", "(", ")", "<", ">", "\"", "'", "\\", "\\u0000", "//", "/*", "*/", "#", ";", ",", ":", "=",
        "\r\n", "\t", "\0", "\ufeff", "\u202e",
        "sha256/", "sha256//", "sha1/", "C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=",
        "0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3",
        "true", "false", "null", "-1", "0", "99999999999999999999", "9223372036854775807", "1e999", "2027-01-01",
        "9999-12-31T23:59:59Z",
        "*.", "**.", "example.com", "[::1]", "xn--", ":443", ":0", "a.b.c.d.e.f.g.h",
        ".add(\"", "\", \"", "\")", "CertificatePinner.Builder()", "new CertificatePinner.Builder()",
        ".build()", "\"\"\"", "+",
        "<domain-config>", "</domain-config>", "<domain includeSubdomains=\"true\">", "<pin-set>",
        "<pin digest=\"SHA-256\">", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&a;", "&#0;", "<![CDATA[", "]]>",
        "<!--", "-->", "<?x?>",
        "<dict>", "</dict>", "<array>", "<key>", "</key>", "<true/>", "<string>", "<PinRule>", "<Site Domain=\".",
        "AllSubdomains=\"true\"",
        "_443._tcp.", "*._tcp.", " IN TLSA ", "3 1 1 ", "3 0 0 ", "TYPE52 \\# 35 ", "$ORIGIN ", "$INCLUDE ", "@",
        "\"pinsets\": [", "\"name\": ", "PinsListTimestamp\n", "-----BEGIN CERTIFICATE-----\n",
        "-----END CERTIFICATE-----\n", "-----BEGIN ",
        "kAFingerprint[] = ", "kPinset_a_Data[] = {", "kPublicKeyPinningPreloadList[] = {",
        "kPreloadPKPinsExpirationTime = INT64_C(",
        "Public-Key-Pins: ", "max-age=", "includeSubDomains", "report-uri=\"", "pin-sha256=\"", "--pinnedpubkey ");

    internal static readonly byte[][] Tags =
    [
        [0x30, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x02, 0x01, 0x00], [0x06, 0x03, 0x55, 0x04, 0x03],
        [0x1f, 0x81], [0x00, 0x00], [0x03, 0x01, 0x00], [0xa0, 0x80], [0x24, 0x80],
        [0x04, 0x84, 0xff, 0xff, 0xff, 0xff], [0x31, 0x00], [0x17, 0x00], [0x02, 0x04, 0x7f, 0xff, 0xff, 0xff],
        [0x30, 0x02],
    ];

    internal static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    internal static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
