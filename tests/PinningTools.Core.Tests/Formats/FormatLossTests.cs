using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>
/// What is lost is said, in words that say what becomes of it. The parts in general: <see cref="RoundTripTests"/>.
/// </summary>
public sealed class FormatLossTests
{
    private const string TrustKit = "<key>TSKPinnedDomains</key><dict><key>example.com</key><dict>";
    private const string Hashes = "<key>TSKPublicKeyHashes</key><array><string>" + TestFormats.X1 + "</string></array>";

    [Theory]
    [InlineData("Android")]
    [InlineData("TrustKit")]
    [InlineData("TrustKitAndroid")]
    [InlineData("Apple")]
    [InlineData("Chromium")]
    [InlineData("Firefox")]
    public void One_label_becomes_any_depth_where_there_is_no_equal(string format)
    {
        FormatWriting writing = TestFormats.Write(format, TestFormats.Set("*.example.com", TestFormats.X1, TestFormats.X2));

        Assert.Contains(writing.Losses, loss => loss.Contains("'*.example.com' becomes '**.example.com'"));
        Assert.Equal("**.example.com", Assert.Single(TestFormats.ReadBack(format, writing).Sets).Pattern);
    }

    [Fact]
    public void A_set_that_fits_keeps_its_place_and_the_other_is_left_out_with_a_warning()
    {
        FormatWriting writing = TestFormats.Write("Android", TestFormats.Set("*.example.com", TestFormats.X1),
            TestFormats.Set("**.example.com:8443", TestFormats.X1), TestFormats.Set("**.example.com", TestFormats.X2));

        Assert.Equal("sha256/" + TestFormats.X2,
            Assert.Single(Assert.Single(TestFormats.ReadBack("Android", writing).Sets).Entries).Pin);
        Assert.Contains(
            "'*.example.com' is omitted: in Android it would replace '**.example.com'.", writing.Losses);
        Assert.Contains(
            "'**.example.com:8443' is omitted: in Android it would replace '**.example.com'.",
            writing.Losses);
    }

