using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Sends the alerts and changes of a check to people and programs: a chat service, a web address, the event log or the
/// system's log.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "PinReport", SupportsShouldProcess = true)]
[OutputType(typeof(PinCheckSummary))]
public sealed class SendPinReportCommand : PumpedCmdlet, ISendParameters
{
    private SendReader? _reader;
    private ReportInput? _input;

    /// <summary>
    /// The output of Invoke-PinCheck, also from a job or another session; or files that Export-PinReport wrote as JSON or
    /// HTML, given as paths, file objects or text. There is a message for each result. Not required with -Test.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public object?[] InputObject { get; set; } = [];

    /// <summary>
    /// The https address of the receiver, as a secret, because the address of a webhook is a password. It is in no output,
    /// error, log or file.
    /// </summary>
    [Parameter]
    [SecretTransform]
    [ValidateNotNull]
    public SecureString? UriSecret { get; set; }

    /// <summary>
    /// The https address of the receiver as a string, for an address that is no secret. The module does not show it either,
    /// but PowerShell's own logs and the list of processes can contain the command line.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Uri { get; set; }

    /// <summary>
    /// The format of the message: Generic, JSON for programs; Teams, a card for a Workflow of Teams; Slack, blocks for an
    /// incoming webhook of Slack. The default is Generic.
    /// </summary>
    [Parameter]
    [ValidateSet("Generic", "Teams", "Slack")]
    public string As { get; set; } = "Generic";

    /// <summary>
    /// Posts each violation of a pin set to the address that the set names (reportUri), in the format of RFC 7469. The sets
    /// are those of -PinSet, -PinStore or the default store.
    /// </summary>
    [Parameter]
    public SwitchParameter ReportUri { get; set; }

    /// <summary>Writes events to the log Application of Windows, with the source PinningTools.</summary>
    [Parameter]
    public SwitchParameter EventLog { get; set; }

    /// <summary>Writes lines to the journal or the syslog of Linux.</summary>
    [Parameter]
    public SwitchParameter Syslog { get; set; }

    /// <summary>
    /// When to send a message: Problem, for alerts that are new, worse or over, unexpected changes and reminders; Change,
    /// for expected changes too; Always, for each run. The default is Problem.
    /// </summary>
    [Parameter]
    [ValidateSet("Problem", "Change", "Always")]
    public string When { get; set; } = "Problem";

    /// <summary>Limits the message and the exit code to the endpoints of these owners. Wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OwnerCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Owner { get; set; } = [];

    /// <summary>
    /// The number of hours after which an alert that still stands, or a violation, is sent again. The default is 24.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 8760)]
    public int ReminderHours { get; set; } = 24;

    /// <summary>The web address of the whole report, for a link in the message.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportLink { get; set; }

    /// <summary>
    /// The state of the check: its file or its name. What was sent is recorded next to it. The default is the state that the
    /// result names; for a saved result this parameter is required.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? State { get; set; }

    /// <summary>
    /// Sends a drill to every receiver that is given: a message that says that it is a drill. Results are not sent, and
    /// nothing is recorded. Check that the drill arrived.
    /// </summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <summary>
    /// The pins of the receiver, any of which is enough: strings, pin objects or certificates. Include a backup pin.
    /// Without a pin ordinary validation is enough.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PinCompleter))]
    [PinTransform]
    public PinArgument[] Pin { get; set; } = [];

    /// <summary>The pin sets in which to look up the receivers, and their addresses for reports.</summary>
    [Parameter]
    [PinSetTransform]
    public PinSetArgument[] PinSet { get; set; } = [];

    /// <summary>
    /// The pin store in which to look up the receivers, and their addresses for reports. Not used if -PinSet is given. The
    /// default is the file that $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// Trusts only the key of the receiver's leaf and does not check the chain, the name or the dates. Use it for a
    /// receiver with a self-signed certificate; it needs a pin.
    /// </summary>
    [Parameter]
    public SwitchParameter PinOnly { get; set; }

    /// <summary>
    /// Root certificates that replace the platform's trusted roots for the receivers: paths of files, PEM text or
    /// certificates.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [PemLines]
    public object[] TrustAnchor { get; set; } = [];

    /// <summary>
    /// Checks over the network whether the certificates of the receivers were revoked. By default revocation is not
    /// checked.
    /// </summary>
    [Parameter]
    public SwitchParameter CheckRevocation { get; set; }

    /// <summary>
    /// The proxy to connect through: http://host:port or socks5://host:port. The default is the system's proxy.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    /// <summary>The user name and password for the proxy. Use this parameter with -Proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>The seconds that a receiver may take to respond, for each of three tries. The default is 30.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 30;

    /// <summary>The seconds to wait for another command that is sending by the same state. The default is 30.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeoutSec { get; set; } = 30;

    /// <summary>Passes the results on, so that the next command can write a report or send another message.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>
    /// Ends the script or the PowerShell process with the exit code of the results: 0, 1, 2 or 3. The exit code is also 3
    /// if something could not be sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Exit { get; set; }

    SwitchParameter IPolicyParameters.ReportOnly => false;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = new SendReader(this, Pump, this);
        _input = new ReportInput(this, Fail);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Array.ForEach(InputObject, _input!.Add);

    /// <inheritdoc/>
    protected override void EndProcessing() => ScriptExit.OrLeave(this, Exit, () =>
    {
        IReadOnlyList<PinCheckSummary> runs = _input!.Finish();
        int code = Test ? 0 : _reader!.Check(runs, _input.Saved);
        var sender = new ReportSender(_reader!.ReadOptions(), _reader.ReadChannels());
        IReadOnlyList<PinningException> failures =
            Pump.Await(stop => Test ? sender.DrillAsync(stop) : sender.SendAsync(runs, stop));
        if (PassThru) WriteObject(runs, enumerateCollection: true);
        // All receivers have had their turn when the first error can end the script.
        foreach (PinningException error in failures) Fail(FaultRecord.From(error));
        if (Exit) ScriptExit.Leave(this, failures.Count > 0 || _input.HasFailed ? 3 : code);
    });

    private void Fail(ErrorRecord error)
    {
        if (Exit) ScriptExit.Report(this, error);
        else WriteError(error);
    }
}
