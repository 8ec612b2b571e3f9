using System;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>How programs of the system are found and run.</summary>
public sealed class ProgramsTests
{
    [SkippableFact]
    public void Bytes_go_in_and_come_out_as_they_are()
    {
        UnixNodes.SkipElsewhere();
        byte[] data = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];

        ProgramOutput output = new Programs().Run("cat", ["-"], data);

        Assert.Equal((0, ""), (output.ExitCode, output.Errors));
        Assert.Equal(data, output.Output);
    }

    [SkippableFact]
    public void A_program_that_fails_says_why()
    {
        UnixNodes.SkipElsewhere();

        ProgramOutput output = new Programs().Run("ls", ["/no/such"], new byte[300_000]);

        Assert.NotEqual(0, output.ExitCode);
        Assert.Contains("No such file or directory", output.Errors);
    }

    [Fact]
    public void A_program_of_the_current_folder_is_not_found()
    {
        string name = "pinningtools" + Guid.NewGuid().ToString("N");
        File.WriteAllText(name, "");
        try
        {
            Fault fault = Assert.Throws<PinningException>(() => new Programs().Run(name, [])).Fault;

            Assert.Equal("ScheduleProgramMissing", fault.Id);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void An_account_without_a_home_has_no_folder_for_scripts() => Assert.Equal(
        "ScheduleNoFolder", Assert.Throws<PinningException>(() => SchedulePlaces.Require("")).Fault.Id);

    [Theory]
    [InlineData("SYSTEM", true)]
    [InlineData("system", true)]
    [InlineData(@"NT AUTHORITY\SYSTEM", true)]
    [InlineData("LocalSystem", true)]
    [InlineData("S-1-5-18", true)]
    [InlineData("LOCALSERVICE", false)]
    [InlineData(@"DOM\system2", false)]
    public void The_account_with_all_rights_is_known_by_its_names(string account, bool isSystem) =>
        Assert.Equal(isSystem, ScheduleGuard.IsSystem(account));

    [Fact]
    public void The_next_run_is_today_or_tomorrow()
    {
        var at = new TimeSpan(2, 17, 0);
        var day = new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Local);

        Assert.Equal(day + at, CheckSchedule.Next(at, day));
        Assert.Equal(day.AddDays(1) + at, CheckSchedule.Next(at, day + at));
    }
}
