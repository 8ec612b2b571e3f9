using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Shows whether the web requests of this session go through pins, and for each host what was asked, by whom, which keys
/// it showed and what the policy said.
/// </summary>
[Cmdlet(VerbsCommon.Get, "WebPinning")]
[OutputType(typeof(WebPinningState))]
public sealed class GetWebPinningCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SerializedTypes.Register(this);
        WebPinningState state = WebPinningSession.Current().State();
        if (state.Status == WebPinningStatus.Overwritten)
            this.Warn("Another handler has replaced that of Enable-WebPinning, so requests run without pins. "
                + "Call Enable-WebPinning again, or find out which module sets "
                + "$ExecutionContext.InvokeCommand.PostCommandLookupAction.");
        WriteObject(state);
    }
}
