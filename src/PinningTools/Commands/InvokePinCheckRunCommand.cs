using System;
using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The engine of Invoke-PinCheck. Invoke-PinCheck is a function, because only a script can end with an exit code. This
/// command is not exported, and its parameters are those of the function.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinCheckRun")]
[EditorBrowsable(EditorBrowsableState.Never)]
[OutputType(typeof(PinCheckSummary))]
public sealed class InvokePinCheckRunCommand : PumpedCmdlet, ICheckRunParameters
{
    /// <summary>The list.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>The list, without wildcards.</summary>
    [Parameter]
    public string? LiteralPath { get; set; }

    /// <summary>The rows; null if there is no pipeline.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? InputObject { get; set; }

    /// <summary>The pin store.</summary>
    [Parameter]
    public string? PinStore { get; set; }

    /// <summary>The delimiter of a CSV file.</summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>The tags to check.</summary>
    [Parameter]
    public string[] Tag { get; set; } = [];

    /// <summary>The name of the check.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The file of the state, or the name of the check whose state it is.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>How long to wait for another run.</summary>
    [Parameter]
    public int LockTimeoutSec { get; set; }

    /// <summary>How long changes are kept.</summary>
    [Parameter]
    public int KeepDays { get; set; } = 400;

    /// <summary>The number of runs in which a host must be unreachable.</summary>
    [Parameter]
    public int UnreachableRuns { get; set; } = 2;

    /// <summary>The days before an expiry at which a warning begins.</summary>
    [Parameter]
    public int? WarningDays { get; set; }

    /// <summary>The days before an expiry at which the level is critical.</summary>
    [Parameter]
    public int? CriticalDays { get; set; }

    /// <summary>The levels that make the exit code other than 0.</summary>
    [Parameter]
    public string[] FailOn { get; set; } = ["Warning", "Critical", "Unknown"];

    /// <summary>The deadline of the whole run.</summary>
    [Parameter]
    public int? MaxRuntimeSec { get; set; }

    /// <summary>Keeps whole verdicts only for endpoints that are not Ok.</summary>
    [Parameter]
    public SwitchParameter Slim { get; set; }

    /// <summary>The part of the list to check.</summary>
    [Parameter]
    public string? Shard { get; set; }

    /// <summary>The date of the evaluation.</summary>
    [Parameter]
    public DateTime? At { get; set; }

    /// <summary>How many hosts are connected to at once.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>The time-out for a host, in seconds.</summary>
    [Parameter]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>How often an unreachable host is tried again.</summary>
    [Parameter]
    public int MaximumRetryCount { get; set; }

    /// <summary>The seconds to wait before another attempt.</summary>
    [Parameter]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>The name of this machine for a mail server.</summary>
    [Parameter]
    public string? EhloName { get; set; }

    /// <summary>Reads no server that the platform cannot connect to.</summary>
    [Parameter]
    public SwitchParameter NoInspection { get; set; }

    /// <summary>Lets inspected servers pass.</summary>
    [Parameter]
    public SwitchParameter AllowInspected { get; set; }

    /// <summary>The sessions from which the list is checked as well.</summary>
    [Parameter]
    public PSSession[] Session { get; set; } = [];

    /// <summary>Checks from this machine, too.</summary>
    [Parameter]
    public SwitchParameter IncludeLocal { get; set; }

    /// <summary>Copies the module where it is missing.</summary>
    [Parameter]
    public SwitchParameter CopyModule { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SerializedTypes.Register(this);
        var progress = new SweepProgress(this, Pump, "Checking pins", "not passed");
        var reader = new CheckRunReader(this, Pump, this, progress);
        PinCheckSummary summary = OrTerminate(() =>
        {
            CheckOptions options = reader.Read();
            return Pump.Await(async stop =>
            {
                try
                {
                    return await new CheckRun(options).RunAsync(stop).ConfigureAwait(false);
                }
                finally
                {
                    // Also after an error or a stop: what was copied to other machines is removed.
                    await SessionPlaces.CloseAsync(options.Places).ConfigureAwait(false);
                }
            });
        });
        progress.Complete();
        foreach (PinCheckDetail detail in summary.Details) PinCheckRows.AddColumns(detail);
        WriteObject(summary);
    }
}
