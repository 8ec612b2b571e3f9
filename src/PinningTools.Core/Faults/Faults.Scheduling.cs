namespace PinningTools.Internal;

internal static partial class Faults
{
    private const string RegisterAgain = "Correct this and run the same command again: what was done is not done twice.";

    internal static Fault ScheduleNoFolder() => new(
        "ScheduleNoFolder", FaultKind.NotFound, null,
        "This account has no home folder for the script.",
        "Give -ScriptPath with a script of your own, or use -Scope Machine.");

    internal static Fault SchedulerUnavailable(string scheduler, string why) => new(
        "SchedulerUnavailable", FaultKind.NotSupported, scheduler,
        $"The scheduler {scheduler} cannot be used here: {why}.",
        "Give another -Scheduler, or run the script of examples/3-NightlyCheck.ps1 from the scheduler that you have.");

    internal static Fault ScheduleParameter(string parameter, string why) => new(
        "ScheduleParameter", FaultKind.InvalidArgument, parameter,
        $"-{parameter} cannot be used: {why}.",
        $"Leave out -{parameter}, or choose another -Scheduler or -Scope.");

    internal static Fault ScheduleOpenToOthers(string path, string what, string fix) => new(
        "ScheduleOpenToOthers", FaultKind.Permission, path,
        $"'{path}' is not scheduled, because {what}. Whoever can change it could run commands as the account that runs it.",
        fix);

    internal static Fault ScheduleNotReadable(string path, string part, string fix) => new(
        "ScheduleNotReadable", FaultKind.Permission, path,
        $"The service runs as a user of its own, who cannot read '{part}'.",
        fix);

    internal static Fault SchedulePathHidden(string path, string folder) => new(
        "SchedulePathHidden", FaultKind.InvalidArgument, path,
        $"'{path}' is below {folder}, which a service of the machine does not see (ProtectHome, PrivateTmp).",
        "Install PowerShell and the module for all users, and put lists and stores into a folder such as /etc/pincheck; or use -Scope User.");

    internal static Fault SchedulePathUnusable(string path, string why) => new(
        "SchedulePathUnusable", FaultKind.InvalidArgument, path,
        $"'{path}' cannot be named in the line of a scheduler: {why}.",
        "Use another path, or a link with a plain name.");

    internal static Fault ScheduleSecretOpen(string path) => new(
        "ScheduleSecretOpen", FaultKind.Permission, path,
        $"'{path}' contains the address of a receiver, which is a password, but it is not a file that only its owner can read.",
        $"chown root {CommandText.Quote(path)}; chmod 600 {CommandText.Quote(path)}");

    internal static Fault ScheduleFolderClosed(string path) => new(
        "ScheduleFolderClosed", FaultKind.Permission, path,
        $"The service runs as a user of its own, who cannot write to '{path}'.",
        $"Give the folder a group of its own: groupadd pincheck; chgrp pincheck {CommandText.Quote(path)}; chmod g+ws {CommandText.Quote(path)}. "
            + "Or give -Account with an account that can write there.");

    internal static Fault ScheduleAccountUnknown(string account) => new(
        "ScheduleAccountUnknown", FaultKind.NotFound, account,
        $"There is no account '{account}'.",
        "Give -Account the name of an account of this machine, or leave it out.");

    internal static Fault ScheduleAccountTooMighty(string account) => new(
        "ScheduleAccountTooMighty", FaultKind.Security, account,
        $"A check needs no rights, and '{account}' has all of them.",
        "Leave out -Account, or give an account without rights. -Force registers the check all the same.");

    internal static Fault ScheduleFileEdited(string path) => new(
        "ScheduleFileEdited", FaultKind.InvalidArgument, path,
        $"'{path}' was edited after Register-PinCheck had written it.",
        $"To keep a script, give -ScriptPath {CommandText.Quote(path)}. -Force overwrites the file and keeps the old one with .old at its end.");

    internal static Fault ScheduleFileForeign(string path) => new(
        "ScheduleFileForeign", FaultKind.InvalidArgument, path,
        $"'{path}' exists, and Register-PinCheck did not write it for this check.",
        "Give the check another -Name, or move the file away. -Force overwrites it and keeps the old one with .old at its end.");

    internal static Fault CrontabEdited(string name) => new(
        "CrontabEdited", FaultKind.InvalidArgument, name,
        $"The lines between the marks of '{name}' in the crontab were edited.",
        "Move what you want to keep to a place outside the marks (crontab -e), or give -Force.");

    internal static Fault CrontabUnclear(string name) => new(
        "CrontabUnclear", FaultKind.InvalidData, name,
        $"The marks of '{name}' in the crontab are unclear: one is missing, there are several, or others are between them.",
        "Correct them by crontab -e: '# >>> pincheck:NAME' begins and '# <<< pincheck:NAME' ends the lines of a check.");

    internal static Fault CrontabChanged() => new(
        "CrontabChanged", FaultKind.InvalidData, "crontab",
        "Somebody else changed the crontab at the same time; nothing was installed.",
        "Run the command again.");

    internal static Fault ScheduleProgramMissing(string program) => new(
        "ScheduleProgramMissing", FaultKind.NotFound, program,
        $"There is no program '{program}' in the folders that PATH names.",
        "Install it, or give another -Scheduler.");

    internal static Fault ScheduleProgramFailed(string command, string why) => new(
        "ScheduleProgramFailed", FaultKind.NotSupported, command,
        $"'{command}' failed: {why}.",
        RegisterAgain);

    internal static Fault ScheduleIncomplete(string name, string why, string done, string missing) => new(
        "ScheduleIncomplete", FaultKind.InvalidData, name,
        $"The schedule of '{name}' is incomplete. {why} Done: {(done.Length > 0 ? done : "nothing")}. Not done: {missing}.",
        RegisterAgain);

    internal static Fault ScheduleUnknown(string name) => new(
        "ScheduleUnknown", FaultKind.NotFound, name,
        $"No scheduler of this machine has a check '{name}' that this account can see.",
        "Press Tab after -Name for the names. A check of the machine needs root or an administrator, one in another crontab -Account.");
}
