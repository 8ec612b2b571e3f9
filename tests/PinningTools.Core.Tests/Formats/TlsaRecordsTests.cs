using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>Zone files and the output of dig: aliases, relative names, records that are of no use.</summary>
public sealed class TlsaRecordsTests
{
    private const string Www = "_443._tcp.www.example.com.";

    [Theory]
    [InlineData(0, PinRole.Intermediate, false)]
    [InlineData(1, PinRole.Leaf, true)]
    [InlineData(2, PinRole.Root, false)]
    [InlineData(3, PinRole.Leaf, true)]
    public void A_usage_binds_the_pin_to_its_place(int usage, PinRole role, bool isLeaf)
    {
        PinSetPin pin = Assert.Single(Read($"{Www} IN TLSA {usage} 1 1 {TestFormats.X1Hex}").Sets[0].Entries);

        Assert.Equal((role, true, isLeaf, !isLeaf),
            (pin.Role, pin.RoleEnforced, pin.MatchesAt(0), pin.MatchesAt(1)));
    }

    [Theory]
    [InlineData("3 1 1 0B9F 2 1 1 0B9F", false)]
    [InlineData("1 1 1 0B9F 3 1 1 0B9F", true)]
    public void A_key_with_records_for_several_places_matches_in_each(string usages, bool isEnforced)
    {
        string[] parts = usages.Split([" 0B9F"], StringSplitOptions.None);

        PinSetPin pin = Assert.Single(Read(string.Concat(parts.Where(part => part.Length > 0)
            .Select(part => $"{Www} IN TLSA {part.Trim()} {TestFormats.X1Hex}\n"))).Sets[0].Entries);

        Assert.Equal(isEnforced, pin.RoleEnforced);
        Assert.True(pin.MatchesAt(0));
    }

