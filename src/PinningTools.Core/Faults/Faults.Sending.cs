using System;

namespace PinningTools.Internal;

/// <remarks>
/// The address of a receiver is a password, and its path may be the secret: these faults know its host alone.
/// </remarks>
internal static partial class Faults
{
    internal static Fault SendNoChannel() => new(
        "SendNoChannel", FaultKind.InvalidArgument, null,
        "No receiver is given.",
        "Give one or several of -UriSecret, -Uri, -ReportUri, -EventLog and -Syslog.");

    internal static Fault SendTwoAddresses() => new(
        "SendTwoAddresses", FaultKind.InvalidArgument, "Uri",
        "-Uri and -UriSecret are two addresses for one message.",
        "Give one of them; a second receiver needs a second Send-PinReport (-PassThru passes the result on).");

    internal static Fault SendAddressInvalid(string why) => new(
        "SendAddressInvalid", FaultKind.InvalidArgument, null,
        $"The address of the receiver cannot be used: {why}. It is not shown, because it may be a secret.",
        "Give the whole address, https:// and all, as the receiver's service shows it.");

    internal static Fault SendLinkInvalid(string link) => new(
        "SendLinkInvalid", FaultKind.InvalidArgument, link,
        $"'{RedactedUri.Of(link)}' is not a web address that a message can link to.",
        "Give -ReportLink an address that begins with https:// or http:// and is at most 1,000 characters long.");

    internal static Fault SendStateNeeded(string name) => new(
        "SendStateNeeded", FaultKind.InvalidArgument, name,
        $"The saved result of the check '{name}' names a state, and a file may name any.",
        "Give -State with the state of the check, so that nothing is sent twice.");

    internal static Fault SendStateOfOne(string state, string names) => new(
        "SendStateOfOne", FaultKind.InvalidArgument, state,
        $"The state '{state}' belongs to one check, and there are results of several: {names}.",
        "Send the results of each check with its own -State.");

    internal static Fault SendRefused(string shown, int status, string said) => new(
        "SendRefused", FaultKind.InvalidData, shown,
        $"{shown} refused the message with the status {status}{(said.Length > 0 ? ": " + said : "")}.",
        "Compare -As with what the receiver takes, and see whether its address is still valid. What was to be sent is "
            + "tried again by the next run.");

    internal static Fault SendRedirected(string shown) => new(
        "SendRedirected", FaultKind.Security, shown,
        $"{shown} redirects to another address, which is not followed.",
        "Give the address that the message should go to.");

    internal static Fault SendFailed(string shown, string why) => new(
        "SendFailed", FaultKind.Connection, shown,
        $"The message to {shown} was not confirmed: {why}",
        "What was to be sent is tried again by the next run, or by this command with the same state.");

    internal static Fault SendAskedToWait(string shown, int status, TimeSpan wait, TimeSpan most) => new(
        "SendAskedToWait", FaultKind.Connection, shown,
        $"{shown} responded with the status {status} and asks to wait {wait.TotalSeconds:0} s, longer than the "
            + $"{most.TotalSeconds:0} s that the command waits.",
        "What was to be sent is tried again by the next run, or by this command with the same state.");

    internal static Fault SendBusy(string path, TimeSpan waited) => new(
        "SendBusy", FaultKind.Timeout, path,
        $"Another command is sending by '{path}', and still was after {waited.TotalSeconds:0} s.",
        "Wait for its end, or give -LockTimeoutSec.");

    internal static Fault SendNoReportUri() => new(
        "SendNoReportUri", FaultKind.NotFound, "ReportUri",
        "No pin set has an address for reports.",
        "Give the store or the sets whose member reportUri has one: -PinStore, -PinSet, New-PinSet -ReportUri.");

    internal static Fault SendReportUriNotHttps(string pattern) => new(
        "SendReportUriNotHttps", FaultKind.InvalidArgument, pattern,
        $"The address for reports of the pin set '{pattern}' is not an https address: anyone on the path could read and "
            + "drop the report.",
        "Give the set an https address: New-PinSet -ReportUri, or the member reportUri in the store.");

    internal static Fault EventLogUnavailable(string why) => new(
        "EventLogUnavailable", FaultKind.NotSupported, "EventLog",
        $"The event log cannot be written: {why}",
        "-EventLog needs Windows. On Linux use -Syslog.");

    internal static Fault SyslogUnavailable(string path, string why) => new(
        "SyslogUnavailable", FaultKind.NotSupported, path,
        $"The system's log cannot be written, '{path}': {why}",
        "-Syslog needs a journal or a log daemon of Linux, and PowerShell 7. On Windows use -EventLog.");
}
