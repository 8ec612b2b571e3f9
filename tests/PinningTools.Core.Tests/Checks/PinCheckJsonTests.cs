using System;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks;

/// <summary>A summary's JSON: whole, small, and read back as it was.</summary>
public sealed class PinCheckJsonTests
{
    [Fact]
    public void A_summary_is_read_back_as_it_was()
    {
        PinCheckSummary summary = SampleSummary.Create();
        string json = summary.ToJson();

        PinCheckSummary back = PinCheckSummary.FromJson(json);

        Assert.Equal(json, back.ToJson());
        Assert.Equal(summary.Details.Length, back.Details.Length);
        Assert.Equal(summary.Alerts.Select(alert => alert.ToString()), back.Alerts.Select(alert => alert.ToString()));
        Assert.Equal(summary.Changes.Select(one => one.ToString()), back.Changes.Select(one => one.ToString()));
        Assert.Equal(summary.Details.Select(one => one.Message), back.Details.Select(one => one.Message));
        Assert.Equal(summary.Elapsed, back.Elapsed);
        Assert.Equal("rack 4", back.Details[0].Columns["Notes"]);
    }

    [Fact]
    public void Every_member_of_every_type_is_in_the_json()
    {
        string json = SampleSummary.Create().ToJson()
            + (SampleSummary.AllOk() with
            {
                IsFirstRun = true, At = SampleSummary.Started, Shard = "1/2", MissingVantagePoint = ["branch9: no answer"],
                MissingShard = ["2/2"], ListId = "9b1d", Details = 
                [
                    SampleSummary.Ok(1, "www.example.com") with
                    {
                        Seen = "{}", Inspected = true, Proof = "Finished", ProofStrength = "Legacy",
                    },
                ],
            }).ToJson();
        Type[] types =
        [
            typeof(PinCheckSummary), typeof(PinCheckDetail), typeof(PinCheckChange), typeof(PinCheckAlert),
            typeof(PinCheckKey), typeof(PinCheckCertificate), typeof(PinCheckView),
        ];
        string[] made = ["IsAnnounced", "PinFollowedKey"];
        foreach (Type type in types)
            foreach (string name in type.GetProperties().Select(property => property.Name).Except(made))
                Assert.Contains($"\"{name}\":", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_of_thirty_hosts_is_small()
    {
        PinCheckSummary summary = SampleSummary.Large(31);

        Assert.InRange(summary.ToJson().Length, 1000, 31 * 2048);
    }

    [Theory]
    [InlineData("[]", "PinCheckSummaryUnreadable")]
    [InlineData("{}", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok","Details":[1]}""", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok","Started":"yesterday"}""", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok","Checked":"3"}""", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok","Checked":99999999999}""", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok","Elapsed":-1}""", "PinCheckSummaryUnreadable")]
    [InlineData("""{"Level":"Ok" """, "JsonMalformed")]
    [InlineData("""{"pinCheckSummary":2,"Level":"Ok"}""", "PinCheckFromLater")]
    public void What_is_no_summary_is_told(string json, string id)
    {
        var error = Assert.Throws<PinningException>(() => PinCheckSummary.FromJson(json));

        Assert.Equal(id, error.Fault.Id);
    }

    [Fact]
    public void What_ConvertTo_Json_writes_is_read()
    {
        const string Json = """
            {"Level":"Ok","ExitCode":0,"Path":null,"Started":"2026-11-27T02:17:09.1234567Z","Finished":"2026-11-27T03:17:09+01:00",
             "Elapsed":{"Ticks":15000000,"TotalSeconds":1.5},"Details":[{"Level":"Ok","Row":1,"Tag":[],"Columns":{"Rack":4}}]}
            """;

        PinCheckSummary summary = PinCheckSummary.FromJson(Json);

        Assert.Equal(SampleSummary.Started, summary.Started);
        Assert.Equal(SampleSummary.Started, summary.Finished);
        Assert.Equal(1.5, summary.Elapsed.TotalSeconds);
        Assert.Equal(4L, summary.Details[0].Columns["Rack"]);
    }
}
