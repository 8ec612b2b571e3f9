using System.Collections.Generic;

namespace PinningTools.Internal;

internal static partial class Faults
{
    internal static Fault PinCheckSummaryUnreadable(string source, int line, int column, string what) => new(
        "PinCheckSummaryUnreadable", FaultKind.InvalidData, source,
        $"{Place(source, line, column)}: {what}.",
        "Give the JSON that Export-PinReport wrote, or that ToJson of a summary returned.");

    internal static Fault PinCheckFromLater(string source, long version) => new(
        "PinCheckFromLater", FaultKind.NotSupported, source,
        $"'{source}' has version {version}, which this version of PinningTools does not read.",
        "Update PinningTools on this machine.");

    internal static Fault PinCheckListMissing(string path, int found) => new(
        "PinCheckListMissing", FaultKind.NotFound, path,
        found > 1 ? $"'{path}' is the name of {found} files." : $"'{path}' is not the name of a file.",
        "Give one .csv or .json file; paths start at the current location.");

    internal static Fault PinCheckListKind(string path) => new(
        "PinCheckListKind", FaultKind.InvalidArgument, path,
        $"'{path}' is neither a .csv nor a .json file.",
        "Name the file for what is in it, or pipe its rows to Invoke-PinCheck.");

    internal static Fault PinCheckListUnreadable(string path, string why) => new(
        "PinCheckListUnreadable", FaultKind.InvalidData, path,
        $"'{path}' cannot be read: {why}",
        "Compare the file with the example in Get-Help Invoke-PinCheck.");

    internal static Fault PinCheckListEmpty(string? source, string why) => new(
        "PinCheckListEmpty", FaultKind.InvalidData, source,
        $"There is nothing to check{why}.",
        "Give a list with a row for each host, or a store with patterns that name hosts.");

    internal static Fault PinCheckNoRowLeft(string? source, string why) => new(
        "PinCheckListEmpty", FaultKind.InvalidData, source,
        $"There is nothing to check: {why}.",
        "Compare -Tag with the column Tag of the list, and look at its column Enabled.");

    internal static Fault PinCheckNoHostColumn(string? source, IEnumerable<string> names) => new(
        "PinCheckNoHostColumn", FaultKind.InvalidData, source,
        $"{(source is null ? "The input" : $"'{source}'")} has no column HostName. "
            + $"Its columns are: {string.Join(", ", names)}.",
        "Name the column of the hosts HostName; -Delimiter divides columns that run together.");

    internal static Fault PinCheckStateUnreadable(string path, int line, string what) => new(
        "PinCheckStateUnreadable", FaultKind.InvalidData, path,
        $"The state '{path}' cannot be read, line {line}: {what}.",
        "Restore the file from a backup, or remove it: the next run is then a first one.");

    internal static Fault PinCheckStateCutOff(string path) => new(
        "PinCheckStateCutOff", FaultKind.InvalidData, path,
        $"The state '{path}' was cut off: its end is missing, or a part of it.",
        "Restore the file from a backup, or remove it: the next run is then a first one.");

    internal static Fault PinCheckBusy(string path, System.TimeSpan waited) => new(
        "PinCheckBusy", FaultKind.Timeout, path,
        $"Another run has the state '{path}', and still had it after {waited.TotalSeconds:0} s.",
        "Wait for its end, or give -LockTimeoutSec; two checks need a state each.");

    internal static Fault PinCheckStateMissing(string path) => new(
        "PinCheckStateMissing", FaultKind.NotFound, path,
        $"There is no state '{path}'.",
        "Give the file that Invoke-PinCheck -State writes; the first run makes it.");

    internal static Fault PinCheckClockBack(string path, System.DateTime last, System.DateTime now) => new(
        "PinCheckClockBack", FaultKind.InvalidData, path,
        $"The last run of the state '{path}' ended at {CheckDate.Format(last)}, and this machine's clock says "
            + $"{CheckDate.Format(now)}: nothing can be compared.",
        "Set the clock. If it was wrong in the last run, restore the state from a backup, or remove it.");

    internal static Fault PinCheckStateOfOther(string path, string name, string asked) => new(
        "PinCheckStateOfOther", FaultKind.InvalidArgument, path,
        $"The state '{path}' is that of the check '{name}', and not of '{asked}'.",
        "Give each check a state of its own, or the -Name that it has.");

    internal static Fault PinCheckOpenToOthers(string path, string what, string fix) => new(
        "PinCheckOpenToOthers", FaultKind.Permission, path,
        $"'{path}' is not used: {what} What others may change says nothing of what was seen.",
        fix);

    internal static Fault PinCheckNameInvalid(string name) => new(
        "PinCheckNameInvalid", FaultKind.InvalidArgument, name,
        $"'{name}' cannot be the name of a check: it becomes part of the names of files and services.",
        "Use 1 to 64 letters, digits, dots, underscores and hyphens, a letter or a digit first, and no name of a "
            + "device of Windows.");

    internal static Fault PinCheckChangesUnreadable(string path, int line, string what) => new(
        "PinCheckChangesUnreadable", FaultKind.InvalidData, path,
        $"The changes '{path}' cannot be read, line {line}: {what}.",
        "Correct or remove that line; log shippers and people may read the file, and only checks write it.");

    internal static Fault PinAlertUnknown(string path, string name) => new(
        "PinAlertUnknown", FaultKind.NotFound, name,
        $"The state '{path}' has no alert '{name}'.",
        "Get-PinHistory -State ... -Alert lists the alerts that there are, with their numbers and endpoints.");

    internal static Fault PinAlertDatePast(System.DateTime until) => new(
        "PinAlertDatePast", FaultKind.InvalidArgument, until,
        $"An alert that is acknowledged until {CheckDate.Format(until)} would be announced at once.",
        "Give a date ahead, such as (Get-Date).AddDays(14).");

    internal static Fault PinCheckNoStateFolder() => new(
        "PinCheckNoStateFolder", FaultKind.NotFound, null,
        "This account has no folder for states.",
        "Give -State the path of a file, or set PINNINGTOOLS_STATE to a folder.");
}
