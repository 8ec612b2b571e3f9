using System;
using System.IO;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>What the commands write for a page that was received.</summary>
internal static class WebOutput
{
    /// <summary>
    /// The response of Invoke-WebRequest: PowerShell's own object; in Windows PowerShell, whose own type wraps another
    /// platform's response, that of the module.
    /// </summary>
    /// <exception cref="PinningException">The body is too large for a string.</exception>
    internal static object ResponseOf(WebPage page, MemoryStream body)
    {
#if NET
        if (EngineResponse.TryMake(page) is { } genuine) return genuine;
#endif
        ExchangeResponse response = page.Response;
        PinnedWebResponse result = MediaTypes.IsText(MediaTypes.Of(response.Message))
            ? new PinnedHtmlWebResponse(response.Message, body, response.Pinning, response.Uri)
            : new PinnedWebResponse(response.Message, body, response.Pinning, response.Uri);
        result.OutFile = page.File;
        return result;
    }

    /// <summary>Writes the objects of Invoke-RestMethod and sets its variables.</summary>
    /// <param name="cmdlet">The command.</param>
    /// <param name="page">The page.</param>
    /// <param name="isStopped">Whether the user has stopped the command.</param>
    /// <param name="statusCodeVariable">The variable for the status code, or null.</param>
    /// <param name="headersVariable">The variable for the header fields, or null.</param>
    internal static void WriteObjects(
        PSCmdlet cmdlet, WebPage page, Func<bool> isStopped, string? statusCodeVariable, string? headersVariable)
    {
        if (page.Body is { } body)
            foreach (object? one in WebContent.Read(page.Response.Message, body, isStopped)) cmdlet.WriteObject(one);
        if (!string.IsNullOrEmpty(statusCodeVariable))
            cmdlet.SessionState.PSVariable.Set(statusCodeVariable, (int)page.Response.Message.StatusCode);
        if (!string.IsNullOrEmpty(headersVariable))
            cmdlet.SessionState.PSVariable.Set(headersVariable, ResponseHeaders.Of(page.Response.Message));
    }
}
