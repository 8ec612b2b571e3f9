using System.IO;
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
        if (page.Body is null) return;
#if NET
        if (OrTerminate(() => EngineResponse.TryMake(page)) is { } genuine)
        {
            WriteObject(genuine);
            return;
        }

#endif
        WriteObject(OwnResponse(page, page.Body));
    }

    /// <summary>In Windows PowerShell, whose own type wraps another platform's response.</summary>
    private static PinnedWebResponse OwnResponse(WebPage page, MemoryStream body)
    {
        ExchangeResponse response = page.Response;
        PinnedWebResponse result = MediaTypes.IsText(MediaTypes.Of(response.Message))
            ? new PinnedHtmlWebResponse(response.Message, body, response.Pinning, response.Uri)
            : new PinnedWebResponse(response.Message, body, response.Pinning, response.Uri);
        result.OutFile = page.File;
        return result;
    }
}
