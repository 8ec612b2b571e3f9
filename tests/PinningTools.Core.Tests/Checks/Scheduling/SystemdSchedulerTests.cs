using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PinningTools.Internal;
using PinningTools.Tests.Support;
using Xunit;

namespace PinningTools.Tests.Checks.Scheduling;

/// <summary>A check of systemd: registered, registered again, edited, and removed.</summary>
public sealed class SystemdSchedulerTests : IDisposable
{
    private const string InForce = "UnitFileState=enabled\nActiveState=active\nNeedDaemonReload=no\n";

    private static readonly string[] s_made =
        ["/etc/pincheck/nightly.ps1", "/etc/systemd/system/pincheck-nightly.service", "/etc/systemd/system/pincheck-nightly.timer"];

    private readonly ScheduleTrial _trial = new();

    private SystemdScheduler Machine => new(_trial.Programs, true, _trial.Root);

    private string Script => _trial.At("etc/pincheck/nightly.ps1");

    private string Service => _trial.At("etc/systemd/system/pincheck-nightly.service");

    public SystemdSchedulerTests()
    {
        UnixNodes.SkipUnlessRoot();
        Skip.IfNot(UnixFile.IsAvailable, "This runtime does not tell the rights of files.");
    }

    public void Dispose() => _trial.Dispose();

    [SkippableFact]
    public void A_check_is_registered_once()
    {
        SchedulePlan plan = Machine.Register(_trial.Schedule());
        Assert.Equal(["/etc/pincheck/checks.csv"], _trial.Files().Keys);
        Assert.Contains("\nWrite the file " + Service + ":\n# Register-PinCheck", plan.Shown);
        Assert.EndsWith("\nRun: systemctl daemon-reload\nRun: systemctl enable pincheck-nightly.timer\nRun: systemctl restart pincheck-nightly.timer", plan.Shown);

        plan.Carry();

        Assert.Equal(
            ["systemctl daemon-reload", "systemctl enable pincheck-nightly.timer", "systemctl restart pincheck-nightly.timer"], _trial.Programs.Take());
        Assert.Equal(["/etc/pincheck/checks.csv", .. s_made], _trial.Files().Keys.Order(StringComparer.Ordinal));
        Assert.Equal((0x1A4, 0x1A4), (UnixNodes.ModeOf(Script), UnixNodes.ModeOf(Service)));
        Assert.Equal(["nightly"], Machine.Names());
        Assert.Equal(
            ("nightly", "Systemd", "DynamicUser", "systemctl start pincheck-nightly.service", "Unregister-PinCheck -Name nightly"),
            (plan.Result.Name, plan.Result.Scheduler, plan.Result.Account, plan.Result.TestCommand, plan.Result.RemoveCommand));

        _trial.Programs.TimerState = InForce;
        Assert.Empty(Machine.Register(_trial.Schedule()).Steps);
        Assert.Empty(_trial.Programs.Take());
    }

    [SkippableTheory]
    [InlineData("UnitFileState=disabled\nActiveState=active\nNeedDaemonReload=no\n")]
    [InlineData("UnitFileState=enabled\nActiveState=inactive\nNeedDaemonReload=no\n")]
    [InlineData("UnitFileState=enabled\nActiveState=active\nNeedDaemonReload=yes\n")]
    [InlineData("")]
    public void A_timer_that_is_not_in_force_is_put_in_force(string state)
    {
        Machine.Register(_trial.Schedule()).Carry();
        _trial.Programs.TimerState = state;

        Assert.Equal(3, Machine.Register(_trial.Schedule()).Steps.Count);
    }

    [SkippableFact]
    public void Another_time_changes_the_timer_alone()
    {
        Machine.Register(_trial.Schedule()).Carry();
        _trial.Programs.TimerState = InForce;

        string[] titles = Titles(Machine.Register(_trial.Schedule() with { At = new TimeSpan(4, 0, 0) }));

        Assert.StartsWith("Write the file /etc/systemd/system/pincheck-nightly.timer", titles[0]);
        Assert.Equal(4, titles.Length);
    }

    [SkippableTheory]
    [InlineData("etc/pincheck/nightly.ps1")]
    [InlineData("etc/systemd/system/pincheck-nightly.service")]
    [InlineData("etc/systemd/system/pincheck-nightly.timer")]
    public void An_edited_file_is_kept(string path)
    {
        Machine.Register(_trial.Schedule()).Carry();
        string mine = File.ReadAllText(_trial.At(path)) + "# mine\n";
        File.WriteAllText(_trial.At(path), mine);

        Assert.Equal("ScheduleFileEdited", Refused(_trial.Schedule()).Id);
        Assert.Equal(mine, File.ReadAllText(_trial.At(path)));

        Machine.Register(_trial.Schedule() with { Force = true }).Carry();
        Assert.Equal(mine, File.ReadAllText(_trial.At(path) + ".old"));
        Assert.DoesNotContain("# mine", File.ReadAllText(_trial.At(path)));
    }

