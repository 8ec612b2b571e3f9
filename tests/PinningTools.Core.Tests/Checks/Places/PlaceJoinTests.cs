using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Places;

/// <summary>Whole summaries of several machines become one, in any order and in any steps.</summary>
public sealed class PlaceJoinTests
{
    private const string Host = "www.example.com";
    private const string Key = Host + ":443";
    private static readonly string s_bad = SampleSummary.Pin("stranger");

    private static PinCheckSummary From(string place, params PinCheckDetail[] details) => SampleSummary.Of(
        [.. details.Select(one => one with { Views = [.. one.Views.Select(view => view with { VantagePoint = place })] })]) with
    {
        VantagePoint = [place],
        MissedRuns = 0,
        StateFile = null,
        RunId = CheckId.Of(8, place),
        Started = SampleSummary.Started.AddSeconds(place.Length),
        Recovered = [],
    };

    private static PinCheckDetail Good(string host = Host, int row = 1) => SampleSummary.Ok(row, host);

    private static PinCheckDetail Bad(string verdict = "PinMismatch", string? pin = null, string anchor = "CN=Corp Proxy CA", string host = Host, int row = 1) =>
        Good(host, row) with
        {
            Level = "Critical",
            Verdict = verdict,
            LeafPin = pin ?? s_bad,
            MatchedPin = "",
            MatchedRole = "",
            Message = "No pin matched.",
            Views = [ViewComparisonTests.View("", pin ?? s_bad, verdict, anchor: anchor)],
        };

    private static PinCheckDetail Unseen() => Good() with
    {
        Level = "Unknown", Verdict = "ConnectFailed", LeafPin = "", Address = null, Message = "Refused.",
        Views = [ViewComparisonTests.View("", "", "ConnectFailed", null, null)],
    };

    private static PinCheckSummary Join(params PinCheckSummary[] runs) => PlaceJoin.Join(runs);

    [Fact]
    public void A_place_that_differs_is_critical_a_change_and_an_alert()
    {
        PinCheckSummary joined = Join(From("here", Good()), From("branch7", Bad()), From("branch8", Good()));

        PinCheckDetail detail = Assert.Single(joined.Details);
        Assert.Equal("Critical", joined.Level);
        Assert.Equal(2, joined.ExitCode);
        Assert.Equal(["branch7", "branch8", "here"], joined.VantagePoint);
        Assert.Equal(["branch7", "branch8", "here"], detail.Views.Select(one => one.VantagePoint));
        Assert.StartsWith("A pin matches from 'branch8', 'here', but not from 'branch7'. TLS inspection at 'branch7'", detail.Message);
        Assert.EndsWith("\nNo pin matched.", detail.Message);
        PinCheckChange change = Assert.Single(joined.Changes);
        Assert.Equal((ViewFinding.Kind, false, Key), (change.Kind, change.Expected, change.Key));
        Assert.Equal(1, joined.Unexpected);
        PinCheckAlert alert = Assert.Single(joined.Alerts, one => one.Reason == ViewFinding.Kind);
        Assert.Equal(("new", "Critical", s_bad), (alert.State, alert.Level, alert.LeafPin));
        Assert.Contains("Somebody is between 'branch7'", alert.Why);
    }

    [Fact]
    public void Different_keys_that_match_are_ok_and_an_expected_change()
    {
        PinCheckSummary joined = Join(From("here", Good()), From("branch7", Good() with
        {
            LeafPin = s_bad, Views = [ViewComparisonTests.View("", s_bad)],
        }));

        Assert.Equal("Ok", joined.Level);
        Assert.True(Assert.Single(joined.Changes).Expected);
        Assert.Empty(joined.Alerts);
    }

    [Fact]
    public void Hosts_behind_one_interceptor_are_one_alert()
    {
        PinCheckDetail[] good = [.. Enumerable.Range(1, 20).Select(row => Good($"h{row}.example.com", row))];
        PinCheckDetail[] bad = [.. Enumerable.Range(1, 20).Select(row => Bad(host: $"h{row}.example.com", row: row))];

        PinCheckAlert alert = Assert.Single(Join(From("here", good), From("branch7", bad)).Alerts);

        Assert.Equal(20, alert.EndpointCount);
    }

    [Fact]
    public void What_one_place_could_not_see_is_unknown_and_named()
    {
        PinCheckSummary joined = Join(From("here", Good()), From("branch7", Unseen()));

        Assert.Equal("Unknown", joined.Level);
        Assert.StartsWith("It could not be seen from 'branch7' (ConnectFailed).", joined.Details[0].Message);
        Assert.Empty(joined.Changes);
    }

