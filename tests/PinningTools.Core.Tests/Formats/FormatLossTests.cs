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
    private const string Hashes = "<key>TSKPublicKeyHashes</key><array><string>" + Form.X1 + "</string></array>";

    [Theory]
    [InlineData("Android")]
    [InlineData("TrustKit")]
    [InlineData("TrustKitAndroid")]
    [InlineData("Apple")]
    [InlineData("Chromium")]
    [InlineData("Firefox")]
    public void One_label_becomes_any_depth_where_there_is_no_equal(string format)
    {
        FormatWriting writing = Form.Write(format, Form.Set("*.example.com", Form.X1, Form.X2));

        Assert.Contains(writing.Losses, loss => loss.Contains("'*.example.com' becomes '**.example.com'"));
        Assert.Equal("**.example.com", Assert.Single(Form.ReadBack(format, writing).Sets).Pattern);
    }

    [Fact]
    public void A_set_that_fits_keeps_its_place_and_the_other_is_left_out_with_a_warning()
    {
        FormatWriting writing = Form.Write("Android", Form.Set("*.example.com", Form.X1),
            Form.Set("**.example.com:8443", Form.X1), Form.Set("**.example.com", Form.X2));

        Assert.Equal("sha256/" + Form.X2,
            Assert.Single(Assert.Single(Form.ReadBack("Android", writing).Sets).Entries).Pin);
        Assert.Contains(
            "'*.example.com' is omitted: in Android it would replace '**.example.com'.", writing.Losses);
        Assert.Contains(
            "'**.example.com:8443' is omitted: in Android it would replace '**.example.com'.",
            writing.Losses);
    }

    [Fact]
    public void A_host_alone_gives_way_to_itself_with_all_below_where_a_name_stands_once()
    {
        PinSet[] sets = [Form.Set("example.com", Form.X1), Form.Set("**.example.com", Form.X2)];

        FormatWriting writing = Form.Write("TrustKit", sets);

        Assert.Contains(writing.Losses, loss =>
            loss.StartsWith("'example.com' is omitted", System.StringComparison.Ordinal));
        Assert.DoesNotContain(Form.Write("OkHttpJava", sets[0], Form.Set("**.example.com", Form.X1)).Losses, loss =>
            loss.Contains("omitted"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apple_joins_its_two_lists_with_and(bool import)
    {
        PinSetPin leaf = Form.Pin(Form.X1) with { Role = PinRole.Leaf, RoleEnforced = true };
        PinSetPin authority = Form.Pin(Form.X2) with { Role = PinRole.Intermediate, RoleEnforced = true };
        PinSet set = Form.Set("example.com") with { Pins = [leaf, authority] };
        FormatWriting writing = Form.Write("Apple", set);

        string loss = Assert.Single(import ? Form.ReadBack("Apple", writing).Losses : writing.Losses);

        Assert.Contains("Apple requires a match among the leaf's pins and another one among the authorities' pins", loss);
    }

    [Theory]
    [InlineData("Apple")]
    [InlineData("Tlsa")]
    public void A_format_that_binds_pins_to_their_roles_says_so_of_sets_that_do_not(string format)
    {
        PinSet set = Form.Set("example.com") with { Pins = [Form.Pin(Form.X1) with { Role = PinRole.Leaf }] };

        Assert.Contains(Form.Write(format, set).Losses, loss => loss.Contains("each pin matches only in its role"));
        Assert.Contains(Form.Write("Android", set with { Pins = [set.Pins[0] with { RoleEnforced = true }] }).Losses,
            loss => loss.Contains("must match only in its role"));
    }

    [Theory]
    [InlineData("TrustKit")]
    [InlineData("TrustKitAndroid")]
    public void TrustKit_does_not_start_with_a_single_pin(string format) =>
        Assert.Contains(Form.Write(format, Form.Set("example.com", Form.X1)).Losses, loss =>
            loss.Contains("single pin"));

    [Fact]
    public void HPKP_wants_a_second_pin() =>
        Assert.Contains("second pin", Assert.Single(Form.Write("Hpkp", Form.Set("example.com", Form.X1)).Losses));

    [Fact]
    public void curl_compares_the_leaf_only()
    {
        PinSet set = Form.Set("example.com") with { Pins = [Form.Pin(Form.X1) with { Role = PinRole.Root }] };

        Assert.Contains(Form.Write("Curl", set).Losses, loss => loss.Contains("authorities match nothing"));
        Assert.Contains("server's own key", Assert.Single(Form.Read("Curl", "sha256//" + Form.X1).Losses));
    }

    [Fact]
    public void TLSA_records_without_a_port_are_for_443_and_that_is_said()
    {
        FormatWriting writing = Form.Write("Tlsa", Form.Set("example.com", Form.X1));

        Assert.StartsWith("_443._tcp.example.com. IN TLSA 3 1 1 ", writing.Content, System.StringComparison.Ordinal);
        Assert.Contains(writing.Losses, loss => loss.Contains("ports other than 443"));
        Assert.Contains(writing.Losses, loss => loss.Contains("without a role"));
        Assert.Contains(writing.Losses, loss => loss.Contains("DNSSEC"));
    }

    [Fact]
    public void A_TLSA_record_for_every_port_is_a_host_without_one() =>
        Assert.Equal("example.com",
            Assert.Single(Form.Read("Tlsa", $"*._tcp.example.com. IN TLSA 3 1 1 {Form.X1Hex}", null).Sets).Pattern);

    [Fact]
    public void TLSA_hashes_that_are_no_pins_are_left_out_with_a_warning()
    {
        string owner = "_443._tcp.example.com. IN TLSA ";

        FormatReading reading = Form.Read("Tlsa",
            $"{owner}3 1 1 {Form.X1Hex}\n{owner}3 0 1 {Form.X2Hex}\n{owner}3 1 2 {Form.X1Hex}{Form.X2Hex}\n", null);

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
            Form.Read(
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
            Form.Write("TlsaCertificate", Form.Set("example.com:25", Form.X1) with { Pins = [pin, Form.Pin(Form.X1)] });

        Assert.Equal(
            $"_25._tcp.example.com. IN TLSA 3 0 1 {Hex.ToLower(certificate.Sha256Thumbprint())}\n", writing.Content);
        Assert.Contains(writing.Losses, loss => loss.Contains(Form.X1));
    }

    [Fact]
    public void A_time_of_expiry_that_only_has_a_day_fails_earlier_not_later()
    {
        PinSet set = Form.Set("example.com", Form.X1) with
        {
            Expires = new System.DateTime(2027, 1, 1, 12, 0, 0, System.DateTimeKind.Utc),
            OnExpired = ExpiredAction.Fail,
        };

        FormatWriting writing = Form.Write("Android", set);

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
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\"; max-age=60", "max-age=60")]
    [InlineData("Hpkp", "pin-sha256=\"" + Form.X1 + "\"; max-age=5184000; strict", "'strict'")]
    [InlineData("GoJson", "{\"MaxAge\": 60, \"Sha256Pins\": [\"" + Form.X1 + "\"]}", "MaxAge 60")]
    [InlineData("Tlsa", "$INCLUDE other\n_443._tcp.example.com. TLSA 1 1 1 " + Form.X1Hex, "$INCLUDE")]
    public void What_an_import_cannot_take_over_is_said(string format, string text, string loss) =>
        Assert.Contains(Form.Read(format, text).Losses, said => said.Contains(loss));

    [Fact]
    public void An_attack_through_a_report_URI_stays_inside_its_text()
    {
        PinSet set = Form.Set("example.com", Form.X1, Form.X2)
            with { ReportUri = "https://r.example/\"; max-age=1; x=\"<a>" };

        string header = Form.Write("Hpkp", set).Content;

        string before = header.Replace("%20", " ").Split(["report-uri="], StringSplitOptions.None)[0];
        Assert.DoesNotContain("max-age=1;", before);
        Assert.Equal(1, header.Split(["report-uri=\""], StringSplitOptions.None)[1].Count(c => c == '"'));
        Assert.Equal("https://r.example/%22;%20max-age=1;%20x=%22%3Ca%3E",
            Assert.Single(Form.Read("Hpkp", header).Sets).ReportUri);
    }
}
