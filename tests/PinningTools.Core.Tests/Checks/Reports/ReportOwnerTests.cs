using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Reports;

public sealed class ReportOwnerTests
{
    [Fact]
    public void An_owner_s_part_has_its_endpoints_and_what_is_said_of_them()
    {
        PinCheckSummary part = ReportOwner.Part(SampleSummary.Create(), owner => owner == "directory team");

        PinCheckDetail only = Assert.Single(part.Details);
        Assert.Equal("ldap.example.com:636", only.Key);
        Assert.Equal(("Warning", 1, 1, 0), (part.Level, part.Checked, part.Warning, part.Critical));
        Assert.Equal("ExpiresSoon", Assert.Single(part.Alerts).Reason);
        Assert.All(part.Changes, change => Assert.Contains(change.Key, new[] { "", "ldap.example.com:636" }));
        Assert.Equal(part.Changes.Count(change => !change.Expected), part.Unexpected);
        Assert.Empty(part.Recovered);
        Assert.Equal(["ldap.example.com:636"], Assert.Single(part.Keys).Endpoints);
    }

    [Fact]
    public void The_exit_code_is_the_part_s()
    {
        PinCheckSummary all = SampleSummary.Create() with { FailedOn = ["Critical", "Unknown", "Warning", "Change"] };

        Assert.Equal(1, ReportOwner.Part(all, owner => owner == "directory team").ExitCode);
        Assert.Equal(2, ReportOwner.Part(all, owner => owner == "web team").ExitCode);
        // What -FailOn leaves out fails nothing here either.
        Assert.Equal(
            0, ReportOwner.Part(all with { FailedOn = ["Critical"] }, owner => owner == "directory team").ExitCode);
    }

    [Fact]
    public void An_alert_keeps_the_endpoints_of_the_owner_alone()
    {
        PinCheckSummary all = SampleSummary.AllOk();
        PinCheckDetail other = all.Details[1] with { Owner = "mail team" };
        PinCheckAlert alert = new() { Endpoints = [all.Details[0].Key, other.Key], EndpointCount = 2, Reason = "PinMismatch" };

        PinCheckSummary part = ReportOwner.Part(
            all with { Details = [all.Details[0], other], Alerts = [alert] }, owner => owner == "mail team");

        Assert.Equal([other.Key], Assert.Single(part.Alerts).Endpoints);
        Assert.Equal(1, part.Alerts[0].EndpointCount);
    }
}
