using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.PinSets;

/// <summary>
/// A veto or an expiry that is written in another case must not be skipped: the set would be good without it.
/// </summary>
public sealed class MisspeltMemberTests
{
    private const string Pin = "sha256/C5+lpZ7tcVwmwQIMcRtPbsQtWLABXhQzejna0wHFr8M=";

    [Theory]
    [InlineData("pin")]
    [InlineData("role")]
    [InlineData("bad")]
    [InlineData("note")]
    [InlineData("owner")]
    [InlineData("added")]
    [InlineData("notAfter")]
    [InlineData("lastSeen")]
    [InlineData("certificate")]
    public void A_member_of_a_pin_in_another_case_is_refused(string name)
    {
        AssertRefused(name, other => Store($$"""{"pattern": "a", "pins": [{"pin": "{{Pin}}", "{{other}}": 1}]}"""));
        Assert.Contains(name, PinSetJson.PinMembers);
    }

    [Theory]
    [InlineData("pattern")]
    [InlineData("startTls")]
    [InlineData("mode")]
    [InlineData("trust")]
    [InlineData("trustAnchors")]
    [InlineData("expires")]
    [InlineData("onExpired")]
    [InlineData("reportUri")]
    [InlineData("owner")]
    [InlineData("note")]
    [InlineData("added")]
    [InlineData("pins")]
    public void A_member_of_a_set_in_another_case_is_refused(string name)
    {
        AssertRefused(name, other => Store($$"""{"pattern": "a", "pins": [{"pin": "{{Pin}}"}], "{{other}}": 1}"""));
        Assert.Contains(name, PinSetJson.SetMembers);
    }

    [Theory]
    [InlineData("pinStore")]
    [InlineData("version")]
    [InlineData("publishedAt")]
    [InlineData("source")]
    [InlineData("pinSets")]
    public void A_member_of_a_store_in_another_case_is_refused(string name) =>
        AssertRefused(name, other => $$"""{"pinStore": 1, "{{other}}": 1}""");

    [Theory]
    [InlineData("uri")]
    [InlineData("signingKey")]
    [InlineData("refreshHours")]
    [InlineData("maxAgeDays")]
    public void A_member_of_a_source_in_another_case_is_refused(string name)
    {
        using var published = new PublishedStore();
        AssertRefused(name, other =>
            $$"""
            {"pinStore": 1,
             "source": {"uri": "https://a.example/", "signingKey": "{{published.Key}}", "{{other}}": 1} }
            """);
    }

    [Fact]
    public void A_member_in_another_case_is_refused_where_it_stands()
    {
        string text = Store($$"""{"pattern": "a", "pins": [{"pin": "{{Pin}}", """ + "\n  \"Bad\": true}]}");

        PinningException error = Assert.Throws<PinningException>(() => PinStoreJson.Read(text, "test"));

        Assert.Contains("line 2, column 10: unknown member 'Bad'; did you mean 'bad'?", error.Fault.Message);
    }

    [Fact]
    public void Members_nobody_knows_are_found_by_the_linter_and_near_misses_are_named()
    {
        string text = Store(
            $$"""
            {"pattern": "a", "expire": "2020-01-01", "x-team": 1,
             "pins": [{"pin": "{{Pin}}", "noteAfter": "2020-01-01"}]}
            """);
        PinSet set = PinStoreJson.Read(text, "test").Sets.Single();

        PinSetFinding[] findings = [.. new PinLinter([set]).Check(set).Where(one => one.Id == "UnknownMember")];

        Assert.Equal(["expire", "x-team", "noteAfter"], findings.Select(one => one.Reason.Split('\'')[1]));
        Assert.Equal(
            [FindingSeverity.Error, FindingSeverity.Information, FindingSeverity.Error],
            findings.Select(one => one.Severity));
        Assert.Contains("'expires'", findings[0].Fix);
        Assert.Contains("'notAfter'", findings[2].Fix);
        Assert.Equal((null, Pin), (findings[0].Pin, findings[2].Pin));
    }

    [Fact]
    public void Unknown_members_of_the_store_and_its_source_are_found_too()
    {
        using var published = new PublishedStore();
        PinStore store = PinStoreJson.Read(
            $$"""
            {"pinStore": 1, "pinSet": [],
             "source": {"uri": "https://a.example/", "signingKey": "{{published.Key}}", "maxAgeDay": 1} }
            """,
            "pins.json");

        PinSetFinding[] findings = [.. StoreRules.Find(store, "pins.json")];

        Assert.Equal(["UnknownMember", "UnknownMember"], findings.Select(one => one.Id));
        Assert.Contains("'pinSets'", findings[0].Fix);
        Assert.Contains("'maxAgeDays'", findings[1].Fix);
        Assert.All(findings, one => Assert.Equal("pins.json", one.Pattern));
        Assert.Empty(StoreRules.Find(PinStoreJson.Read("""{"pinStore": 1}""", "pins.json"), "pins.json"));
    }

    private static string Store(string set) => "{\"pinStore\": 1, \"pinSets\": [" + set + "]}";

    private static void AssertRefused(string name, System.Func<string, string> store)
    {
        foreach (string other in new[] { char.ToUpperInvariant(name[0]) + name.Substring(1), name.ToUpperInvariant() })
        {
            PinningException error =
                Assert.Throws<PinningException>(() => PinStoreJson.Read(store(other), "test"));
            Assert.Contains($"unknown member '{other}'; did you mean '{name}'?", error.Fault.Message);
        }
    }
}
