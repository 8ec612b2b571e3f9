using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>An entry in the crontab of an account.</summary>
/// <param name="programs">The programs of the system.</param>
/// <param name="account">The account whose crontab it is; null for this one.</param>
/// <param name="root">A folder in place of the root of the file system, for tests.</param>
internal sealed class CronScheduler(IPrograms programs, string? account, string root = "/") : ICheckScheduler
{
    /// <summary>The longest command of Debian's cron; others take more.</summary>
    private const int MaxCommand = 998;

    private static readonly Encoding s_bytes = Encoding.GetEncoding("iso-8859-1");

    public IEnumerable<string> Names() => CronTable.Names(Read());

    public SchedulePlan Register(CheckSchedule schedule)
    {
        SchedulePlaces places = schedule.Places;
        ReceiverFile? receiver = ReceiverFile.Find(places);
        new ScheduleGuard(schedule, programs, root).Check();
        string machine = Environment.MachineName;
        // A backslash before a % is taken away by some crons and not by others.
        if (CronTable.ShellCommand(schedule) is var command && (command.IndexOf('\\') >= 0 || command.Length > MaxCommand))
            throw new PinningException(Faults.SchedulePathUnusable(
                schedule.Script, command.Length > MaxCommand ? "the line in the crontab would be too long" : "it has a backslash"));
        string entry = s_bytes.GetString(Encoding.UTF8.GetBytes(CronTable.Entry(schedule, machine)));
        string table = Read();
        string next = CronTable.Put(table, schedule.Name, entry, schedule.Force);
        return new SchedulePlan(
        [
            .. schedule.OwnScript is not null ? []
                : ScheduleStep.Write(places.Script, schedule, new CheckScript(schedule, receiver).Write(), schedule.IsForOther),
            .. Install(places, table, next, entry),
        ], new PinCheckRegistration
        {
            Name = schedule.Name,
            Scheduler = "Cron",
            Script = schedule.Script,
            Files = [schedule.Script, .. receiver is null ? (string[])[] : [receiver.Path]],
            Account = account ?? Environment.UserName,
            NextRun = CheckSchedule.Next(CronTable.TimeOf(schedule, machine), Clock.Now.ToLocalTime()),
            TestCommand = command,
            RemoveCommand = $"Unregister-PinCheck -Name {schedule.Name}{(account is null ? "" : $" -Account {account}")}",
        }, []);
    }

    public SchedulePlan? Unregister(string name, bool removesState)
    {
        if (programs.Find("crontab") is null) return null;
        string table = Read();
        if (CronTable.Remove(table, name) is not { } next) return null;
        SchedulePlaces places = SchedulePlaces.Of(SchedulerKind.Cron, IsRoot, name, root);
        GeneratedFileState script = GeneratedFile.Compare(places.Script, name);
        bool isEdited = script is GeneratedFileState.Edited or GeneratedFileState.Foreign;
        List<string> notes = [];
        if (isEdited) notes.Add($"The script '{places.Script}' was edited and stays.");
        if (ReceiverFile.Find(places) is { } receiver) notes.Add($"The file with the receiver's address, '{receiver.Path}', stays.");
        if (removesState && account is not null) notes.Add($"The state is in the home folder of '{account}' and stays.");
        return new SchedulePlan(
        [
            .. Install(places, table, next, ""),
            .. isEdited ? [] : ScheduleStep.Delete(places.Script),
            .. removesState && account is null ? CheckStateFiles.Delete(CheckFiles.Default(name)) : [],
        ], new PinCheckRegistration { Name = name, Scheduler = "Cron", Script = places.Script }, notes);
    }

    internal static bool IsRoot => UnixFile.IsAvailable && UnixFile.CurrentUser == 0;

    /// <summary>The table from before is kept first; what was installed is read back.</summary>
    private IEnumerable<ScheduleStep> Install(SchedulePlaces places, string table, string next, string entry)
    {
        if (next == table) yield break;
        if (table.Length > 0)
            yield return new ScheduleStep($"Keep the crontab as it is in {places.CrontabBackup}", () =>
            {
                OwnerOnlyFolder.Create(places.Scripts);
                byte[] data = s_bytes.GetBytes(table);
                OwnerOnlyFile.Write(places.CrontabBackup, file => file.Write(data, 0, data.Length));
                // The build for .NET Framework knows no permissions of Unix.
                if (UnixFile.IsAvailable) UnixFile.SetPermissions(places.CrontabBackup, 0x180);
            });
        string shown = Encoding.UTF8.GetString(s_bytes.GetBytes(entry.Length > 0 ? $" with the entry:\n{entry}" : " without the entry"));
        ScheduleStep install = ScheduleStep.Run(programs, "crontab", Arguments("-"), s_bytes.GetBytes(next), shown);
        yield return install with
        {
            Act = () =>
            {
                if (Read() != table) throw new PinningException(Faults.CrontabChanged());
                install.Act();
                if (Read() != next)
                    throw new PinningException(Faults.ScheduleProgramFailed(
                        Programs.Line("crontab", Arguments("-")), "the crontab is not the one that was installed"));
            },
        };
    }

    private string[] Arguments(string last) => account is null ? [last] : ["-u", account, last];

    /// <summary>The table; a failure is never taken for an empty one, because it would then be lost.</summary>
    private string Read()
    {
        ProgramOutput output = programs.Run("crontab", Arguments("-l"));
        if (output.ExitCode == 0) return s_bytes.GetString(output.Output);
        bool isAbsent = output.Output.Length == 0
            && (output.Errors.IndexOf("no crontab for", StringComparison.OrdinalIgnoreCase) >= 0
                || output.Errors.IndexOf("No such file", StringComparison.OrdinalIgnoreCase) >= 0);
        return isAbsent ? "" : throw new PinningException(Faults.ScheduleProgramFailed(
            Programs.Line("crontab", Arguments("-l")), $"it ended with exit code {output.ExitCode}: {output.Errors}"));
    }
}
