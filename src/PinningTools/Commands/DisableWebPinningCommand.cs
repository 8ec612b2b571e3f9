using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Ends what Enable-WebPinning began in this session.</summary>
[Cmdlet(VerbsLifecycle.Disable, "WebPinning", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisableWebPinningCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ShouldProcess("web requests of this session", "Disable-WebPinning")) WebPinningSession.Current().Disable();
    }
}
