using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>A service and a timer of systemd: of the machine, or of the user.</summary>
/// <param name="programs">The programs of the system.</param>
/// <param name="isMachine">Whether they are the machine's.</param>
/// <param name="root">A folder in place of the root of the file system, for tests.</param>
internal sealed class SystemdScheduler(IPrograms programs, bool isMachine, string root = "/") : ICheckScheduler
{
    public IEnumerable<string> Names()
    {
        string folder = SchedulePlaces.Of(SchedulerKind.Systemd, isMachine, "x", root).Units;
        return !Directory.Exists(folder) ? [] : Directory.GetFiles(folder, "pincheck-*.timer")
            .Select(path => Path.GetFileNameWithoutExtension(path).Substring("pincheck-".Length)).Where(CheckName.IsValid);
    }

    public SchedulePlan Register(CheckSchedule schedule)
    {
        SchedulePlaces places = schedule.Places;
        ReceiverFile? receiver = ReceiverFile.Find(places);
        var guard = new ScheduleGuard(schedule, programs, root);
        guard.Check();
        uint? group = isMachine ? guard.ReportGroup() : null;
        var units = new SystemdUnits(schedule, receiver, group);
        ScheduleStep[] script = schedule.OwnScript is not null ? []
            : [.. ScheduleStep.Write(places.Script, schedule, new CheckScript(schedule, receiver).Write(), isMachine)];
        ScheduleStep[] unitFiles =
        [
            .. ScheduleStep.Write(places.Service, schedule, units.Service(), isOpen: true),
            .. ScheduleStep.Write(places.Timer, schedule, units.Timer(), isOpen: true),
        ];
        string timer = Path.GetFileName(places.Timer);
        bool isInForce = unitFiles.Length == 0 && IsInForce(timer);
        ScheduleStep[] commands = isInForce ? []
            : [Systemctl("daemon-reload"), Systemctl("enable", timer), Systemctl("restart", timer)];
        string service = Path.GetFileName(places.Service);
        return new SchedulePlan([.. script, .. unitFiles, .. commands], new PinCheckRegistration
        {
            Name = schedule.Name,
            Scheduler = "Systemd",
            Script = schedule.Script,
            Files = [schedule.Script, places.Service, places.Timer, .. receiver is null ? (string[])[] : [receiver.Path]],
            Account = schedule.Account ?? (isMachine ? "DynamicUser" : Environment.UserName),
            NextRun = CheckSchedule.Next(schedule.At, Clock.Now.ToLocalTime()),
            TestCommand = $"systemctl {User}start {service}",
            RemoveCommand = $"Unregister-PinCheck -Name {schedule.Name}",
        }, isMachine || File.Exists(Path.Combine(root, "var/lib/systemd/linger", Environment.UserName)) ? []
            : ["The timer runs only while you are logged on, until you run: loginctl enable-linger"]);
    }

    public SchedulePlan? Unregister(string name, bool removesState)
    {
        SchedulePlaces places = SchedulePlaces.Of(SchedulerKind.Systemd, isMachine, name, root);
        if (!Presence.Exists(places.Timer) && !Presence.Exists(places.Service)) return null;
        foreach (string unit in new[] { places.Timer, places.Service })
            if (GeneratedFile.Compare(unit, name) == GeneratedFileState.Foreign)
                throw new PinningException(Faults.ScheduleFileForeign(unit));
        bool isEdited = GeneratedFile.Compare(places.Script, name) is GeneratedFileState.Edited or GeneratedFileState.Foreign;
        List<string> notes = [];
        if (isEdited) notes.Add($"The script '{places.Script}' was edited and stays.");
        if (ReceiverFile.Find(places) is { } receiver) notes.Add($"The file with the receiver's address, '{receiver.Path}', stays.");
        string timer = Path.GetFileName(places.Timer), service = Path.GetFileName(places.Service);
        return new SchedulePlan(
        [
            Systemctl("disable", "--now", timer),
            Systemctl("stop", service),
            .. removesState && isMachine ? [Systemctl("clean", "--what=state", "--what=cache", service)] : (ScheduleStep[])[],
            .. removesState && !isMachine ? CheckStateFiles.Delete(CheckFiles.Default(name)) : [],
            .. ScheduleStep.Delete(places.Timer),
            .. ScheduleStep.Delete(places.Service),
            .. isEdited ? [] : ScheduleStep.Delete(places.Script),
            Systemctl("daemon-reload"),
        ], new PinCheckRegistration { Name = name, Scheduler = "Systemd", Script = places.Script }, notes);
    }

    private string User => isMachine ? "" : "--user ";

    private ScheduleStep Systemctl(params string[] arguments) =>
        ScheduleStep.Run(programs, "systemctl", isMachine ? arguments : [.. arguments.Prepend("--user")]);

    /// <summary>Whether the timer runs by the files that are there. Where systemd does not say so, it is told again.</summary>
    private bool IsInForce(string timer)
    {
        string[] asked = ["show", "--property=UnitFileState,ActiveState,NeedDaemonReload", timer];
        ProgramOutput output = programs.Run("systemctl", isMachine ? asked : [.. asked.Prepend("--user")]);
        string[] lines = Encoding.UTF8.GetString(output.Output).Split('\n');
        return output.ExitCode == 0 && lines.Contains("UnitFileState=enabled") && lines.Contains("ActiveState=active")
            && lines.Contains("NeedDaemonReload=no");
    }
}
