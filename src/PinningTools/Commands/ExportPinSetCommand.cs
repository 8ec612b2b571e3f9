using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Writes pin sets to a pin store, or in another program's form of pins.</summary>
[Cmdlet(VerbsData.Export, "PinSet", SupportsShouldProcess = true)]
[OutputType(typeof(string))]
public sealed class ExportPinSetCommand : PumpedCmdlet
{
    private readonly List<PinSet> _sets = [];
    private PinSetExport _export = new();

    /// <summary>The pin sets.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [PinSetTransform]
    public PinSet[] InputObject { get; set; } = [];

    /// <summary>
    /// The file. Without it, with -Format the text is written to the pipeline, and otherwise the sets are added to the
    /// store that $env:PINNINGTOOLS_STORE names, else to the user's own.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// The format; a pin store unless given: PinStore, Chromium, GoJson, Android, TrustKitAndroid, WindowsPinRules,
    /// TrustKit, Apple, OkHttpJava, OkHttpKotlin, Firefox, Hpkp, Tlsa (DANE), TlsaCertificate, OkHttp, Curl, Hex or
    /// Base64.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>Adds the sets to those of the file. A set that is there for the same pattern and differs is an error
    /// unless -Force replaces it.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>
    /// Replaces sets of the same pattern when appending. Otherwise overwrites a file with all that is in it, also where
    /// no set came.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not overwrite a file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Makes an error of everything the format cannot express, instead of a warning.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>How many days clients remember the pins after each visit, for the formats that say so: Hpkp.</summary>
    [Parameter]
    [ValidateRange(1, 3650)]
    public int MaxAgeDays { get; set; } = ExportOptions.UsualMaxAgeDays;

    /// <summary>
    /// Until when who fetches the store may use it, where it is published and signed. It gets a version then.
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
        _sets.AddRange(InputObject.Select(set => OrTerminate(() => PinSetRules.Check(set))));

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
