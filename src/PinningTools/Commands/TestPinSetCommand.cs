using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Looks through pin sets for what locks people out or protects less than it says.</summary>
[Cmdlet(VerbsDiagnostic.Test, "PinSet", DefaultParameterSetName = PathParameters)]
[OutputType(typeof(PinSetFinding))]
[OutputType(typeof(bool))]
[OutputType(typeof(PinSet))]
public sealed class TestPinSetCommand : PumpedCmdlet
{
    private const string PathParameters = "Path";
    private const string LiteralParameters = "LiteralPath";
    private const string ObjectParameters = "Object";

    private readonly List<PinSet> _sets = [];
    private bool _good = true;

    /// <summary>The pin sets.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectParameters)]
    [PinSetTransform(LeavesFiles = true)]
    public PinSet[] InputObject { get; set; } = [];

    /// <summary>
    /// The pin stores; wildcards are allowed. Without it the store that $env:PINNINGTOOLS_STORE names, else the user's
    /// own.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = PathParameters)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The pin stores by their exact names, as Get-ChildItem gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralParameters)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Looks at the live chain of every host as well.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <summary>
    /// Only findings of this severity or above; they alone make -Quiet false and stop a set in -PassThru.
    /// </summary>
    [Parameter]
    public FindingSeverity MinimumSeverity { get; set; }

    /// <summary>How many days ahead a date is near, and how many days report-only may last.</summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int LeadDays { get; set; } = 30;

    /// <summary>
    /// After how many days a pin in service is reported that nobody has written down as seen; -Online looks itself.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int UnseenDays { get; set; } = 90;

    /// <summary>
    /// Writes true where there is no finding and false where there is one, for scripts and exit codes.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Writes the pin sets without findings, and the findings of the others as warnings.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The seconds a host may take.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>How many hosts are looked at at once.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _sets.AddRange(InputObject);
        foreach (string path in LiteralPath) ReadStores(() => PathReader.Resolve(this, path, literal: true));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathParameters && Path is null) ReadStores(() => [PinStores.ExistingPath(this, null)]);
        foreach (string path in Path ?? []) ReadStores(() => PathReader.Resolve(this, path, literal: false));
        var linter = new PinLinter(_sets) { LeadDays = LeadDays, UnseenDays = UnseenDays };
        var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
        foreach (PinSet set in _sets)
        {
            if (Pump.Stopping) return;
            Pump.Drain(ThrottleLimit - 1);
            if (!Online) Report(set, linter.Check(set));
            else Pump.Start(stop => linter.CheckOnlineAsync(set, options, stop), all => Report(set, all));
        }

        Pump.Drain(0);
        if (Quiet) WriteObject(_good);
    }

    /// <param name="set">The pin set; null where it is about the whole store.</param>
    /// <param name="all">What was found.</param>
    private void Report(PinSet? set, IEnumerable<PinSetFinding> all)
    {
        PinSetFinding[] findings = [.. all.Where(finding => finding.Severity >= MinimumSeverity)];
        if (findings.Length > 0) _good = false;
        if (PassThru) foreach (PinSetFinding finding in findings) this.Warn($"{finding} {finding.Fix}");
        else if (!Quiet) WriteObject(findings, enumerateCollection: true);
        if (PassThru && findings.Length == 0 && set is not null) WriteObject(set);
    }

    /// <summary>
    /// A store with sets that must not be used is read all the same: saying so is what this command is for.
    /// </summary>
    private void ReadStores(Func<IReadOnlyList<string>> resolve)
    {
        foreach (string file in OrTerminate(resolve))
        {
            PinStore store = OrTerminate(() => PinStoreFile.ReadForInspection(file));
            _sets.AddRange(store.Sets);
            Report(null, StoreRules.Find(store, file));
        }
    }
}