    [Theory]
    [InlineData("3 1 1 0B9FA5A59EED715C26C1020C711B4F6EC42D58B0015E14337A39DAD3 01C5AFC3\n")]
    [InlineData("3 1 1 " + TestFormats.X1Hex)]
    [InlineData("tlsa.example.net.\n3 1 1 " + TestFormats.X1Hex + "\n")]
    [InlineData("3 1 1 (\n\t0B9FA5A59EED715C26C1020C711B4F6EC42D58B0015E1433\n\t7A39DAD301C5AFC3 )\n")]
    public void What_dig_short_prints_is_for_the_hosts_that_are_given(string text)
    {
        PinSet set = Assert.Single(TestFormats.Read(null, text, "mx.example.com:25").Sets);

        Assert.Equal("mx.example.com:25", set.Pattern);
        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(set.Entries).Pin);
        Assert.Equal("HostsMissing", TestFormats.FaultOf(() => TestFormats.Read(null, text, null)).Id);
    }

    [Fact]
    public void What_the_program_host_prints_is_read()
    {
        string text = "_25._tcp.mx.example.com is an alias for tlsa.example.net.\n"
            + $"tlsa.example.net has TLSA record 3 1 1 {TestFormats.X1Hex.ToUpperInvariant()}\n";

        Assert.Equal("mx.example.com:25", Assert.Single(TestFormats.Read(null, text, null).Sets).Pattern);
    }

    [Fact]
    public void A_relative_owner_is_never_completed_without_a_word()
    {
        string rest = $"{Www} IN TLSA 3 1 1 {TestFormats.X2Hex}\n";

        FormatReading alone = TestFormats.Read("Tlsa", $"_443._tcp.api IN TLSA 3 1 1 {TestFormats.X1Hex}\n{rest}", null);
        FormatReading given = TestFormats.Read("Tlsa", $"_443._tcp.api IN TLSA 3 1 1 {TestFormats.X1Hex}\n", "example.com");
        FormatReading nameless = TestFormats.Read("Tlsa", $"_443._tcp IN TLSA 3 1 1 {TestFormats.X1Hex}\n", "example.com");
        FormatReading dotless = TestFormats.Read("Tlsa", $"_443._tcp.api.example.com TLSA 3 1 1 {TestFormats.X1Hex}\n", null);
        FormatReading origin =
            TestFormats.Read("Tlsa", $"$ORIGIN example.com.\n_443._tcp.api IN TLSA 3 1 1 {TestFormats.X1Hex}\n", null);

        Assert.Equal("www.example.com:443", Assert.Single(alone.Sets).Pattern);
        Assert.Contains(alone.Losses, loss => loss.Contains("_443._tcp.api") && loss.Contains("$ORIGIN"));
        Assert.Equal("api.example.com:443", Assert.Single(given.Sets).Pattern);
        Assert.Contains(given.Losses, loss => loss.Contains("$ORIGIN"));
        Assert.Equal("example.com:443", Assert.Single(nameless.Sets).Pattern);
        Assert.Equal("api.example.com:443", Assert.Single(dotless.Sets).Pattern);
        Assert.Contains(dotless.Losses, loss => loss.Contains("$ORIGIN"));
        Assert.Equal("api.example.com:443", Assert.Single(origin.Sets).Pattern);
        Assert.DoesNotContain(origin.Losses, loss => loss.Contains("$ORIGIN"));
        Assert.Equal("FormatMalformed", TestFormats.FaultOf(() =>
            TestFormats.Read("Tlsa", $"_443._tcp.api IN TLSA 3 1 1 {TestFormats.X1Hex}\n", null)).Id);
    }

    [Fact]
    public void An_alias_is_followed_within_the_text_and_said_where_it_leads_out()
    {
        string text = TestFormats.Lines(
            "$ORIGIN example.com.",
            "_443._tcp.www CNAME tlsa201._dane",
            "_443._tcp.api 300 IN CNAME _443._tcp.www",
            "_443._tcp.out IN CNAME tlsa.example.net.",
            "_443._tcp.loop IN CNAME _443._tcp.loop",
            "mail IN CNAME www.example.com.",
            $"tlsa201._dane IN TLSA 3 1 1 {TestFormats.X1Hex}");

        FormatReading reading = TestFormats.Read(null, text, null);

        Assert.Equal(["www.example.com:443", "api.example.com:443"], reading.Sets.Select(set => set.Pattern));
        Assert.All(reading.Sets, set => Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(set.Entries).Pin));
        Assert.Contains(reading.Losses, loss => loss.Contains("_443._tcp.out") && loss.Contains("tlsa.example.net"));
        Assert.Contains(reading.Losses, loss => loss.Contains("_443._tcp.loop"));
        Assert.Contains(reading.Losses, loss => loss.Contains("'mail.example.com' is an alias"));
        Assert.DoesNotContain(reading.Losses, loss => loss.Contains("tlsa201._dane.example.com' "));
    }

    [Theory]
    [InlineData(Www + " IN TLSA 4 1 1 " + TestFormats.X1Hex, "usage 4")]
    [InlineData(Www + " IN TLSA 255 1 1 " + TestFormats.X1Hex, "usage 255")]
    [InlineData(Www + " IN TLSA 3 2 1 " + TestFormats.X1Hex, "selector 2")]
    [InlineData(Www + " IN TLSA 3 1 3 " + TestFormats.X1Hex, "matching type 3")]
    [InlineData(Www + " IN TLSA 3 1 1 0b9f", "2 bytes")]
    [InlineData(Www + " IN TLSA 3 0 0 3000", "DER")]
    [InlineData(Www + " IN TLSA 3 1 1 zz", "hex digits")]
    [InlineData(Www + " IN TLSA 3 1", "a TLSA record must have")]
    [InlineData("www.example.com. IN TLSA 3 1 1 " + TestFormats.X1Hex, "_port._tcp.host")]
    [InlineData("_443._tcp.192.0.2.1. IN TLSA 3 1 1 " + TestFormats.X1Hex, "IP address")]
    [InlineData("_0._tcp.www.example.com. IN TLSA 3 1 1 " + TestFormats.X1Hex, "_port._tcp.host")]
    [InlineData("*.example.com. IN TLSA 3 1 1 " + TestFormats.X1Hex, "_port._tcp.host")]
    public void A_record_that_is_of_no_use_is_said_and_the_rest_is_kept(string record, string said)
    {
        FormatReading reading = Read($"{record}\n_25._tcp.mx.example.com. IN TLSA 3 1 1 {TestFormats.X2Hex}\n");

        Assert.Equal(["mx.example.com:25"], reading.Sets.Select(set => set.Pattern));
        Assert.Contains(reading.Losses, loss => loss.Contains(said) && loss.Contains("line 1"));
    }

    [Fact]
    public void Lines_of_dig_that_were_pasted_with_blanks_name_their_owners()
    {
        string text = $"  {Www} 300 IN TLSA 3 1 1 {TestFormats.X1Hex}\n"
            + $"  _25._tcp.mx.example.com. 300 IN TLSA 3 1 1 {TestFormats.X2Hex}\n";

        Assert.Equal(["www.example.com:443", "mx.example.com:25"], Read(text).Sets.Select(set => set.Pattern));
    }

    [Fact]
    public void Signatures_and_records_of_other_types_and_classes_are_no_pins()
    {
        string text = TestFormats.Lines(
            $"{Www} 300 IN RRSIG TLSA 8 5 300 20270101000000 20260101000000 1 example.com. AAAA",
            $"{Www} 300 CH TLSA 3 1 1 {TestFormats.X2Hex}",
            $"; {Www} 300 IN TLSA 3 1 1 {TestFormats.X2Hex}",
            $"{Www} 300 IN TLSA 3 1 1 {TestFormats.X1Hex}");

        Assert.Equal("sha256/" + TestFormats.X1, Assert.Single(Assert.Single(Read(text).Sets).Entries).Pin);
    }

    [Theory]
    [InlineData(Www + " CLASS1 TYPE52 \\# 35 030101" + TestFormats.X1Hex)]
    [InlineData(Www + " IN TLSA DANE-EE SPKI SHA2-256 " + TestFormats.X1Hex)]
    [InlineData(Www + " IN TLSA pkix-ee spki sha2-256 " + TestFormats.X1Hex)]
    [InlineData("Non-authoritative answer:\n_443._tcp.www.example.com\trdata_52 = 3 1 1 " + TestFormats.X1Hex)]
    [InlineData("$TTL 1h\n$ORIGIN example.com.\n_443._tcp.www 1h30m IN TLSA ( 3 1 1 ; key\n " + TestFormats.X1Hex + " )")]
    public void The_same_record_in_other_words_is_the_same_pin(string text)
    {
        PinSet set = Assert.Single(TestFormats.Read(null, text, null).Sets);

        Assert.Equal("www.example.com:443", set.Pattern);
        PinSetPin pin = Assert.Single(set.Entries);
        Assert.Equal(("sha256/" + TestFormats.X1, PinRole.Leaf), (pin.Pin, pin.Role));
    }

    [Fact]
    public void The_root_is_an_origin()
    {
        FormatReading reading = Read($"$ORIGIN .\n_443._tcp.www.example.com IN TLSA 1 1 1 {TestFormats.X1Hex}\n");

        Assert.Equal("www.example.com:443", Assert.Single(reading.Sets).Pattern);
        Assert.Empty(reading.Losses);
    }

    private static FormatReading Read(string text) => TestFormats.Read("Tlsa", text, null);
}
