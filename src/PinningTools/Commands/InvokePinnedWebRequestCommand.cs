using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a web request that an impostor never sees: the server's key is checked before a byte of the request is sent.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedWebRequest", DefaultParameterSetName = "StandardMethod")]
#if NET
[OutputType("Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject")]
[OutputType("Microsoft.PowerShell.Commands.WebResponseObject")]
#else
[OutputType(typeof(PinnedHtmlWebResponse))]
[OutputType(typeof(PinnedWebResponse))]
#endif
public sealed class InvokePinnedWebRequestCommand : PinnedWebCommand
{
    private protected override void Show(WebPage page)
    {
        if (page.Body is { } body) WriteObject(OrTerminate(() => WebOutput.ResponseOf(page, body)));
    }
}
