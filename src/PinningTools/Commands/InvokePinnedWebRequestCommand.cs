using System.IO;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Makes a web request that an impostor never sees: the server's key is judged before a byte of the request leaves.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedWebRequest", DefaultParameterSetName = "StandardMethod")]
[OutputType(typeof(PinnedHtmlWebResponse))]
[OutputType(typeof(PinnedWebResponse))]
public sealed class InvokePinnedWebRequestCommand : PinnedWebCommand
{
    private protected override void Process(ExchangeResponse reply, MemoryStream body, string? file)
    {
        PinnedWebResponse response = MediaTypes.IsText(MediaTypes.Of(reply.Response))
            ? new PinnedHtmlWebResponse(reply.Response, body, reply.Pinning, reply.Uri)
            : new PinnedWebResponse(reply.Response, body, reply.Pinning, reply.Uri);
        response.OutFile = file;
        WriteObject(response);
    }
}
