using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Checks pin sets for anything that locks people out or protects less than it appears to.</summary>
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

    /// <summary>The pin sets to check.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectParameters)]
    [PinSetTransform(LeavesFiles = true)]
    public PinSetArgument[] InputObject { get; set; } = [];

    /// <summary>
    /// The pin stores to check. Wildcards are allowed. The default is the store that $env:PINNINGTOOLS_STORE names, or
    /// else the user's own.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = PathParameters)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>
    /// The pin stores to check, by their exact names: no character is a wildcard. Accepts the output of Get-ChildItem.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralParameters)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Also connects to every host and checks its live chain.</summary>
    [Parameter]
    public SwitchParameter Online { get; set; }

    /// <summary>
    /// The lowest severity of the findings to report. Only reported findings make -Quiet return false and exclude a set
    /// from -PassThru. The default is Information: all findings.
    /// </summary>
    [Parameter]
    public FindingSeverity MinimumSeverity { get; set; }

    /// <summary>
    /// The number of days before an end date at which the date is reported, and the number of days for which a set may be
    /// report-only. The default is 30.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 3650)]
    public int LeadDays { get; set; } = 30;

    /// <summary>
    /// The number of days after which a pin that was not recorded as seen in service is reported. The default is 90. With
    /// -Online, the live chain is checked instead.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int UnseenDays { get; set; } = 90;

    /// <summary>
    /// Writes a single value, for scripts and exit codes: true if there are no findings, otherwise false.
    /// </summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>
    /// Writes the pin sets that have no findings to the pipeline, and the findings of the other sets as warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The time that a host may take, in seconds. The default is 15. Use this parameter with -Online.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 15;

    /// <summary>
    /// The number of hosts to which the command connects at the same time. The default is 32. Use this parameter with
    /// -Online.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _sets.AddRange(PinSetArgument.Sets(InputObject));
        foreach (string path in LiteralPath) ReadStores(() => PathReader.Resolve(this, path, literal: true));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathParameters && Path is null) ReadStores(() => [StoreArgument.ExistingPath(this, null)]);
        foreach (string path in Path ?? []) ReadStores(() => PathReader.Resolve(this, path, literal: false));
        var linter = new PinLinter(_sets) { LeadDays = LeadDays, UnseenDays = UnseenDays };
        var options = new ConnectionOptions { Timeout = TimeSpan.FromSeconds(TimeoutSec) };
        foreach (PinSet set in _sets)
        {
            if (Pump.IsStopping) return;
            Pump.Drain(ThrottleLimit - 1);
            if (!Online) Report(set, linter.Check(set));
            else Pump.Start(stop => linter.CheckOnlineAsync(set, options, stop), all => Report(set, all));
        }

        Pump.Drain(0);
        if (Quiet) WriteObject(_good);
    }

    /// <param name="set">The pin set; null if the finding is about the whole store.</param>
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
    /// A store with sets that must not be used is read all the same, because this command must report them.
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
