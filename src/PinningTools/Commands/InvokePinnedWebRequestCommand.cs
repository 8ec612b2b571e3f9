using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a web request that an impostor never sees: the server's key is checked before a byte of the request is sent.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedWebRequest", DefaultParameterSetName = "StandardMethod")]
[OutputType(typeof(PinnedHtmlWebResponse))]
[OutputType(typeof(PinnedWebResponse))]
public sealed class InvokePinnedWebRequestCommand : PinnedWebCommand
{
    private protected override void Show(WebPage page)
    {
        if (page.Body is not { } body) return;
        ExchangeResponse response = page.Response;
        PinnedWebResponse result = MediaTypes.IsText(MediaTypes.Of(response.Message))
            ? new PinnedHtmlWebResponse(response.Message, body, response.Pinning, response.Uri)
            : new PinnedWebResponse(response.Message, body, response.Pinning, response.Uri);
        result.OutFile = page.File;
        WriteObject(result);
    }
}
