using System;
using System.ComponentModel;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The engine of Invoke-PinCheck, which is a function: errors and the exit code are a script's own affair. It is not
/// exported, and its parameters are those of the function.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinCheckRun")]
[EditorBrowsable(EditorBrowsableState.Never)]
[OutputType(typeof(PinCheckSummary))]
public sealed class InvokePinCheckRunCommand : PumpedCmdlet, ICheckRunParameters
{
    /// <summary>The list.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>The list by its exact name.</summary>
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

    /// <summary>What divides the cells of a CSV file.</summary>
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

    /// <summary>In how many runs a host must not be reached.</summary>
    [Parameter]
    public int UnreachableRuns { get; set; } = 2;

    /// <summary>The days of a warning.</summary>
    [Parameter]
    public int? WarningDays { get; set; }

    /// <summary>The days of a critical level.</summary>
    [Parameter]
    public int? CriticalDays { get; set; }

    /// <summary>What makes the exit code other than 0.</summary>
    [Parameter]
    public string[] FailOn { get; set; } = ["Warning", "Critical", "Unknown"];

    /// <summary>The deadline of the whole run.</summary>
    [Parameter]
    public int? MaxRuntimeSec { get; set; }

    /// <summary>Keeps whole verdicts only where they are needed.</summary>
    [Parameter]
    public SwitchParameter Slim { get; set; }

    /// <summary>The date to judge at.</summary>
    [Parameter]
    public DateTime? At { get; set; }

    /// <summary>How many hosts are connected to at once.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>The seconds one host may take.</summary>
    [Parameter]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>How often an unreachable host is tried again.</summary>
    [Parameter]
    public int MaximumRetryCount { get; set; }

    /// <summary>The seconds before it is.</summary>
    [Parameter]
    public int RetryIntervalSec { get; set; } = 5;

    /// <summary>What to call this machine to a mail server.</summary>
    [Parameter]
    public string? EhloName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SerializedTypes.Register(this);
        var progress = new SweepProgress(this, Pump, "Checking pins", "not passed");
        var reader = new CheckRunReader(this, Pump, this, progress);
        PinCheckSummary summary = OrTerminate(() =>
        {
            CheckOptions options = reader.Read();
            return Pump.Await(stop => new CheckRun(options).RunAsync(stop));
        });
        progress.Complete();
        foreach (PinCheckDetail detail in summary.Details) PinCheckRows.AddColumns(detail);
        WriteObject(summary);
    }
}
