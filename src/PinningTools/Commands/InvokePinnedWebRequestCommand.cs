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
        ExchangeResponse reply = page.Reply;
        PinnedWebResponse response = MediaTypes.IsText(MediaTypes.Of(reply.Response))
            ? new PinnedHtmlWebResponse(reply.Response, body, reply.Pinning, reply.Uri)
            : new PinnedWebResponse(reply.Response, body, reply.Pinning, reply.Uri);
        response.OutFile = page.File;
        WriteObject(response);
    }
}
