using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>
/// Each format against what its own readers do: what they ignore is ignored here, and what means something to them is
/// taken over or said.
/// </summary>
public sealed class StandardsTests
{
    private const string Pin = "<pin digest=\"SHA-256\">" + TestFormats.X1 + "</pin>";
    private const string PinSets = "<pin-set>" + Pin + "<pin digest=\"SHA-256\">" + TestFormats.X2 + "</pin></pin-set>";
    private const string Domain = "<domain>example.com</domain>";
    private const string Hash = "<dict><key>SPKI-SHA256-BASE64</key><string>" + TestFormats.X1 + "</string></dict>";
    private const string Hashes = "<key>TSKPublicKeyHashes</key><array><string>" + TestFormats.X1 + "</string><string>"
        + TestFormats.X2 + "</string></array>";

    private const string Names = "PinsListTimestamp\n1790000000\n\nGood\nsha256/" + TestFormats.X1
        + "\nBad\nsha256/" + TestFormats.X2;

    [Theory]
    [InlineData("<domain-config cleartextTrafficPermitted=\"true\">" + Domain + PinSets + "</domain-config>",
        "cleartext")]
    [InlineData("<base-config cleartextTrafficPermitted=\"TRUE\"/><domain-config>" + Domain + PinSets
        + "</domain-config>", "cleartext")]
    [InlineData("<domain-config><domain>*.example.org</domain>" + Domain + PinSets + "</domain-config>",
        "*.example.org")]
    [InlineData("<domain-config>" + Domain + "<pin-set>" + Pin + "</pin-set><trustkit-config enforcePinning=\"true\"/>"
        + "</domain-config>", "single pin")]
    [InlineData("<domain-config>" + Domain + PinSets + "<certificateTransparency enabled=\"true\"/></domain-config>",
        "certificateTransparency")]
    public void What_means_something_to_Android_is_said(string configs, string word) =>
        AssertSaid("Android", $"<network-security-config>{configs}</network-security-config>", word);

    [Theory]
    [InlineData("<domain-config cleartextTrafficPermitted=\"false\" tools:ignore=\"x\">" + Domain + PinSets
        + "</domain-config>")]
    [InlineData("<domain-config>" + Domain + "<pin-set><pin digest=\"SHA-256\">\n  C5+lpZ7tcVwmwQIMcRtPbsQt\n  "
        + "WLABXhQzejna0wHFr8M=\n</pin></pin-set></domain-config>")]
    [InlineData("<domain-config>" + Domain + "<pin-set><pin digest=\"sha-256\">" + TestFormats.X1
        + "</pin></pin-set></domain-config>")]
    public void What_Android_ignores_is_ignored(string configs)
    {
        FormatReading reading = TestFormats.Read("Android",
            $"<network-security-config xmlns:tools=\"http://schemas.android.com/tools\">{configs}"
                + "</network-security-config>");

        Assert.Contains("sha256/" + TestFormats.X1, Assert.Single(reading.Sets).Entries.Select(pin => pin.Pin));
        Assert.Empty(reading.Losses);
    }

    [Theory]
    [InlineData("<key>TSKIgnorePinningForUserDefinedTrustAnchors</key><true/>", Hashes, "added to the machine")]
    [InlineData("<key>TSKSwizzleNetworkDelegates</key><true/>", Hashes, "TSKSwizzleNetworkDelegates")]
    [InlineData("", "<key>TSKPublicKeyHashes</key><array><string>" + TestFormats.X1 + "</string></array>", "single pin")]
    [InlineData("", Hashes + "<key>TSKAdditionalTrustAnchors</key><array/>", "TSKAdditionalTrustAnchors")]
    public void What_means_something_to_TrustKit_is_said(string beside, string domain, string word)
    {
        string domains = $"{beside}<key>TSKPinnedDomains</key><dict><key>example.com</key><dict>{domain}</dict></dict>";

        AssertSaid("TrustKit", domains, word);
        AssertSaid("TrustKit", $"<key>TSKConfiguration</key><dict>{domains}</dict>", word);
    }

    [Theory]
    [InlineData("<key>NSAllowsArbitraryLoads</key><true/>", "", "NSAllowsArbitraryLoads")]
    [InlineData("<key>NSExceptionDomains</key><dict/>", "", "NSExceptionDomains")]
    [InlineData("", "<key>cdn.example.com</key><dict><key>NSPinnedCAIdentities</key><array/></dict>",
        "cdn.example.com")]
    public void What_means_something_to_Apple_is_said(string beside, string domain, string word) =>
        AssertSaid("Apple", $"<key>NSAppTransportSecurity</key><dict>{beside}<key>NSPinnedDomains</key><dict>"
            + "<key>example.com</key><dict><key>NSIncludesSubdomains</key><true/>"
            + $"<key>NSPinnedLeafIdentities</key><array>{Hash}</array></dict>{domain}</dict></dict>", word);

    [Fact]
    public void The_lists_of_Apple_bind_pins_to_their_places()
    {
        string text = "<key>NSPinnedDomains</key><dict><key>example.com</key><dict><key>NSPinnedLeafIdentities</key>"
            + $"<array>{Hash}</array></dict></dict>";

        PinSetPin pin = Assert.Single(Assert.Single(TestFormats.Read("Apple", text).Sets).Entries);

        Assert.Equal((PinRole.Leaf, true, false), (pin.Role, pin.MatchesAt(0), pin.MatchesAt(1)));
    }

    [Theory]
    [InlineData("{\"name\": \"a.example\", \"mode\": \"force-https\", \"pins\": \"p\"}", "HSTS")]
    [InlineData("{\"name\": \"a.example\", \"pins\": \"p\", \"expect_ct\": true}", "expect_ct")]
    [InlineData("{\"name\": \"a.example\", \"pins\": \"p\"}", "10 weeks")]
    [InlineData("{\"name\": \"a.example\", \"pins\": \"p\"}, {\"name\": \"b.example\", \"pins\": \"bad\"}", "vetoes")]
    [InlineData("{\"name\": \"a.example\", \"include_subdomains\": true, \"pins\": \"p\"}, "
        + "{\"name\": \"b.a.example\", \"pins\": \"none\"}", "b.a.example")]
    public void What_means_something_to_Chromium_is_said(string entries, string word)
    {
        FormatReading reading = TestFormats.Read("Chromium", Chromium(entries), null, Names);

        Assert.Single(reading.Sets);
        Assert.Contains(reading.Losses, loss => loss.Contains(word));
    }

    [Fact]
    public void What_Chromium_ignores_is_ignored()
    {
        FormatReading reading = TestFormats.Read("Chromium",
            Chromium("{\"name\": \"a.example\", \"policy\": \"custom\", \"include_subdomains_for_pinning\": true, "
                + "\"pins\": \"p\"}"), null, Names.Replace("1790000000", "0"));

        Assert.Equal("**.a.example", Assert.Single(reading.Sets).Pattern);
        Assert.Empty(reading.Losses);
    }

    private static string Chromium(string entries) => "{\"pinsets\": ["
        + "{\"name\": \"p\", \"static_spki_hashes\": [\"Good\"]}, {\"name\": \"none\"},"
        + "{\"name\": \"bad\", \"bad_static_spki_hashes\": [\"Bad\"]}], \"entries\": [" + entries + "]}";

    private static void AssertSaid(string format, string text, string word)
    {
        FormatReading reading = TestFormats.Read(format, text);

        Assert.Single(reading.Sets);
        Assert.Contains(reading.Losses, loss => loss.Contains(word));
    }
}
