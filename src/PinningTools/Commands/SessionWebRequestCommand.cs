using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>Runs in place of Invoke-WebRequest in a session with Enable-WebPinning.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "WebRequest", DefaultParameterSetName = "StandardMethod")]
internal sealed class SessionWebRequestCommand : SessionWebCommand
{
    private protected override string StockName => "InvokeWebRequestCommand";

    private protected override void Show(WebPage page)
    {
        if (page.Body is { } body) WriteObject(OrTerminate(() => WebOutput.ResponseOf(page, body)));
    }
}