    [SkippableTheory]
    [InlineData("[Unit]\nDescription=theirs\n")]
    [InlineData("# Register-PinCheck made this file for the check \"other\". Mark: e3b0c44298fc\n")]
    [InlineData("")]
    public void A_unit_that_is_not_ours_is_left_alone(string theirs)
    {
        _trial.Make("etc/systemd/system/pincheck-nightly.service", theirs);

        Assert.Equal("ScheduleFileForeign", Refused(_trial.Schedule()).Id);
        Assert.Equal("ScheduleFileForeign", Assert.Throws<PinningException>(() => Machine.Unregister("nightly", false)).Fault.Id);
        Assert.Equal(["/etc/pincheck/checks.csv", "/etc/systemd/system/pincheck-nightly.service"], _trial.Files().Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>A masked unit is a link to a device.</summary>
    [SkippableFact]
    public void A_masked_unit_is_left_alone()
    {
        Directory.CreateDirectory(_trial.At("etc/systemd/system"));
        File.CreateSymbolicLink(_trial.At("etc/systemd/system/pincheck-nightly.timer"), "/dev/null");

        Assert.Equal("FileUnreadable", Refused(_trial.Schedule()).Id);
    }

    [SkippableFact]
    public void What_was_made_goes_and_the_list_stays()
    {
        Machine.Register(_trial.Schedule()).Carry();
        _trial.Programs.Take();

        SchedulePlan plan = Machine.Unregister("nightly", removesState: true)!;
        plan.Carry();

        Assert.Empty(plan.Notes);
        Assert.Equal(["/etc/pincheck/checks.csv"], _trial.Files().Keys);
        Assert.Equal(
            ["systemctl disable --now pincheck-nightly.timer", "systemctl stop pincheck-nightly.service",
                "systemctl clean --what=state --what=cache pincheck-nightly.service", "systemctl daemon-reload"], _trial.Programs.Take());
        Assert.Null(Machine.Unregister("nightly", removesState: true));
    }

    [SkippableFact]
    public void What_a_person_made_stays()
    {
        _trial.Make("etc/pincheck/nightly.teams-uri", "https://example.com/secret", 0x180);
        Machine.Register(_trial.Schedule()).Carry();
        File.AppendAllText(Script, "# mine\n");

        SchedulePlan plan = Machine.Unregister("nightly", removesState: false)!;
        plan.Carry();

        Assert.Equal(2, plan.Notes.Count);
        Assert.DoesNotContain("clean", plan.Shown);
        Assert.Equal(
            ["/etc/pincheck/checks.csv", "/etc/pincheck/nightly.ps1", "/etc/pincheck/nightly.teams-uri"], _trial.Files().Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void A_receiver_is_named_and_its_address_is_nowhere()
    {
        string file = _trial.Make("etc/pincheck/nightly.slack-uri", "https://example.com/s3cr3t", 0x180);

        SchedulePlan plan = Machine.Register(_trial.Schedule());

        Assert.Contains($"\nLoadCredential=slack-uri:{file}\n", plan.Shown);
        Assert.Contains("-As Slack -UriSecret (Get-Content -LiteralPath \"$env:CREDENTIALS_DIRECTORY/slack-uri\"", plan.Shown);
        Assert.DoesNotContain("s3cr3t", plan.Shown);
        UnixNodes.SetMode(file, 0x1A0);
        Assert.Equal("ScheduleSecretOpen", Refused(_trial.Schedule()).Id);
        UnixNodes.SetMode(file, 0x180);
        UnixNodes.Give(file, UnixNodes.SomebodyElse, 0);
        Assert.Equal("ScheduleSecretOpen", Refused(_trial.Schedule()).Id);
    }

    [SkippableTheory]
    [InlineData("home/me/pwsh")]
    [InlineData("root/pwsh")]
    [InlineData("tmp/pwsh")]
    [InlineData("usr/local/bin/pwsh")]
    public void What_a_service_would_not_see_is_refused(string path)
    {
        string program = _trial.At(path);
        if (path.StartsWith("usr", StringComparison.Ordinal))
        {
            _trial.Make("home/me/pwsh");
            _trial.Make("usr/local/bin/other");
            File.CreateSymbolicLink(program, _trial.At("home/me/pwsh"));
        }
        else
        {
            _trial.Make(path);
        }

        var places = new CheckSchedule[]
        {
            _trial.Schedule() with { Engine = new ScheduleEngine(program, null) },
            _trial.Schedule() with { Module = program },
            _trial.Schedule() with { List = program },
            _trial.Schedule() with { Store = program },
            _trial.Schedule() with { OwnScript = program },
            _trial.Schedule() with { Engine = new ScheduleEngine(_trial.At("usr/bin/pwsh"), program) },
        };

        Assert.All(places, one => Assert.Equal("SchedulePathHidden", Refused(one).Id));
        Assert.Empty(_trial.Programs.Take());
    }

    [SkippableFact]
    public void What_others_can_change_or_the_service_cannot_read_is_refused()
    {
        UnixNodes.SetMode(_trial.At("usr/share/m"), 0x1FF);
        Assert.Equal("ScheduleOpenToOthers", Refused(_trial.Schedule()).Id);
        UnixNodes.SetMode(_trial.At("usr/share/m"), 0x1ED);
        UnixNodes.SetMode(_trial.At("etc/pincheck/checks.csv"), 0x180);
        Assert.Equal("ScheduleNotReadable", Refused(_trial.Schedule()).Id);
    }

    [SkippableFact]
    public void A_dynamic_user_writes_reports_by_the_group_of_the_folder()
    {
        string folder = Path.GetDirectoryName(_trial.Make("srv/reports/x"))!;
        CheckSchedule schedule = _trial.Schedule() with { ReportFolder = folder };
        Assert.Equal("ScheduleFolderClosed", Refused(schedule).Id);

        UnixNodes.Give(folder, 0, 990);
        UnixNodes.SetMode(folder, 0x5FD);
        string shown = Machine.Register(schedule).Shown;

        Assert.Contains($"\nReadWritePaths={folder}\n", shown);
        Assert.Contains("\nSupplementaryGroups=990\n", shown);
        Assert.Contains($"Export-PinReport -Path '{folder}/nightly.html'", shown);
        Assert.DoesNotContain("SupplementaryGroups", Machine.Register(schedule with { Account = "pincheck" }).Shown);
    }

    [SkippableTheory]
    [InlineData("nobody-knows", "ScheduleAccountUnknown")]
    [InlineData("x; rm -rf /", "ScheduleAccountUnknown")]
    [InlineData("-u", "ScheduleAccountUnknown")]
    [InlineData("root", "ScheduleAccountTooMighty")]
    public void An_account_exists_and_has_not_all_rights(string account, string id) =>
        Assert.Equal(id, Refused(_trial.Schedule() with { Account = account }).Id);

    [SkippableFact]
    public void A_path_with_a_line_break_is_in_no_line()
    {
        string script = _trial.Make("opt/a\nb.ps1");

        Assert.Equal("SchedulePathUnusable", Refused(_trial.Schedule() with { OwnScript = script }).Id);
    }

    /// <summary>systemd that does not run says so; what was done is said, and the same command carries on.</summary>
    [SkippableFact]
    public void A_command_that_fails_leaves_the_rest_to_the_next_try()
    {
        _trial.Programs.Failures["systemctl enable"] = "Unit is masked";

        Fault fault = Assert.Throws<PinningException>(() => Machine.Register(_trial.Schedule()).Carry()).Fault;

        Assert.Equal("ScheduleIncomplete", fault.Id);
        Assert.Contains("'systemctl enable pincheck-nightly.timer' failed: it ended with exit code 1: Unit is masked.", fault.Message);
        Assert.Contains($"Done: Write the file {Script}; ", fault.Message);
        Assert.Contains("; Run: systemctl daemon-reload. Not done: Run: systemctl enable pincheck-nightly.timer; Run: systemctl restart", fault.Message);
        _trial.Programs.Failures.Clear();
        Assert.Equal(
            ["Run: systemctl daemon-reload", "Run: systemctl enable pincheck-nightly.timer", "Run: systemctl restart pincheck-nightly.timer"],
            Titles(Machine.Register(_trial.Schedule())));
    }

    [SkippableFact]
    public void A_file_that_cannot_be_written_ends_it()
    {
        SchedulePlan plan = Machine.Register(_trial.Schedule());
        Directory.CreateDirectory(Service);

        Fault fault = Assert.Throws<PinningException>(() => plan.Carry()).Fault;

        Assert.Contains($"Done: Write the file {Script}. Not done: Write the file {Service}; ", fault.Message);
        Assert.Empty(_trial.Programs.Take());
    }

    [SkippableFact]
    public void A_user_has_units_and_a_state_of_their_own()
    {
        SchedulePlan plan = new SystemdScheduler(_trial.Programs, false, _trial.Root).Register(_trial.Schedule(isMachine: false));
        plan.Carry();

        Assert.Equal(["systemctl --user daemon-reload", "systemctl --user enable pincheck-nightly.timer", "systemctl --user restart pincheck-nightly.timer"],
            _trial.Programs.Take());
        Assert.Equal(["/home/pincheck/nightly.ps1", "/home/systemd/user/pincheck-nightly.service", "/home/systemd/user/pincheck-nightly.timer"],
            _trial.Files().Keys.Where(one => one.StartsWith("/home", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("loginctl enable-linger", Assert.Single(plan.Notes));
        Assert.Equal("systemctl --user start pincheck-nightly.service", plan.Result.TestCommand);
        _trial.Make($"var/lib/systemd/linger/{Environment.UserName}");
        Assert.Empty(new SystemdScheduler(_trial.Programs, false, _trial.Root).Register(_trial.Schedule(isMachine: false)).Notes);
    }

    private string[] Titles(SchedulePlan plan) => [.. plan.Steps.Select(step => _trial.Shown(step.Title))];

    private Fault Refused(CheckSchedule schedule) => Assert.Throws<PinningException>(() => Machine.Register(schedule)).Fault;
}
