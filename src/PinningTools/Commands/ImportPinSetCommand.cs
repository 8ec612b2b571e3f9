using System.Collections.Generic;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Reads pin sets from a pin store, or from the format of another program.</summary>
[Cmdlet(VerbsData.Import, "PinSet", DefaultParameterSetName = PathParameters)]
[OutputType(typeof(PinSet))]
public sealed class ImportPinSetCommand : PumpedCmdlet
{
    private const string PathParameters = "Path";
    private const string LiteralParameters = "LiteralPath";

    private HostPattern? _hosts;

    /// <summary>
    /// The files to read. Wildcards are allowed. The default is the store that $env:PINNINGTOOLS_STORE names, or else
    /// the user's own.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = PathParameters)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>The files to read, by their exact names: no character is a wildcard.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralParameters)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// The format of the files. By default it is detected from their content. One of PinStore, Chromium, GoJson,
    /// Sslyze, Android, TrustKitAndroid, WindowsPinRules, TrustKit, Apple, OkHttpJava, OkHttpKotlin, Firefox, Urllib3,
    /// Hpkp, Tlsa (DANE), OkHttp, Curl, Hex or Base64.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(FormatCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Format { get; set; }

    /// <summary>The patterns of the hosts that the pins are for, in formats that do not name hosts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Pattern { get; set; }

    /// <summary>
    /// Reports everything in the file that a pin set cannot express as an error instead of a warning.
    /// </summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>
    /// Also reads the pin sets that the store's source publishes, except those that a set of the file overrides. The
    /// result is every set that is in force through the store.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeSource { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        SerializedTypes.Register(this);
        try
        {
            if (Pattern is not null) _hosts = HostPattern.Parse(Pattern);
            if (Format is not null) PinSetFormats.Get(Format);
        }
        catch (PinningException error)
        {
            ThrowTerminatingError(FaultRecord.From(error));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == LiteralParameters;
        foreach (string? path in literal ? LiteralPath : Path ?? (string?[])[null])
        {
            try
            {
                IReadOnlyList<string> files = path is null
                    ? [StoreArgument.ExistingPath(this, null)]
                    : PathReader.Resolve(this, path, literal);
                foreach (string file in files) WriteFile(file);
            }
            catch (PinningException error)
            {
                WriteError(FaultRecord.From(error));
            }
        }
    }

    /// <summary>Reads a file completely or not at all.</summary>
    private void WriteFile(string file)
    {
        PinSetFile found = PinSetFile.Read(file, Format, _hosts);
        this.Tell($"'{TerminalText.Printable(file)}' is read as {found.Format.Name}.");
        FormatReading reading = IncludeSource && found.IsStore
            ? new([.. StoreArgument.ReadWhole(this, Pump, file).InForce], [])
            : found.Parse();
        Losses.Report(this, file, reading.Losses, Strict);
        foreach (PinSet set in reading.Sets) WriteObject(set);
    }
}
