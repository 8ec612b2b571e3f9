using System;
using System.IO;
using System.Linq;
using System.Text;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>A check in a crontab: registered, registered again, edited, and removed.</summary>
public sealed class CronSchedulerTests : IDisposable
{
    /// <summary>With bytes that are no UTF-8, and no line end.</summary>
    private const string Theirs = "MAILTO=m\u00fcller\n0 1 * * * backup";

    private readonly ScheduleTrial _trial = new();

    private CronScheduler Cron => new(_trial.Programs, null, _trial.Root);

    private string Script => _trial.At("opt/pincheck/nightly.ps1");

    private string Backup => _trial.At("opt/pincheck/nightly.crontab.old");

    private CheckSchedule Schedule => _trial.Schedule(SchedulerKind.Cron);

    public CronSchedulerTests()
    {
        UnixNodes.SkipUnlessRoot();
        Skip.IfNot(UnixFile.IsAvailable, "This runtime does not tell the rights of files.");
    }

    public void Dispose() => _trial.Dispose();

    [SkippableFact]
    public void A_check_is_registered_once_and_what_was_there_is_kept()
    {
        _trial.Programs.Table = Theirs;

        SchedulePlan plan = Cron.Register(Schedule);
        Assert.Equal(Theirs, _trial.Programs.Table);
        Assert.Contains($"\nKeep the crontab as it is in {Backup}\nRun: crontab - with the entry:\n# >>> pincheck:nightly ", plan.Shown);
        plan.Carry();

        Assert.Equal(["crontab -"], _trial.Programs.Take());
        Assert.StartsWith(Theirs + "\n# >>> pincheck:nightly ", _trial.Programs.Table);
        Assert.Equal(Encoding.Latin1.GetBytes(Theirs), File.ReadAllBytes(Backup));
        Assert.Equal((0x180, 0x180), (UnixNodes.ModeOf(Backup), UnixNodes.ModeOf(Script)));
        Assert.Equal(["nightly"], Cron.Names());
        Assert.Equal($"{_trial.At("usr/bin/pwsh")} -NoProfile -NonInteractive -File {Script}", plan.Result.TestCommand);
        Assert.Empty(Cron.Register(Schedule).Steps);

        SchedulePlan removal = Cron.Unregister("nightly", removesState: false)!;
        removal.Carry();
        Assert.Equal(Theirs + "\n", _trial.Programs.Table);
        Assert.False(File.Exists(Script));
        Assert.Null(Cron.Unregister("nightly", removesState: false));
    }

    [SkippableFact]
    public void An_account_without_a_crontab_gets_one()
    {
        Cron.Register(Schedule).Carry();

        Assert.StartsWith("# >>> pincheck:nightly ", _trial.Programs.Table);
        Assert.False(File.Exists(Backup));
    }

    [SkippableFact]
    public void A_crontab_that_cannot_be_read_is_not_taken_for_an_empty_one()
    {
        _trial.Programs.Table = Theirs;
        _trial.Programs.Failures["crontab -l"] = "You (root) are not allowed to use this program";

        Fault fault = Assert.Throws<PinningException>(() => Cron.Register(Schedule)).Fault;

        Assert.Equal("ScheduleProgramFailed", fault.Id);
        Assert.Contains("'crontab -l' failed: it ended with exit code 1: You (root) are not allowed", fault.Message);
        Assert.Equal((Theirs, false), (_trial.Programs.Table, File.Exists(Script)));
    }

    [SkippableFact]
    public void An_installation_that_fails_loses_nothing()
    {
        _trial.Programs.Table = Theirs;
        SchedulePlan plan = Cron.Register(Schedule);
        _trial.Programs.FailInstall = "bad minute";

        Fault fault = Assert.Throws<PinningException>(() => plan.Carry()).Fault;

        Assert.Equal("ScheduleIncomplete", fault.Id);
        Assert.Contains("bad minute", fault.Message);
        Assert.Contains("Not done: Run: crontab - with the entry", fault.Message);
        Assert.Equal(Theirs, _trial.Programs.Table);
        _trial.Programs.FailInstall = null;
        Cron.Register(Schedule).Carry();
        Assert.StartsWith(Theirs + "\n# >>> ", _trial.Programs.Table);
    }

    [SkippableFact]
    public void A_crontab_that_somebody_changes_meanwhile_is_not_overwritten()
    {
        _trial.Programs.Table = Theirs;
        SchedulePlan plan = Cron.Register(Schedule);
        _trial.Programs.Table = "theirs, later\n";

        Fault fault = Assert.Throws<PinningException>(() => plan.Carry()).Fault;

        Assert.Contains("Somebody else changed the crontab", fault.Message);
        Assert.Equal("CrontabChanged", ((PinningException)Assert.Throws<PinningException>(() => plan.Carry()).InnerException!).Fault.Id);
        Assert.Equal("theirs, later\n", _trial.Programs.Table);
    }

    [SkippableTheory]
    [InlineData("opt/a\\b.ps1")]
    [InlineData("opt/a\nb.ps1")]
    public void A_path_that_cron_would_read_otherwise_is_refused(string path)
    {
        string script = _trial.Make(path);

        Assert.Equal("SchedulePathUnusable", Assert.Throws<PinningException>(() => Cron.Register(Schedule with { OwnScript = script })).Fault.Id);
    }

    [SkippableFact]
    public void A_line_that_is_too_long_is_refused()
    {
        string script = _trial.Make($"opt/{new string('a', 200)}/{new string('b', 200)}/{new string('c', 200)}/{new string('d', 200)}/{new string('e', 200)}.ps1");

        Assert.Contains("too long", Assert.Throws<PinningException>(() => Cron.Register(Schedule with { OwnScript = script })).Message);
    }

    [SkippableFact]
    public void A_list_that_others_can_change_is_refused_before_the_night()
    {
        UnixNodes.SetMode(_trial.At("etc/pincheck/checks.csv"), 0x1B6);

        Assert.Equal("PinCheckOpenToOthers", Assert.Throws<PinningException>(() => Cron.Register(Schedule)).Fault.Id);
    }

    [SkippableFact]
    public void Another_account_has_a_crontab_and_a_state_of_its_own()
    {
        var cron = new CronScheduler(_trial.Programs, "pincheck", _trial.Root);

        SchedulePlan plan = cron.Register(Schedule with { Account = "pincheck", State = null });
        plan.Carry();

        Assert.Equal(["crontab -u pincheck -"], _trial.Programs.Take());
        Assert.Contains("\"$HOME/.local/state/pinningtools/nightly/nightly.state.jsonl\"", File.ReadAllText(Script));
        Assert.Equal((0x1A4, 0x1ED), (UnixNodes.ModeOf(Script), UnixNodes.ModeOf(Path.GetDirectoryName(Script)!)));
        Assert.Equal("Unregister-PinCheck -Name nightly -Account pincheck", plan.Result.RemoveCommand);
        Assert.Contains("home folder", cron.Unregister("nightly", removesState: true)!.Notes.Single());
    }

    [SkippableFact]
    public void An_edited_script_stays()
    {
        Cron.Register(Schedule).Carry();
        File.AppendAllText(Script, "# mine\n");
        Assert.Equal("ScheduleFileEdited", Assert.Throws<PinningException>(() => Cron.Register(Schedule)).Fault.Id);

        SchedulePlan removal = Cron.Unregister("nightly", removesState: false)!;
        removal.Carry();

        Assert.Contains("was edited and stays", Assert.Single(removal.Notes));
        Assert.EndsWith("# mine\n", File.ReadAllText(Script));
        Assert.Equal("", _trial.Programs.Table);
    }
}
