using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Documents as they are published for apps, and what they mean.</summary>
public sealed class GoldenAppTests
{
    private static readonly PinSet s_both = TestFormats.Set("**.example.com", TestFormats.X1, TestFormats.X2);

    [Fact]
    public void An_OkHttp_builder_in_Java()
    {
        string text = TestFormats.Lines(
            "new CertificatePinner.Builder()",
            $"    .add(\"**.example.com\", \"sha256/{TestFormats.X1}\", \"sha256/{TestFormats.X2}\")",
            "    .build();");

        Assert.Equal(text, TestFormats.Write("OkHttpJava", s_both).Content);
        Assert.Equal(TestFormats.Text([s_both]), TestFormats.Text(TestFormats.Read(null, text).Sets));
    }

    [Fact]
    public void An_OkHttp_builder_in_Kotlin_over_several_lines_with_comments()
    {
        string text = TestFormats.Lines(
            "val client = OkHttpClient.Builder() // .add(\"no.example\", \"sha256/AAAA\")",
            "    .addInterceptor(logging)",
            "    .certificatePinner(",
            "        CertificatePinner.Builder()",
            "            /* outer /* .add(\"no.example\", \"sha256/AAAA\") */ still a comment */",
            "            .add(",
            "                \"**.example.com\", // everything",
            $"                \"sha256/{TestFormats.X1}\",",
            $"                \"sha256/\" + \"{TestFormats.X2}\",",
            "            )",
            "            .build())",
            "    .build()");

        Assert.Equal(TestFormats.Text([s_both]), TestFormats.Text(TestFormats.Read(null, text).Sets));
        Assert.StartsWith("CertificatePinner.Builder()\n    .add(", TestFormats.Write("OkHttpKotlin", s_both).Content,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_Android_configuration()
    {
        string text = TestFormats.Lines(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<network-security-config>",
            "  <domain-config>",
            "    <domain includeSubdomains=\"true\">example.com</domain>",
            "    <pin-set expiration=\"2027-01-01\">",
            $"      <pin digest=\"SHA-256\">{TestFormats.X1}</pin>",
            $"      <pin digest=\"SHA-256\">{TestFormats.X2}</pin>",
            "    </pin-set>",
            "  </domain-config>",
            "</network-security-config>");

        FormatReading reading = TestFormats.Read(null, text);
        PinSet set = Assert.Single(reading.Sets);

        Assert.Equal(new DateTime(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc), set.Expires);
        Assert.Equal(ExpiredAction.Unpinned, set.OnExpired);
        Assert.Empty(reading.Losses);
        Assert.Equal(text, TestFormats.Write("Android", set).Content);
    }

    [Fact]
    public void Nested_Android_domains_inherit_and_what_is_lost_is_said()
    {
        string text = TestFormats.Lines(
            "<network-security-config>",
            "  <base-config><trust-anchors><certificates src=\"user\" "
                + "overridePins=\"TRUE\"/></trust-anchors></base-config>",
            "  <domain-config cleartextTrafficPermitted=\"false\">",
            "    <domain includeSubdomains=\"True\">example.com</domain>",
            $"    <pin-set><pin digest=\"SHA-256\">{TestFormats.X1}</pin></pin-set>",
            "    <domain-config><domain>api.example.com</domain></domain-config>",
            "    <domain-config><domain>cdn.example.com</domain><pin-set/></domain-config>",
            "  </domain-config>",
            "</network-security-config>");

        FormatReading reading = TestFormats.Read(null, text);

        Assert.Equal(["**.example.com", "api.example.com"], reading.Sets.Select(set => set.Pattern));
        Assert.All(reading.Sets, set => Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(set.Entries).Pin));
        Assert.Contains(reading.Losses, loss => loss.Contains("overridePins"));
        Assert.Contains(reading.Losses, loss => loss.Contains("cdn.example.com"));
    }

    [Fact]
    public void A_TrustKit_configuration_for_Android()
    {
        string text = TestFormats.Lines(
            "<network-security-config>",
            "  <domain-config>",
            "    <domain includeSubdomains=\"true\">www.datatheorem.com</domain>",
            "    <pin-set>",
            $"      <pin digest=\"SHA-256\">{TestFormats.X1}</pin>",
            $"      <pin digest=\"SHA-256\">{TestFormats.X2}</pin>",
            "    </pin-set>",
            "    <trustkit-config enforcePinning=\"false\">",
            "      <report-uri>http://report.datatheorem.com/log_report</report-uri>",
            "    </trustkit-config>",
            "  </domain-config>",
            "</network-security-config>");

        PinSet set = Assert.Single(TestFormats.Read(null, text).Sets);

        Assert.Equal(PinSetMode.ReportOnly, set.Mode);
        Assert.Equal("http://report.datatheorem.com/log_report", set.ReportUri);
    }

    [Fact]
    public void The_TrustKit_example_of_its_README_as_a_property_list()
    {
        string text = Plist(
            "<key>TSKSwizzleNetworkDelegates</key><false/>",
            "<key>TSKPinnedDomains</key><dict><key>www.datatheorem.com</key><dict>",
            "<key>TSKExpirationDate</key><string>2017-12-01</string><key>TSKPublicKeyHashes</key><array>",
            "<string>HXXQgxueCIU5TTLHob/bPbwcKOKw6DkfsTWYHbxbqTY=</string>",
            "<string>0SDf3cRToyZJaMsoS17oF72VMavLxj/N7WBNasNuiR8=</string></array>",
            "<key>TSKEnforcePinning</key><false/><key>TSKReportUris</key><array>",
            "<string>http://report.datatheorem.com/log_report</string></array></dict>",
            "<key>yahoo.com</key><dict><key>TSKPublicKeyHashes</key><array>",
            "<string>TQEtdMbmwFgYUifM4LDF+xgEtd0z69mPGmkp014d6ZY=</string>",
            "<string>rFjc3wG7lTZe43zeYTvPq8k4xdDEutCmIhI5dn4oCeE=</string></array>",
            "<key>TSKIncludeSubdomains</key><true/></dict></dict>");

        PinSet[] sets =
            [.. TestFormats.Read(null, text.Replace("<dict><key>TSKSw", "<dict><key>TSKConfiguration</key><dict><key>TSKSw")
                .Replace("</dict></plist>", "</dict></dict></plist>")).Sets];

        Assert.Equal(["www.datatheorem.com", "**.yahoo.com"], sets.Select(set => set.Pattern));
        Assert.Equal([PinSetMode.ReportOnly, PinSetMode.Enforce], sets.Select(set => set.Mode));
        Assert.Equal(new DateTime(2017, 12, 1, 0, 0, 0, DateTimeKind.Utc), sets[0].Expires);
        Assert.Equal(4, sets.Sum(set => set.Entries.Count));
    }

    [Fact]
    public void An_excerpt_of_a_TrustKit_configuration()
    {
        string text = "<key>TSKConfiguration</key><dict><key>TSKPinnedDomains</key><dict><key>example.com</key><dict>\n"
            + "  <key>TSKIncludeSubdomains</key><true/><key>TSKEnforcePinning</key><true/>\n"
            + "  <key>TSKExpirationDate</key><string>2027-01-01</string>\n"
            + $"  <key>TSKPublicKeyHashes</key><array><string>{TestFormats.X1}</string><string>{TestFormats.X2}</string></array>"
            + "</dict></dict></dict>";

        PinSet set = Assert.Single(TestFormats.Read(null, text).Sets);

        Assert.Equal(
            TestFormats.Text([s_both with { Expires = new DateTime(2027, 1, 1), OnExpired = ExpiredAction.Unpinned }]),
            TestFormats.Text([set]));
    }

    [Fact]
    public void Apple_pinned_domains()
    {
        string text =
            "<key>NSAppTransportSecurity</key><dict><key>NSPinnedDomains</key><dict><key>example.com</key><dict>\n"
            + "  <key>NSIncludesSubdomains</key><true/>\n  <key>NSPinnedCAIdentities</key><array>\n"
            + $"    <dict><key>SPKI-SHA256-BASE64</key><string>{TestFormats.X1}</string></dict>\n"
            + $"    <dict><key>SPKI-SHA256-BASE64</key><string>{TestFormats.X2}</string></dict>\n  "
            + "</array></dict></dict></dict>";

        FormatReading reading = TestFormats.Read(null, text);

        PinSet set = Assert.Single(reading.Sets);
        Assert.Equal("**.example.com", set.Pattern);
        Assert.All(set.Entries, pin => Assert.Equal(PinRole.Intermediate, pin.Role));
        Assert.Empty(reading.Losses);
    }

    private static string Plist(params string[] parts) =>
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
            + "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
        + "<plist version=\"1.0\">\n<dict>" + string.Concat(parts) + "</dict></plist>\n";
}