    [Fact]
    public void A_host_alone_gives_way_to_itself_with_all_below_where_a_name_stands_once()
    {
        PinSet[] sets = [TestFormats.Set("example.com", TestFormats.X1), TestFormats.Set("**.example.com", TestFormats.X2)];

        FormatWriting writing = TestFormats.Write("TrustKit", sets);

        Assert.Contains(writing.Losses, loss =>
            loss.StartsWith("'example.com' is omitted", System.StringComparison.Ordinal));
        Assert.DoesNotContain(TestFormats.Write("OkHttpJava", sets[0], TestFormats.Set("**.example.com", TestFormats.X1)).Losses, loss =>
            loss.Contains("omitted"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apple_joins_its_two_lists_with_and(bool import)
    {
        PinSetPin leaf = TestFormats.Pin(TestFormats.X1) with { Role = PinRole.Leaf, RoleEnforced = true };
        PinSetPin authority = TestFormats.Pin(TestFormats.X2) with { Role = PinRole.Intermediate, RoleEnforced = true };
        PinSet set = TestFormats.Set("example.com") with { Pins = [leaf, authority] };
        FormatWriting writing = TestFormats.Write("Apple", set);

        string loss = Assert.Single(import ? TestFormats.ReadBack("Apple", writing).Losses : writing.Losses);

        Assert.Contains("Apple requires a match among the leaf's pins and another one among the authorities' pins", loss);
    }

    [Theory]
    [InlineData("Apple")]
    [InlineData("Tlsa")]
    public void A_format_that_binds_pins_to_their_roles_says_so_of_sets_that_do_not(string format)
    {
        PinSet set = TestFormats.Set("example.com") with { Pins = [TestFormats.Pin(TestFormats.X1) with { Role = PinRole.Leaf }] };

        Assert.Contains(TestFormats.Write(format, set).Losses, loss => loss.Contains("each pin matches only in its role"));
        Assert.Contains(TestFormats.Write("Android", set with { Pins = [set.Pins[0] with { RoleEnforced = true }] }).Losses,
            loss => loss.Contains("must match only in its role"));
    }

    [Theory]
    [InlineData("TrustKit")]
    [InlineData("TrustKitAndroid")]
    public void TrustKit_does_not_start_with_a_single_pin(string format) =>
        Assert.Contains(TestFormats.Write(format, TestFormats.Set("example.com", TestFormats.X1)).Losses, loss =>
            loss.Contains("single pin"));

    [Fact]
    public void HPKP_wants_a_second_pin() =>
        Assert.Contains("second pin", Assert.Single(TestFormats.Write("Hpkp", TestFormats.Set("example.com", TestFormats.X1)).Losses));

    [Fact]
    public void curl_compares_the_leaf_only()
    {
        PinSet set = TestFormats.Set("example.com") with { Pins = [TestFormats.Pin(TestFormats.X1) with { Role = PinRole.Root }] };

        Assert.Contains(TestFormats.Write("Curl", set).Losses, loss => loss.Contains("authorities match nothing"));
        Assert.Contains("server's own key", Assert.Single(TestFormats.Read("Curl", "sha256//" + TestFormats.X1).Losses));
    }

    [Fact]
    public void TLSA_records_without_a_port_are_for_443_and_that_is_said()
    {
        FormatWriting writing = TestFormats.Write("Tlsa", TestFormats.Set("example.com", TestFormats.X1));

        Assert.StartsWith("_443._tcp.example.com. IN TLSA 3 1 1 ", writing.Content, System.StringComparison.Ordinal);
        Assert.Contains(writing.Losses, loss => loss.Contains("ports other than 443"));
        Assert.Contains(writing.Losses, loss => loss.Contains("without a role"));
        Assert.Contains(writing.Losses, loss => loss.Contains("DNSSEC"));
    }

    [Fact]
    public void A_TLSA_record_for_every_port_is_a_host_without_one() =>
        Assert.Equal("example.com",
            Assert.Single(TestFormats.Read("Tlsa", $"*._tcp.example.com. IN TLSA 3 1 1 {TestFormats.X1Hex}", null).Sets).Pattern);

    [Fact]
    public void TLSA_hashes_that_are_no_pins_are_left_out_with_a_warning()
    {
        string owner = "_443._tcp.example.com. IN TLSA ";

        FormatReading reading = TestFormats.Read("Tlsa",
            $"{owner}3 1 1 {TestFormats.X1Hex}\n{owner}3 0 1 {TestFormats.X2Hex}\n{owner}3 1 2 {TestFormats.X1Hex}{TestFormats.X2Hex}\n", null);

        Assert.Single(Assert.Single(reading.Sets).Entries);
        Assert.Contains(reading.Losses, loss => loss.Contains("selector 0"));
        Assert.Contains(reading.Losses, loss => loss.Contains("SHA-512"));
    }

    [Fact]
    public void Whole_certificates_and_keys_in_TLSA_records_are_pins()
    {
        DerCertificate certificate = Certificates.All[0];
        string owner = "_443._tcp.example.com. IN TLSA ";

        PinSetPin[] pins =
            TestFormats.Read(
                "Tlsa",
                $"{owner}3 0 0 {Hex.ToUpper(certificate.Raw)}\n_25{owner.Substring(4)}3 1 0 "
                    + $"{Hex.ToLower(certificate.SubjectPublicKeyInfo)}", null)
            .Sets.SelectMany(set => set.Entries).ToArray();

        Assert.All(pins, pin => Assert.Equal(certificate.Pin, pin.Value));
        Assert.Equal(Base64Certificate.Write(certificate), pins[0].Certificate);
    }

    [Fact]
    public void Certificate_records_are_written_of_certificates_alone()
    {
        DerCertificate certificate = Certificates.All[0];
        var pin =
            new PinSetPin(certificate.Pin) { Role = PinRole.Leaf, Certificate = Base64Certificate.Write(certificate) };

        FormatWriting writing =
            TestFormats.Write("TlsaCertificate", TestFormats.Set("example.com:25", TestFormats.X1) with { Pins = [pin, TestFormats.Pin(TestFormats.X1)] });

        Assert.Equal(
            $"_25._tcp.example.com. IN TLSA 3 0 1 {Hex.ToLower(certificate.Sha256Thumbprint())}\n", writing.Content);
        Assert.Contains(writing.Losses, loss => loss.Contains(TestFormats.X1));
    }

    [Fact]
    public void A_time_of_expiry_that_only_has_a_day_fails_earlier_not_later()
    {
        PinSet set = TestFormats.Set("example.com", TestFormats.X1) with
        {
            Expires = new System.DateTime(2027, 1, 1, 12, 0, 0, System.DateTimeKind.Utc),
            OnExpired = ExpiredAction.Fail,
        };

        FormatWriting writing = TestFormats.Write("Android", set);

        Assert.Contains("expiration=\"2027-01-01\"", writing.Content);
        Assert.Contains(writing.Losses, loss => loss.Contains("at the beginning of 2027-01-01"));
        Assert.Contains(writing.Losses, loss => loss.Contains("OnExpired Fail: expired pins are no longer compared"));
    }

    [Theory]
    [InlineData("TrustKit",
        TrustKit + "<key>TSKIncludeSubdomains</key><true/>" + Hashes + "</dict><key>cdn.example.com</key>"
            + "<dict><key>TSKExcludeSubdomainFromParentPolicy</key><true/></dict></dict>",
        "'cdn.example.com' is not pinned in the source")]
    [InlineData("TrustKit",
        TrustKit + "<key>TSKReportUris</key><array><string>https://a/</string><string>https://b/</string></array>"
            + Hashes + "</dict></dict>",
        "https://b/")]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\"; max-age=60", "max-age=60")]
    [InlineData("Hpkp", "pin-sha256=\"" + TestFormats.X1 + "\"; max-age=5184000; strict", "'strict'")]
    [InlineData("GoJson", "{\"MaxAge\": 60, \"Sha256Pins\": [\"" + TestFormats.X1 + "\"]}", "MaxAge 60")]
    [InlineData("Tlsa", "$INCLUDE other\n_443._tcp.example.com. TLSA 1 1 1 " + TestFormats.X1Hex, "$INCLUDE")]
    public void What_an_import_cannot_take_over_is_said(string format, string text, string loss) =>
        Assert.Contains(TestFormats.Read(format, text).Losses, said => said.Contains(loss));

    [Fact]
    public void An_attack_through_a_report_URI_stays_inside_its_text()
    {
        PinSet set = TestFormats.Set("example.com", TestFormats.X1, TestFormats.X2)
            with { ReportUri = "https://r.example/\"; max-age=1; x=\"<a>" };

        string header = TestFormats.Write("Hpkp", set).Content;

        string before = header.Replace("%20", " ").Split(["report-uri="], StringSplitOptions.None)[0];
        Assert.DoesNotContain("max-age=1;", before);
        Assert.Equal(1, header.Split(["report-uri=\""], StringSplitOptions.None)[1].Count(c => c == '"'));
        Assert.Equal("https://r.example/%22;%20max-age=1;%20x=%22%3Ca%3E",
            Assert.Single(TestFormats.Read("Hpkp", header).Sets).ReportUri);
    }
}
