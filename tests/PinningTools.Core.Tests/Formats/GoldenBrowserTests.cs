using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Browsers' own lists as they are published, and what they mean.</summary>
public sealed class GoldenBrowserTests
{
    private const string Spki1 = "w3y7Yg3RzkAyhCeBoLHm71YRnuuUW87AAR/DVpLMTw4=";
    private const string Good1 = "Nn8jk5By4Vkq6BeOVZ7R7AC6XUUBZsWmUbJR1f1Y5FY=";

    [Fact]
    public void Chromium_unit_test_lists_with_comments_vetoes_and_a_report_URI()
    {
        string json = TestFormats.Lines(
            "// This is a HSTS preload list for net_unittests.",
            "{",
            "  \"pinsets\": [",
            "    { \"name\": \"withoutRejectedPins\", \"static_spki_hashes\": [\"TestSPKI1\", \"GoodPin1\"] },",
            "    { \"name\": \"withRejectedPins\", \"static_spki_hashes\": [\"GoodPin1\"], "
                + "\"bad_static_spki_hashes\": [\"TestSPKI1\"] },",
            "    { \"name\": \"withReportUri\", \"static_spki_hashes\": [\"GoodPin1\"], \"report_uri\": "
                + "\"http://report-uri.preloaded.test/pkp\" }",
            "  ],",
            "  \"entries\": [",
            "    { \"name\": \"hsts-preloaded.test\", \"policy\": \"test\", \"mode\": \"force-https\" },",
            "    { \"name\": \"no-rejected-pins-pkp.preloaded.test\", \"policy\": \"test\", \"pins\": "
                + "\"withoutRejectedPins\" },",
            "    { \"name\": \"rejected.test\", \"include_subdomains\": true, \"pins\": \"withRejectedPins\" }, "
                + "// a comment",
            "    { \"name\": \"with-report-uri-pkp.preloaded.test\", \"policy\": \"test\", \"pins\": "
                + "\"withReportUri\" }",
            "  ]",
            "}");
        string pins = TestFormats.Lines("# Having a timestamp is required", "PinsListTimestamp", "0", "", "TestSPKI1",
            "sha256/" + Spki1, "", "GoodPin1", "sha256/" + Good1);

        PinSet[] sets = [.. TestFormats.Read(null, json, null, pins).Sets];

        Assert.Equal(["no-rejected-pins-pkp.preloaded.test", "**.rejected.test", "with-report-uri-pkp.preloaded.test"],
            sets.Select(set => set.Pattern));
        Assert.Equal(["TestSPKI1", "GoodPin1"], sets[0].Entries.Select(pin => pin.Note));
        Assert.Equal("sha256/" + Spki1, Assert.Single(sets[1].Entries, pin => pin.Bad).Pin);
        Assert.Equal("http://report-uri.preloaded.test/pkp", sets[2].ReportUri);
        FormatWriting again = TestFormats.Write("Chromium", sets);
        Assert.Empty(again.Losses);
        Assert.Equal(TestFormats.Text(sets), TestFormats.Text(TestFormats.ReadBack("Chromium", again).Sets));
    }

    [Fact]
    public void The_pins_file_of_Chromium_alone()
    {
        string text = $"PinsListTimestamp\n0\n\nISRGRootX1\nsha256/{TestFormats.X1}\n";

        PinSetPin pin = Assert.Single(Assert.Single(TestFormats.Read(null, text).Sets).Entries);

        Assert.Equal(("sha256/" + TestFormats.X1, "ISRGRootX1"), (pin.Pin, pin.Note));
        Assert.Equal(text,
            TestFormats.Write("Chromium", TestFormats.Set("example.com", TestFormats.X1) with { Pins = [pin] }).Companion!.Value.Content);
    }

    [Fact]
    public void A_fingerprint_of_Firefox()
    {
        string text = $"/* ISRG Root X1 */\nstatic const char kISRG_Root_X1Fingerprint[] =\n  \"{TestFormats.X1}\";\n";

        PinSetPin pin = Assert.Single(Assert.Single(TestFormats.Read(null, text).Sets).Entries);

        Assert.Equal(("sha256/" + TestFormats.X1, "ISRG_Root_X1"), (pin.Pin, pin.Note));
        Assert.Contains($"static const char kISRG_Root_X1Fingerprint[] = \"{TestFormats.X1}\";\n",
            TestFormats.Write("Firefox", TestFormats.Set("example.com") with { Pins = [pin] }).Content);
    }

    [Theory]
    [InlineData("{ \"test-mode.pinning.example.com\", true, true, false, -1, &kPinset_mozilla_test },",
        PinSetMode.ReportOnly)]
    [InlineData("{ \"test-mode.pinning.example.com\",\ttrue,\t&kPinset_mozilla_test },", PinSetMode.Enforce)]
    public void The_host_list_of_Firefox(string entry, PinSetMode mode)
    {
        string text = TestFormats.Lines(
            $"static const char kEnd_Entity_Test_CertFingerprint[] = \"{TestFormats.X1}\";",
            "static const char* const kPinset_mozilla_test_Data[] = {\n  kEnd_Entity_Test_CertFingerprint,\n};",
            "static const StaticFingerprints kPinset_mozilla_test = {\n  sizeof(kPinset_mozilla_test_Data) / "
                + "sizeof(const char*),\n  kPinset_mozilla_test_Data\n};",
            "static const TransportSecurityPreload kPublicKeyPinningPreloadList[] = {",
            entry,
            "};",
            "static const PRTime kPreloadPKPinsExpirationTime = INT64_C(1609459199000000);");

        PinSet set = Assert.Single(TestFormats.Read(null, text, null).Sets);

        Assert.Equal("**.test-mode.pinning.example.com", set.Pattern);
        Assert.Equal(mode, set.Mode);
        Assert.Equal(new DateTime(2020, 12, 31, 23, 59, 59, DateTimeKind.Utc), set.Expires);
    }
}
