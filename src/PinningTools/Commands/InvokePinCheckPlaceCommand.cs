using System.ComponentModel;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// The other machine's part of Invoke-PinCheck -Session: it checks what the order says and writes facts line by line. This
/// command is not exported.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinCheckPlace")]
[EditorBrowsable(EditorBrowsableState.Never)]
[OutputType(typeof(string))]
public sealed class InvokePinCheckPlaceCommand : PumpedCmdlet
{
    /// <summary>What to check, as Invoke-PinCheck wrote it.</summary>
    [Parameter(Mandatory = true)]
    public string Order { get; set; } = "";

    /// <inheritdoc/>
    protected override void EndProcessing() =>
        OrTerminate(() => Pump.Await(stop => PlaceRun.RunAsync(Order, SessionPlace.Version, Pump.Write, stop)));
}
