using System;
using System.Collections.Generic;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Merges results of checks: the parts of one run (Invoke-PinCheck -Shard) become the run of the whole list, and results of
/// several machines are compared.
/// </summary>
[Cmdlet(VerbsData.Merge, "PinCheck")]
[OutputType(typeof(PinCheckSummary))]
public sealed class MergePinCheckCommand : PumpedCmdlet
{
    private ReportInput? _input;

    /// <summary>
    /// The results: the output of Invoke-PinCheck, also from a job or another session; or files that Export-PinReport wrote
    /// as JSON or HTML, given as paths, file objects or text. In paths, wildcards are allowed.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    public object?[] InputObject { get; set; } = [];

    /// <summary>
    /// The file in which the check keeps what it found, as with Invoke-PinCheck -State: the merged run is compared with the
    /// last one, and becomes the last one. A bare name means a file in the folder for states.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? State { get; set; }

    /// <summary>
    /// The number of seconds to wait for another run that uses the same state. The default is 0: do not wait.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeoutSec { get; set; }

    /// <summary>
    /// The number of days for which changes and evidence are kept. The default is 400. Use this parameter with -State.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int KeepDays { get; set; } = 400;

    /// <summary>
    /// The number of consecutive runs in which a host must be unreachable before an alert is announced. The default is 2.
    /// Use this parameter with -State.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int UnreachableRuns { get; set; } = 2;

    /// <summary>
    /// The levels that make the exit code other than 0: Warning, Critical, Unknown, or Change for unexpected changes. By
    /// default, the levels are those of the parts. Missing parts count as Unknown.
    /// </summary>
    [Parameter]
    [ValidateSet("Warning", "Critical", "Unknown", "Change")]
    public string[]? FailOn { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _input = new ReportInput(this, WriteError);

    /// <inheritdoc/>
    protected override void ProcessRecord() => Array.ForEach(InputObject, _input!.Add);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SerializedTypes.Register(this);
        PinCheckSummary summary = OrTerminate(() =>
        {
            IReadOnlyList<PinCheckSummary> runs = _input!.Finish();
            var merge = new CheckMerge(new MergeOptions
            {
                State = State is null ? null : PinCheckStates.PathOf(this, State),
                LockTimeout = TimeSpan.FromSeconds(LockTimeoutSec),
                KeepDays = KeepDays,
                UnreachableRuns = UnreachableRuns,
                FailOn = FailOn,
                Warn = Pump.Warning,
            });
            return Pump.Await(stop => merge.RunAsync(runs, stop));
        });
        foreach (PinCheckDetail detail in summary.Details) PinCheckRows.AddColumns(detail);
        WriteObject(summary);
    }
}
