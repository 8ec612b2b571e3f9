using System;
using System.Linq;
using System.Threading.Tasks;
using PinningTools.Internal;
using PinningTools.Testing;
using PinningTools.Tests.Http;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Sending;

/// <summary>Reports of RFC 7469 to the addresses of pin sets.</summary>
public sealed class ViolationTests : IDisposable
{
    private readonly Outbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Each_violation_is_posted_by_itself_once_a_day_to_the_address_of_its_set()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(WebClient.Leaf);
        ViolationChannel[] channels = Channels(
            Set("a.example.com", new Uri(server.Uri, "/status/204?k=a").AbsoluteUri),
            Set("b.example.com", new Uri(server.Uri, "/status/204?k=b").AbsoluteUri), Set("c.example.com", null));
        PinCheckSummary run = Run("a.example.com", "a.example.com", "b.example.com", "c.example.com");

        await _box.SendAsync(run, null, channels);
        await _box.SendAsync(run, null, channels);
        _box.Now = _box.Now.AddHours(24);
        await _box.SendAsync(run with { Details = run.Details[..1] }, null, channels);

        Assert.Equal(
            ["/status/204?k=a", "/status/204?k=a", "/status/204?k=b", "/status/204?k=a"],
            server.Requests.Select(request => request.Target));
        JsonValue report = JsonReader.Parse(server.Requests[0].BodyText, "the report");
        Assert.Equal("h0.example.com", report.Find("hostname")!.Text);
        Assert.Equal("a.example.com", report.Find("noted-hostname")!.Text);
        Assert.Equal(2, report.Find("known-pins")!.Items.Count);
    }

    [Fact]
    public async Task What_did_not_arrive_is_posted_again()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(WebClient.Leaf);
        bool isUp = false;
        server.Map("/report", context =>
        {
            context.Response.StatusCode = isUp ? 204 : 404;
            return Task.CompletedTask;
        });
        ViolationChannel[] channels = Channels(Set("a.example.com", new Uri(server.Uri, "/report").AbsoluteUri));
        PinCheckSummary run = Run("a.example.com");

        Assert.Equal(["SendRefused"], await _box.SendAsync(run, null, channels));
        isUp = true;
        for (int i = 0; i < 2; i++) Assert.Empty(await _box.SendAsync(run, null, channels));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task The_host_that_failed_is_told_nothing()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(WebClient.Leaf);
        ViolationChannel[] channels = Channels(Set("a.example.com", server.Uri.AbsoluteUri));
        PinCheckSummary run = Run("a.example.com");

        await _box.SendAsync(run with { Details = [run.Details[0] with { HostName = "LOCALHOST." }] }, null, channels);

        Assert.Empty(server.Requests);
        Assert.Contains("the host that failed", Assert.Single(_box.Warnings));
    }

    [Theory]
    [InlineData("http://reports.example.com/secret")]
    [InlineData("nothing")]
    public void An_address_without_TLS_is_refused(string uri)
    {
        PinningException error = Assert.Throws<PinningException>(() => Channels(Set("a.example.com", uri)));

        Assert.Equal("SendReportUriNotHttps", error.Fault.Id);
        Assert.DoesNotContain("secret", error.ToString());
    }

    [Fact]
    public async Task A_drill_names_a_host_that_cannot_be()
    {
        await using HttpTestServer server = await HttpTestServer.StartAsync(WebClient.Leaf);
        ViolationChannel[] channels = Channels(Set("a.example.com", server.Uri.AbsoluteUri));

        Assert.Empty(await new ReportSender(_box.Options, channels).DrillAsync(default));

        JsonValue report = JsonReader.Parse(Assert.Single(server.Requests).BodyText, "the report");
        Assert.Equal("drill.invalid", report.Find("hostname")!.Text);
        Assert.Contains("This is a drill", report.Find("drill")!.Text);
    }

    private ViolationChannel[] Channels(params PinSet[] sets) => [.. ViolationChannel.Of(sets, _box.Client())];

    private static PinSet Set(string pattern, string? uri) => new(HostPattern.Parse(pattern))
    {
        Pins = [new PinSetPin(SpkiPin.Parse(SampleSummary.Pin("x")))], ReportUri = uri,
    };

    private PinCheckSummary Run(params string[] patterns) => _box.Run() with
    {
        Details =
        [
            .. patterns.Select((pattern, i) => SampleSummary.Create().Details[1] with
            {
                HostName = $"h{i}.example.com", Key = $"h{i}.example.com:443", Pattern = pattern,
            }),
            SampleSummary.Ok(9, "fine.example.com") with { Pattern = "a.example.com" },
        ],
    };
}
