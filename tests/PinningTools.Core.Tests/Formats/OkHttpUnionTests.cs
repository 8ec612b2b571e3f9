using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Formats;

/// <summary>OkHttp joins the pins of all patterns that match; a store takes the most specific set.</summary>
public sealed class OkHttpUnionTests
{
    private const string A = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string B = "sha256/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";
    private const string C = "sha256/CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCA=";

    [Fact]
    public void Every_host_accepts_the_pins_that_OkHttp_would()
    {
        (string Pattern, string Pin)[] calls = [("**.example.com", A), ("*.example.com", B), ("a.example.com", C)];

        PinStore store = Read(calls);

        Assert.Equal(A, Pins(store, "example.com"));
        Assert.Equal(A, Pins(store, "x.y.example.com"));
        Assert.Equal(B + A, Pins(store, "b.example.com"));
        Assert.Equal(C + B + A, Pins(store, "a.example.com"));
    }

    [Fact]
    public void A_host_that_two_patterns_share_gets_a_set_of_its_own()
    {
        PinStore store = Read(("*.example.com", A), ("**.a.example.com", B));

        Assert.Equal(A + B, Pins(store, "a.example.com"));
        Assert.Equal(A, Pins(store, "b.example.com"));
        Assert.Equal(B, Pins(store, "x.a.example.com"));
    }

    [Fact]
    public void Calls_for_the_same_pattern_add_up_and_duplicates_count_once() =>
        Assert.Equal(A + B, Pins(Read(("Example.com", A), ("example.com.", B), ("example.com", A)), "example.com"));

    [Fact]
    public void An_export_warns_where_OkHttp_accepts_more()
    {
        PinSet[] sets = [TestFormats.Set("**.example.com", A), TestFormats.Set("a.example.com", B)];

        string loss = Assert.Single(TestFormats.Write("OkHttpJava", sets).Losses);

        Assert.Contains("'a.example.com' also accept the pins of '**.example.com'", loss);
        Assert.Empty(TestFormats.Write("OkHttpJava", sets[0], TestFormats.Set("a.example.com", B, A)).Losses);
    }

    [Fact]
    public void An_export_warns_of_the_host_two_patterns_share() =>
        Assert.Contains("'a.example.com' accepts", Assert.Single(
            TestFormats.Write("OkHttpJava", TestFormats.Set("*.example.com", A), TestFormats.Set("**.a.example.com", B)).Losses));

    private static PinStore Read(params (string Pattern, string Pin)[] calls) =>
        new(TestFormats.Read("OkHttpJava", "new CertificatePinner.Builder()"
            + string.Concat(calls.Select(call => $".add(\"{call.Pattern}\", \"{call.Pin}\")")) + ".build();").Sets);

    private static string Pins(PinStore store, string host) =>
        string.Concat(store.Find(HostPattern.Parse(host).Host, 443)!.Entries.Select(pin => pin.Pin));
}