    [Fact]
    public void The_order_and_the_steps_do_not_matter()
    {
        PinCheckSummary[] parts =
        [
            From("here", Good(), Good("b.example.com", 2), Good("c.example.com", 3)),
            From("branch7", Bad(), Good("b.example.com", 2) with { LeafPin = s_bad, Views = [ViewComparisonTests.View("", s_bad)] }, Unseen() with { Key = "c.example.com:443", Row = 3 }),
            From("branch88", Good(), Bad(host: "b.example.com", row: 2, anchor: "CN=Root"), Bad("UntrustedChain", host: "c.example.com", row: 3)),
            From("branch999", Bad(pin: SampleSummary.Pin("third")), Good("d.example.com", 4)),
            SampleSummary.Create() with { VantagePoint = ["mon01"] },
        ];
        string whole = Join(parts).ToJson();

        foreach (int[] order in Orders(parts.Length))
        {
            PinCheckSummary[] turned = [.. order.Select(i => parts[i])];
            Assert.Equal(whole, Join(turned).ToJson());
            Assert.Equal(whole, Join(Join(turned[0], turned[1]), Join(turned[2], turned[3]), turned[4]).ToJson());
            Assert.Equal(whole, Join(turned[0], Join(turned[1], Join(turned[2], Join(turned[3], turned[4])))).ToJson());
        }

        Assert.Equal(whole, Join(PinCheckSummary.FromJson(whole)).ToJson());
        Assert.Equal(whole, Join([.. parts, parts[1]]).ToJson());
    }

    private static IEnumerable<int[]> Orders(int count)
    {
        if (count == 1) return [[0]];
        return Orders(count - 1).SelectMany(order => Enumerable.Range(0, count)
            .Select(at => (int[])[.. order.Take(at), count - 1, .. order.Skip(at)]));
    }

    [Theory]
    [InlineData("Ok")]
    [InlineData("Warning")]
    [InlineData("Excellent")]
    public void Nobody_plays_a_mismatch_down(string level)
    {
        PinCheckSummary liar = From("branch7", Bad());
        liar = liar with { Level = "Ok", ExitCode = 0, FailedOn = [], Details = [liar.Details[0] with { Level = level }] };

        PinCheckSummary joined = Join(From("here", Good()), liar);

        Assert.Equal("Critical", joined.Level);
        Assert.Equal(2, joined.ExitCode);
    }

    [Fact]
    public void Nobody_makes_ok_what_another_saw_as_wrong()
    {
        PinCheckSummary honest = From("here", Bad());
        PinCheckSummary liar = From("branch7", Good()) with
        {
            VantagePoint = ["branch7"],
            Details = [Good() with { Views = [ViewComparisonTests.View("here", SampleSummary.Pin(Host)), ViewComparisonTests.View("branch7", SampleSummary.Pin(Host))] }],
        };

        PinCheckSummary joined = Join(liar, honest, liar, liar);

        Assert.Equal("Critical", joined.Level);
        // A machine speaks for itself alone.
        Assert.DoesNotContain(joined.Details[0].Views, one => one is { VantagePoint: "here", Verdict: "Match" });
        Assert.Contains("'here'", joined.Details[0].Message);
    }

    [Fact]
    public void A_verdict_that_proves_nothing_is_not_ok()
    {
        PinCheckSummary joined = Join(From("branch7", Good() with { Verdict = "NotPinned", Views = [] }));

        Assert.Equal("Unknown", joined.Level);
    }

    [Fact]
    public void Foreign_text_is_bounded()
    {
        string huge = new('x', 1_000_000);
        PinCheckSummary joined = Join(
            From("here", Good()),
            From(huge, Bad(pin: huge, anchor: huge) with { Message = huge }) with { MissingVantagePoint = [huge] });

        Assert.InRange(joined.ToJson().Length, 1000, 60_000);
        Assert.All(joined.VantagePoint, place => Assert.InRange(place.Length, 1, 64));
    }

    [Fact]
    public void A_missing_place_is_kept_and_is_unknown()
    {
        PinCheckSummary joined = Join(From("here", Good()) with { MissingVantagePoint = ["branch7: no answer"] }, From("b", Good()));

        Assert.Equal(["branch7: no answer"], joined.MissingVantagePoint);
        Assert.Equal("Unknown", joined.Level);
    }
}
