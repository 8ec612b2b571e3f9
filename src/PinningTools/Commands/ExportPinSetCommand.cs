using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Writes pin sets to a pin store, or in the format of another program.</summary>
[Cmdlet(VerbsData.Export, "PinSet", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportPinSetCommand : PumpedCmdlet
{
    private readonly List<PinSet> _sets = [];
    private PinSetExport _export = new();

    /// <summary>The pin sets to write.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [PinSetTransform]
    public PinSetArgument[] InputObject { get; set; } = [];

    /// <summary>
    /// The file to write. Without this parameter, the text is written to the pipeline if -Format is given. Otherwise
    /// the sets are added to the store that $env:PINNINGTOOLS_STORE names, or else to the user's own.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// The format to write. The default is PinStore. One of PinStore, Chromium, GoJson, Android, TrustKitAndroid,
    /// WindowsPinRules, TrustKit, Apple, OkHttpJava, OkHttpKotlin, Firefox, Hpkp, Tlsa (DANE), TlsaCertificate, OkHttp,
    /// Curl, Hex or Base64.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>
    /// Adds the sets to those in the file. If the file already has a different set for the same pattern, that is an
    /// error unless -Force replaces the set.
    /// </summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>
    /// With -Append, replaces sets of the same pattern. Otherwise overwrites the file with everything in it, even if
    /// there is no set to write.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not overwrite an existing file.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Reports everything that the format cannot express as an error instead of a warning.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>
    /// The number of days for which clients remember the pins after each visit. Only for the format Hpkp, where the
    /// default is 60.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int MaxAgeDays { get; set; } = ExportOptions.UsualMaxAgeDays;

    /// <summary>
    /// The date until which those who fetch the store may use it, for a store that is published and signed. The store
    /// also gets a version if it has none.
    /// </summary>
    [Parameter]
    [DateTransform]
    public DateTime? ValidUntil { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => OrTerminate(() => _export = new PinSetExport
    {
        FormatName = Format ?? PinStoreFormat.StoreName,
        Append = Append || Path is null,
        Force = Force,
        NoClobber = NoClobber,
        Strict = Strict,
    }.With(MyInvocation.BoundParameters.ContainsKey(nameof(MaxAgeDays)) ? MaxAgeDays : null, ValidUntil));

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _sets.AddRange(PinSetArgument.Sets(InputObject).Select(set => OrTerminate(() => PinSetRules.Check(set))));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Path is null && Format is not null)
        {
            WriteText(OrTerminate(() => _export.Write(_sets)));
            return;
        }

        string path = OrTerminate(() => StoreArgument.PathForWriting(this, Path));
        _export = _export with { Path = path, Sets = _sets };
        StoreChanges changes = OrTerminate(() => PinSetFile.Plan(_export));
        if (!ShouldProcess(path, changes.ToString())) return;
        if (_export.IsStore) Pump.Run(UpdateAsync);
        else OrTerminate(() => Pump.Await(UpdateAsync));
    }

    private void WriteText(FormatWriting writing)
    {
        Losses.Report(this, _export.FormatName, writing.Losses, strict: false);
        WriteObject(writing.Content);
        if (writing.Companion is { } companion) WriteObject(companion.Content);
    }

    private Task UpdateAsync(CancellationToken stop) => PinSetFile.UpdateAsync(
        _export, lost => Pump.PostAsync(() => Losses.Report(this, _export.FormatName, lost, strict: false)), stop);
}
