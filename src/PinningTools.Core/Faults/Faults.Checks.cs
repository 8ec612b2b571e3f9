using System.Collections.Generic;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PinCheckSummaryUnreadable(string source, int line, int column, string what) => new(
        "PinCheckSummaryUnreadable", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "Give JSON that Export-PinReport wrote or that the method ToJson of a summary returned.");

    internal static Fault PinCheckFromLater(string source, long version) => new(
        "PinCheckFromLater", FaultKind.NotSupported, source,
        $"'{source}' has version {version}, which this version of PinningTools cannot read.",
        "Update PinningTools on this machine.");

    internal static Fault PinCheckListMissing(string path, int found) => new(
        "PinCheckListMissing", FaultKind.NotFound, path,
        found > 1 ? $"'{path}' matches {found} files." : $"There is no file '{path}'.",
        "Give the path of one .csv or .json file. A relative path starts at the current location.");

    internal static Fault PinCheckListKind(string path) => new(
        "PinCheckListKind", FaultKind.InvalidArgument, path,
        $"'{path}' is neither a .csv nor a .json file.",
        "Rename the file to match its content, or pipe its rows to Invoke-PinCheck.");

    internal static Fault PinCheckListUnreadable(string path, string why) => new(
        "PinCheckListUnreadable", FaultKind.InvalidData, path,
        $"'{path}' cannot be read: {why}",
        "Compare the file with the example in Get-Help Invoke-PinCheck.");

    internal static Fault PinCheckListEmpty(string? source, string why) => new(
        "PinCheckListEmpty", FaultKind.InvalidData, source,
        $"There is nothing to check{why}.",
        "Give a list with a row for each host, or a store with patterns that are names of hosts.");

    internal static Fault PinCheckNoRowLeft(string? source, string why) => new(
        "PinCheckListEmpty", FaultKind.InvalidData, source,
        $"There is nothing to check: {why}.",
        "Compare -Tag with the column Tag of the list, and check the column Enabled.");

    internal static Fault PinCheckNoHostColumn(string? source, IEnumerable<string> names) => new(
        "PinCheckNoHostColumn", FaultKind.InvalidData, source,
        $"{(source is null ? "The input" : $"'{source}'")} has no column 'HostName'. "
            + $"Its columns are: {string.Join(", ", names)}.",
        "Name the column with the hosts HostName. If the columns are not separated, give -Delimiter.");

    internal static Fault PinCheckStateUnreadable(string path, int line, string what) => new(
        "PinCheckStateUnreadable", FaultKind.InvalidData, path,
        $"The state '{path}' cannot be read at line {line}: {what}.",
        "Restore the file from a backup, or remove it: the next run then starts without a state.");

    internal static Fault PinCheckStateCutOff(string path) => new(
        "PinCheckStateCutOff", FaultKind.InvalidData, path,
        $"The state '{path}' is incomplete: its last line is missing or cut off.",
        "Restore the file from a backup, or remove it: the next run then starts without a state.");

    internal static Fault PinCheckBusy(string path, System.TimeSpan waited) => new(
        "PinCheckBusy", FaultKind.Timeout, path,
        $"Another run is using the state '{path}' and has not released it within {waited.TotalSeconds:0} s.",
        "Wait until the other run has ended, or give a longer -LockTimeoutSec. Two different checks need two states.");

    internal static Fault PinCheckStateMissing(string path) => new(
        "PinCheckStateMissing", FaultKind.NotFound, path,
        $"There is no state file '{path}'.",
        "Give the file that Invoke-PinCheck -State writes. The first run creates it.");

    internal static Fault PinCheckClockBack(string path, System.DateTime last, System.DateTime now) => new(
        "PinCheckClockBack", FaultKind.InvalidData, path,
        $"The last run of the state '{path}' ended at {CheckDate.Format(last)}, but this machine's clock says "
            + $"{CheckDate.Format(now)}. The two runs cannot be compared.",
        "Correct the clock. If it was wrong during the last run, restore the state from a backup, or remove it.");

    internal static Fault PinCheckStateOfOther(string path, string name, string asked) => new(
        "PinCheckStateOfOther", FaultKind.InvalidArgument, path,
        $"The state '{path}' belongs to the check '{name}', not to '{asked}'.",
        "Give each check a state of its own, or give the -Name of the check that the state belongs to.");

    internal static Fault PinCheckOpenToOthers(string path, string what, string fix) => new(
        "PinCheckOpenToOthers", FaultKind.Permission, path,
        $"'{path}' is not used, because {what}. Data that other accounts can change cannot be trusted.",
        fix);

    internal static Fault PinCheckNameInvalid(string name) => new(
        "PinCheckNameInvalid", FaultKind.InvalidArgument, name,
        $"'{name}' cannot be the name of a check: it becomes part of the names of files and services.",
        "Use 1 to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or a digit, and not the name "
            + "of a Windows device.");

    internal static Fault PinCheckChangesUnreadable(string path, int line, string what) => new(
        "PinCheckChangesUnreadable", FaultKind.InvalidData, path,
        $"The file of changes '{path}' cannot be read at line {line}: {what}.",
        "Correct or remove that line. Only checks should write this file; log shippers and people may read it.");

    internal static Fault PinAlertUnknown(string path, string name) => new(
        "PinAlertUnknown", FaultKind.NotFound, name,
        $"The state '{path}' has no alert '{name}'.",
        "Get-PinHistory -State ... -Alert lists all alerts with their ids and endpoints.");

    internal static Fault PinAlertDatePast(System.DateTime until) => new(
        "PinAlertDatePast", FaultKind.InvalidArgument, until,
        $"The date {CheckDate.Format(until)} is in the past: the acknowledgement would have no effect.",
        "Give a date in the future, such as (Get-Date).AddDays(14).");

    internal static Fault PinCheckAnswerUnusable(string place, string what) => new(
        "PinCheckAnswerUnusable", FaultKind.InvalidData, place,
        $"The answer of '{place}' cannot be used: {what}.",
        "Look at that machine: its module is damaged, or somebody answers in its place.");

    internal static Fault PinCheckNoSession() => new(
        "PinCheckNoSession", FaultKind.InvalidArgument, null,
        "-IncludeLocal and -CopyModule have no effect without -Session.",
        "Add the sessions of other machines, such as -Session (New-PSSession -ComputerName branch7), or omit the switch.");

    internal static Fault PinCheckNoPlace(string why) => new(
        "PinCheckNoPlace", FaultKind.Connection, null,
        $"None of the sessions could be used. {why}",
        "Open the sessions again with New-PSSession, or add -IncludeLocal to check from this machine as well.");

    internal static Fault PinCheckModuleMissing(string place, string version, string? found) => new(
        "PinCheckModuleMissing", FaultKind.NotFound, place,
        $"The machine '{place}' does not have PinningTools {version} or later"
            + (found is null ? "." : $"; it has version {found}."),
        "Install the module there, or add -CopyModule: it is then copied for the run and removed afterwards.");

    internal static Fault PinCheckSessionClosed(string place, string state) => new(
        "PinCheckSessionClosed", FaultKind.Connection, place,
        $"The session of '{place}' cannot be used: its state is {state}.",
        "Open it again with New-PSSession.");

    internal static Fault PinCheckSessionLost(string place, string why) => new(
        "PinCheckSessionLost", FaultKind.Connection, place,
        $"The session of '{place}' failed: {why}",
        "Try Invoke-Command with this session, and open it again if necessary.");

    internal static Fault PinCheckCopyFailed(string place, string why) => new(
        "PinCheckCopyFailed", FaultKind.Connection, place,
        $"The module could not be copied to '{place}': {why}",
        "Install the module there, or make room in the temporary folder of that account.");

    internal static Fault PinCheckNoStateFolder() => new(
        "PinCheckNoStateFolder", FaultKind.NotFound, null,
        "This account has no default folder for states.",
        "Give the path of a file with -State, or set the environment variable PINNINGTOOLS_STATE to a folder.");
}
