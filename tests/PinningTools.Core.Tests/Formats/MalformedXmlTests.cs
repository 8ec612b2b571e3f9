using System;
using System.Linq;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>XML that says no pins is refused whole, with the place.</summary>
public sealed class MalformedXmlTests
{
    private const string Android = "<network-security-config><domain-config>\n<domain>a.example</domain>";
    private const string AndroidEnd = "</domain-config></network-security-config>";
    private const string TrustKit = "<key>TSKPinnedDomains</key><dict><key>a.example</key><dict>";
    private const string Apple = "<key>NSPinnedDomains</key><dict><key>a.example</key><dict>";
    private const string PlistEnd = "</dict></dict>";
    private const string Site = "<Site Domain=\"a.example\"/></PinRule></PinRules>";

    [Theory]
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
        + "<pin-set><pin>" + TestFormats.X1 + "</pin></pin-set>" + AndroidEnd, "FormatMalformed", 2, 37)]
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
        + TestFormats.X1 + "</pin></pin-set>" + AndroidEnd, "PinSetTwice", 2, 28)]
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
    public void A_malformed_text_is_refused_with_its_place(
        string format, string text, string id, int line, int column) =>
        TestFormats.AssertRefused(format, text, id, line, column);

    [Fact]
    public void Rules_of_Windows_that_contradict_each_other_are_refused()
    {
        string rule =
            $"<Certificate Base64=\"{Convert.ToBase64String(Certificates.All[0].Raw)}\"/>"
            + "<Site Domain=\"a.example\"/></PinRule>";

        Fault fault = TestFormats.FaultOf(() =>
            TestFormats.Read("WindowsPinRules",
                $"<PinRules><PinRule Error=\"None\">{rule}\n<PinRule Error=\"Revoked\">{rule}</PinRules>"));

        Assert.Contains("line 2, column 2: the rules for 'a.example' have different values of Error", fault.Message);
    }

    [Fact]
    public void Elements_that_are_too_deep_are_refused() =>
        Assert.Contains("deeper", TestFormats.FaultOf(() =>
            TestFormats.Read("Android", string.Concat(Enumerable.Repeat("<domain-config>", 10000)))).Message);

    [Fact]
    public void Elements_with_too_many_attributes_are_refused_before_they_cost()
    {
        string attributes = string.Concat(Enumerable.Range(0, 300_000).Select(i => $" x{i}='>'"));

        Fault fault = TestFormats.FaultOf(() =>
            TestFormats.Read("Android", "<!-- <a b=\"c -->\n<network-security-config" + attributes + "/>"));

        Assert.Contains("line 2, column 1: an element has more than 1000 attributes", fault.Message);
    }
}
