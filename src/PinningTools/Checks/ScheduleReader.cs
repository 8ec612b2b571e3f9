using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>From what Register-PinCheck is told to a schedule and its scheduler.</summary>
/// <param name="cmdlet">The command.</param>
/// <param name="given">What it is told.</param>
internal sealed class ScheduleReader(PSCmdlet cmdlet, IScheduleParameters given)
{
    private readonly Programs _programs = new();

    /// <exception cref="PinningException">What was given contradicts itself, or cannot be used.</exception>
    internal (ICheckScheduler Scheduler, CheckSchedule Schedule) Read()
    {
        string name = CheckName.Require(given.Name);
        SchedulerKind kind = ReadKind();
        bool isMachine = ReadScope(kind);
        string? account = ReadAccount(kind, isMachine);
        if (given.EventLog && kind != SchedulerKind.TaskScheduler) throw Unfit("EventLog", "only Windows has that log");
        SchedulePlaces places = SchedulePlaces.Of(kind, isMachine, name);
        return (SchedulerOf(kind, isMachine, account), new CheckSchedule
        {
            Name = name,
            Scheduler = kind,
            IsMachine = isMachine,
            Account = account,
            At = new TimeSpan(given.At.Hour, given.At.Minute, 0),
            RandomDelay = given.RandomDelayMinutes,
            Engine = ThisEngine.Read(cmdlet),
            Module = ModulePath(),
            List = ReadFile(given.Path),
            Store = ReadFile(given.PinStore),
            OwnScript = ReadFile(given.ScriptPath),
            ReportFolder = ReadFolder(given.ReportFolder),
            EventLog = given.EventLog,
            Force = given.Force,
            State = (kind == SchedulerKind.Systemd && isMachine) || (kind == SchedulerKind.Cron && account is not null)
                ? null : CheckFiles.Default(name),
            Places = places,
        });
    }

    /// <summary>All schedulers that can have a check; with an account, only its crontab.</summary>
    internal static IEnumerable<ICheckScheduler> All(string? account)
    {
        var programs = new Programs();
        if (account is null && TaskScheduler.IsAvailable) yield return new TaskScheduler(isMachine: true);
        if (FileSharing.IsWindows) yield break;
        if (account is null)
        {
            yield return new SystemdScheduler(programs, isMachine: true);
            yield return new SystemdScheduler(programs, isMachine: false);
        }

        if (programs.Find("crontab") is not null) yield return new CronScheduler(programs, account);
    }

    private ICheckScheduler SchedulerOf(SchedulerKind kind, bool isMachine, string? account) => kind switch
    {
        SchedulerKind.TaskScheduler => new TaskScheduler(isMachine),
        SchedulerKind.Systemd => new SystemdScheduler(_programs, isMachine),
        _ => new CronScheduler(_programs, account),
    };

    private SchedulerKind ReadKind() => given.Scheduler.ToUpperInvariant() switch
    {
        "TASKSCHEDULER" => TaskScheduler.IsAvailable ? SchedulerKind.TaskScheduler
            : throw Unavailable("TaskScheduler", "the commands of the module ScheduledTasks are missing"),
        "SYSTEMD" => _programs.Find("systemctl") is not null ? SchedulerKind.Systemd : throw Unavailable("Systemd", "there is no systemctl"),
        "CRON" => _programs.Find("crontab") is not null ? SchedulerKind.Cron : throw Unavailable("Cron", "there is no crontab"),
        _ => FileSharing.IsWindows ? SchedulerKind.TaskScheduler
            // As sd_booted(3) asks.
            : Directory.Exists("/run/systemd/system") && _programs.Find("systemctl") is not null ? SchedulerKind.Systemd
            : _programs.Find("crontab") is not null ? SchedulerKind.Cron
            : throw Unavailable("Auto", "systemd does not run, and there is no crontab"),
    };

    /// <summary>A crontab is of an account; root's is the machine's.</summary>
    private bool ReadScope(SchedulerKind kind)
    {
        bool? asked = given.Scope is null ? null : given.Scope.Equals("Machine", StringComparison.OrdinalIgnoreCase);
        if (kind == SchedulerKind.Cron)
            return asked != true || CronScheduler.IsRoot ? CronScheduler.IsRoot : throw Unfit("Scope", "the machine's crontab is root's, and you are not root");
        return asked ?? (kind == SchedulerKind.TaskScheduler || CronScheduler.IsRoot);
    }

    private string? ReadAccount(SchedulerKind kind, bool isMachine)
    {
        if (given.Account is not { } account) return null;
        if (kind != SchedulerKind.Cron && !isMachine) throw Unfit("Account", "with -Scope User, you run the check");
        return kind != SchedulerKind.TaskScheduler || !ScheduleGuard.IsSystem(account) || given.Force ? account
            : throw new PinningException(Faults.ScheduleAccountTooMighty(account));
    }

    /// <summary>The module's manifest; where it is installed by versions, the folder with them, so that an update counts.</summary>
    private static string ModulePath()
    {
        string folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(ScheduleReader).Assembly.Location)!, "..", ".."));
        string parent = Path.GetDirectoryName(folder)!;
        return Path.GetFileName(parent) == "PinningTools" && Version.TryParse(Path.GetFileName(folder), out _) ? parent
            : Path.Combine(folder, "PinningTools.psd1");
    }

    private string? ReadFile(string? path)
    {
        if (path is null) return null;
        string file = PathReader.Resolve(cmdlet, path, literal: true)[0];
        return RegularFile.WhyNot(file) is { } why ? throw new PinningException(Faults.FileUnreadable(file, why))
            : Presence.Exists(file) ? file : throw new PinningException(Faults.FileNotFound(file));
    }

    private string? ReadFolder(string? path)
    {
        if (path is null) return null;
        string folder = PathReader.Resolve(cmdlet, path, literal: true)[0];
        return Directory.Exists(folder) ? folder : throw Unfit("ReportFolder", $"there is no folder '{folder}'");
    }

    private static PinningException Unavailable(string scheduler, string why) => new(Faults.SchedulerUnavailable(scheduler, why));

    private static PinningException Unfit(string parameter, string why) => new(Faults.ScheduleParameter(parameter, why));
}

/// <summary>What Register-PinCheck is told, as it is told it.</summary>
internal interface IScheduleParameters
{
    string Name { get; }

    string? Path { get; }

    string? PinStore { get; }

    string? ScriptPath { get; }

    DateTime At { get; }

    int RandomDelayMinutes { get; }

    string Scheduler { get; }

    string? Scope { get; }

    string? Account { get; }

    string? ReportFolder { get; }

    SwitchParameter EventLog { get; }

    SwitchParameter Force { get; }
}
