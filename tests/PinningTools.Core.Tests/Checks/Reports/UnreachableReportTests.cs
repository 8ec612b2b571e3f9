using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

/// <summary>What the reports say of an endpoint that showed no key, and of changes whose reason is the message itself.</summary>
public sealed class UnreachableReportTests
{
    private static readonly PinCheckDetail s_away = SampleSummary.Ok(1, "www.example.com") with
    {
        Level = "Unknown",
        Verdict = "HandshakeFailed",
        LeafPin = "",
        MatchedPin = "",
        SparePins = 0,
        KnownPins = [SampleSummary.Pin("a"), SampleSummary.Pin("b")],
        Message = "The server closed the connection.",
    };

    [Fact]
    public void Spare_pins_of_an_endpoint_without_a_key_are_not_known()
    {
        PinCheckSummary run = SampleSummary.Of([s_away]);

        Assert.DoesNotContain("pincheck_endpoint_spare_pins{", Reporting.Write("Prometheus", run));
        Assert.DoesNotContain("0 not in use", Reporting.Write("Html", run));
        Assert.Contains("<dd>2 pins</dd>", Reporting.Write("Html", run));
    }

    [Theory]
    [InlineData("The server closed the connection.", " (not expected)\n")]
    [InlineData("Not checked in 2 runs in a row: The server closed the connection. It was last seen yesterday.",
        " (not expected: Not checked in 2 runs in a row. It was last seen yesterday.)\n")]
    [InlineData("The issuer changed.", " (not expected: The issuer changed.)\n")]
    public void A_monitor_is_told_a_sentence_once(string why, string end)
    {
        PinCheckDetail detail = s_away with { Changes = [new PinCheckChange { Kind = "Unreachable", Why = why }] };

        Assert.EndsWith("The server closed the connection." + end, Reporting.Write("Nagios", SampleSummary.Of([detail])));
    }

    [Fact]
    public void Every_reason_of_an_alert_has_plain_words()
    {
        PinCheckSummary run = SampleSummary.Of([s_away]) with
        {
            Alerts = [new PinCheckAlert { State = "new", Level = "Warning", Reason = "PinFollowedKey", Endpoints = ["www.example.com:443"] }],
        };

        Assert.Contains("[WARNING] pin followed the key: www.example.com:443", Reporting.Write("Text", run));
    }
}
