using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Removes whole pin sets from a pin store.</summary>
[Cmdlet(VerbsCommon.Remove, "PinSet", DefaultParameterSetName = PatternParameters, SupportsShouldProcess = true)]
[OutputType(typeof(PinSet))]
public sealed class RemovePinSetCommand : PumpedCmdlet
{
    private const string PatternParameters = "Pattern";
    private const string ObjectParameters = "Object";

    /// <summary>The patterns of the sets to remove, exactly as they are in the store.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PatternParameters)]
    [ArgumentCompleter(typeof(PatternCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Pattern { get; set; } = [];

    /// <summary>Pin sets whose patterns are removed from the store.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectParameters)]
    [PinSetTransform]
    public PinSetArgument[] InputObject { get; set; } = [];

    /// <summary>
    /// The pin store to change. The default is the file that $env:PINNINGTOOLS_STORE names, or else the user's own.
    /// </summary>
    [Parameter]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>Writes the removed sets to the pipeline, so that they can be kept elsewhere.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        string path = OrTerminate(() => StoreArgument.ExistingPath(this, PinStore));
        foreach (string pattern in InputObject.Select(one => one.Set.Pattern).Concat(Pattern))
        {
            if (!ShouldProcess(path, $"Remove the pin set '{pattern}'")) continue;
            OrReport(() =>
            {
                PinSet removed =
                    Pump.Await(stop => PinStoreFile.RemoveAsync(path, HostPattern.Parse(pattern), stop));
                if (PassThru) WriteObject(removed);
            });
        }
    }
}
