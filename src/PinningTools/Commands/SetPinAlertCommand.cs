using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Acknowledges alerts of a check until a date: they are shown in every report, and not announced until then, unless
/// they become worse.
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
    /// The state that Invoke-PinCheck -State keeps: its file, or the name of a check for the file in the folder for
    /// states.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = "";

    /// <summary>The numbers of the alerts, as a summary, a report and Get-PinHistory -Alert have them.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The endpoints whose alerts are meant, such as www.example.com:443. Wildcards are allowed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Endpoint { get; set; } = [];

    /// <summary>The date until which the alerts are acknowledged.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AcknowledgeParameters)]
    [DateTransform]
    public DateTime Until { get; set; }

    /// <summary>Why nothing needs to be announced until then; reports show it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AcknowledgeParameters)]
    [ValidateNotNullOrEmpty]
    [ValidateLength(1, 500)]
    public string Reason { get; set; } = "";

    /// <summary>Takes an acknowledgement back.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClearParameters)]
    public SwitchParameter Clear { get; set; }

    /// <summary>The seconds to wait for a run that has the state.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeoutSec { get; set; } = 30;

    /// <summary>Writes the alerts as they are then.</summary>
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
        // Asked before the state is locked: who thinks over an answer must not keep a run waiting.
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
        Clear ? "Take the acknowledgement back" : $"Acknowledge until {CheckDate.Format(UtcDate.Truncate(Until))}");

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
