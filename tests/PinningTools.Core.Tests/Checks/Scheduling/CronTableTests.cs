using System;
using System.Linq;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>The entry of a check in a crontab, and everything else there.</summary>
public sealed class CronTableTests
{
    private const string Theirs = "# mine\nMAILTO=\"\"\n0 1 * * * backup 100\\% # pincheck:nightly\n";

    private static readonly CheckSchedule s_check = new()
    {
        Name = "nightly",
        Scheduler = SchedulerKind.Cron,
        At = new TimeSpan(2, 17, 0),
        Engine = new ScheduleEngine("/usr/bin/pwsh", null),
        Module = "/m",
        Places = new SchedulePlaces("/opt/pincheck", "", "nightly"),
    };

    private static readonly string s_entry = CronTable.Entry(s_check, "mon01");

    [Fact]
    public void The_line_names_the_script_and_nothing_else() => Assert.Equal(
        "17 2 * * * /usr/bin/pwsh -NoProfile -NonInteractive -File /opt/pincheck/nightly.ps1 # pincheck:nightly", s_entry.Split('\n')[1]);

    [Theory]
    [InlineData("")]
    [InlineData(Theirs)]
    [InlineData("\n\n")]
    [InlineData("a\r\nb\r\n")]
    public void An_entry_comes_goes_and_changes_nothing_else(string table)
    {
        string with = CronTable.Put(table, "nightly", s_entry, force: false);

        Assert.Equal(table + s_entry, with);
        Assert.Equal(with, CronTable.Put(with, "nightly", s_entry, force: false));
        Assert.Equal(table, CronTable.Remove(with, "nightly"));
        Assert.Equal(["nightly"], CronTable.Names(with));
    }

    [Fact]
    public void A_table_that_does_not_end_in_a_line_end_gets_one() =>
        Assert.Equal("0 1 * * * x\n" + s_entry, CronTable.Put("0 1 * * * x", "nightly", s_entry, force: false));

    [Fact]
    public void An_entry_is_replaced_in_its_place()
    {
        string later = CronTable.Entry(s_check with { At = new TimeSpan(3, 0, 0) }, "mon01");

        Assert.Equal("a\n" + later + "b\n", CronTable.Put("a\n" + s_entry + "b\n", "nightly", later, force: false));
    }

    [Fact]
    public void An_entry_that_was_edited_is_replaced_only_by_force()
    {
        string edited = "a\n" + s_entry.Replace("17 2", "30 5", StringComparison.Ordinal) + "b\n";

        Assert.Equal("CrontabEdited", Refused(() => CronTable.Put(edited, "nightly", s_entry, force: false)));
        Assert.Equal("a\n" + s_entry + "b\n", CronTable.Put(edited, "nightly", s_entry, force: true));
        Assert.Equal("a\nb\n", CronTable.Remove(edited, "nightly"));
    }

    [Theory]
    [InlineData("nightly-2")]
    [InlineData("nightly.")]
    [InlineData("nightly-")]
    [InlineData("x.nightly")]
    [InlineData("Nightly")]
    public void Another_check_is_another(string other)
    {
        string table = CronTable.Entry(s_check with { Name = other }, "mon01");

        Assert.Null(CronTable.Remove(table, "nightly"));
        Assert.Equal(table + s_entry, CronTable.Put(table, "nightly", s_entry, force: false));
        Assert.Equal([other, "nightly"], CronTable.Names(table + s_entry));
    }

    /// <summary>Whose the lines in between are is not known, and none of them is removed.</summary>
    [Theory]
    [InlineData("# >>> pincheck:nightly\n0 1 * * * theirs\n")]
    [InlineData("0 1 * * * theirs\n# <<< pincheck:nightly\n")]
    [InlineData("# <<< pincheck:nightly\n0 1 * * * theirs\n# >>> pincheck:nightly\n")]
    [InlineData("# >>> pincheck:nightly\nx\n# >>> pincheck:nightly\nx\n# <<< pincheck:nightly\n")]
    [InlineData("# >>> pincheck:nightly\nx\n# <<< pincheck:nightly\n# >>> pincheck:nightly\nx\n# <<< pincheck:nightly\n")]
    [InlineData("# >>> pincheck:nightly\n# >>> pincheck:other\nx\n# <<< pincheck:nightly\n# <<< pincheck:other\n")]
    [InlineData("# >>> pincheck:nightly\nx\n# <<< pincheck:other\n# <<< pincheck:nightly\n")]
    public void Marks_that_are_unclear_are_left_to_a_person(string table)
    {
        Assert.Equal("CrontabUnclear", Refused(() => CronTable.Put(table, "nightly", s_entry, force: true)));
        Assert.Equal("CrontabUnclear", Refused(() => CronTable.Remove(table, "nightly")));
    }

    [Theory]
    [InlineData("/opt/it's here/100%.ps1", "'/opt/it'\"'\"'s here/100%.ps1'")]
    [InlineData("/opt/$(evil);`x`&.ps1", "'/opt/$(evil);`x`&.ps1'")]
    [InlineData("/opt/caf\u00e9.ps1", "'/opt/caf\u00e9.ps1'")]
    public void A_path_is_one_word_for_the_shell_and_has_no_line_end_for_cron(string path, string quoted)
    {
        CheckSchedule check = s_check with { OwnScript = path };

        Assert.EndsWith("-File " + quoted, CronTable.ShellCommand(check));
        Assert.EndsWith("-File " + quoted.Replace("%", "\\%", StringComparison.Ordinal), CronTable.Command(check));
    }

    [Fact]
    public void The_delay_is_chosen_once_for_each_machine()
    {
        CheckSchedule check = s_check with { RandomDelay = 20, At = new TimeSpan(23, 50, 0) };
        TimeSpan[] times = [.. Enumerable.Range(0, 200).Select(i => CronTable.TimeOf(check, "m" + i))];

        Assert.Equal(times[0], CronTable.TimeOf(check, "m0"));
        Assert.Equal(21, times.Distinct().Count());
        Assert.All(times, time => Assert.True(time >= check.At || time <= new TimeSpan(0, 10, 0)));
        Assert.Equal(new TimeSpan(2, 17, 0), CronTable.TimeOf(s_check, "m0"));
    }

    private static string Refused(Action act) => Assert.Throws<PinningException>(act).Fault.Id;
}
