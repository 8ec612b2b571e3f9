using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Acknowledges alerts of a check until a date: until then, reports show them, but they are announced only if they
/// become worse.
/// </summary>
[Cmdlet(
    VerbsCommon.Set, "PinAlert", DefaultParameterSetName = AcknowledgeParameters, SupportsShouldProcess = true)]
[OutputType(typeof(PinCheckAlert))]
public sealed class SetPinAlertCommand : PumpedCmdlet
{
    private const string AcknowledgeParameters = "Acknowledge";
    private const string ClearParameters = "Clear";

    private readonly List<string> _ids = [];

    /// <summary>
    /// The state that Invoke-PinCheck -State keeps: the path of its file, or the name of a check whose state is in the
    /// folder for states.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = "";

    /// <summary>
    /// The ids of the alerts to change, as in a summary or the output of Get-PinHistory -Alert. Without -Id and
    /// -Endpoint, nothing is changed.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The endpoints whose alerts are changed, such as www.example.com:443. Wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Endpoint { get; set; } = [];

    /// <summary>The date until which the alerts are acknowledged.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AcknowledgeParameters)]
    [DateTransform]
    public DateTime Until { get; set; }

    /// <summary>The reason of the acknowledgement, which reports show.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AcknowledgeParameters)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 500)]
    public string Reason { get; set; } = "";

    /// <summary>Withdraws the acknowledgement, so that the alerts are announced again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClearParameters)]
    public SwitchParameter Clear { get; set; }

    /// <summary>The number of seconds to wait for a run that uses the state. The default is 30.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeoutSec { get; set; } = 30;

    /// <summary>Returns the alerts after the change. By default there is no output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _ids.AddRange(Id);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        DateTime now = UtcDate.Now;
        DateTime? until = Clear ? null : UtcDate.Truncate(Until);
        if (until <= now) Terminate(Faults.PinAlertDatePast(until.Value));
        CheckFiles files = OrTerminate(() => new CheckFiles(PinCheckStates.PathOf(this, State)));
        // The confirmation comes before the lock, so that a run does not have to wait for the answer.
        PinCheckAlert[] meant = OrTerminate(() => Choose(files, [.. CheckHistory.Alerts(files, now)]));
        HashSet<string> chosen = [.. meant.Where(IsConfirmed).Select(alert => alert.Id)];
        if (chosen.Count == 0) return;
        PinCheckAlert[] changed = OrTerminate(() => Pump.Await(stop => CheckHistory.AcknowledgeAsync(
            files, all => [.. all.Where(alert => chosen.Contains(alert.Id))], until, Reason, now,
            TimeSpan.FromSeconds(LockTimeoutSec), stop)));
        if (PassThru) WriteObject(changed, enumerateCollection: true);
    }

    private bool IsConfirmed(PinCheckAlert alert) => ShouldProcess(
        TerminalText.Printable($"{alert.Reason} of {string.Join(", ", alert.Endpoints.Take(5))} ({alert.Id})"),
        Clear ? "Withdraw the acknowledgement" : $"Acknowledge until {CheckDate.Format(UtcDate.Truncate(Until))}");

    private PinCheckAlert[] Choose(CheckFiles files, PinCheckAlert[] all)
    {
        var chosen = new List<PinCheckAlert>();
        foreach (string id in _ids)
            chosen.Add(all.FirstOrDefault(alert => alert.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
                ?? throw new PinningException(Faults.PinAlertUnknown(files.State, id)));
        foreach (string endpoint in Endpoint)
        {
            var pattern = WildcardPattern.Get(endpoint, WildcardOptions.IgnoreCase);
            PinCheckAlert[] found = [.. all.Where(alert => alert.Endpoints.Any(one =>
                one.Equals(endpoint, StringComparison.OrdinalIgnoreCase) || pattern.IsMatch(one)))];
            if (found.Length == 0) throw new PinningException(Faults.PinAlertUnknown(files.State, endpoint));
            chosen.AddRange(found);
        }

        return [.. chosen.Distinct()];
    }
}
