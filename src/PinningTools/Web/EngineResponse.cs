#if NET
using System;
using System.Management.Automation;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>
/// Makes the response object of Invoke-WebRequest itself, so that typed parameters, class methods and -is accept it.
/// The verdicts are a note property, and a type name of this module selects a view that cannot control a terminal.
/// </summary>
internal static class EngineResponse
{
    private static readonly Lazy<EngineResponseType?> s_text =
        new(() => EngineResponseType.Find("BasicHtmlWebResponseObject", decodes: true));
    private static readonly Lazy<EngineResponseType?> s_bytes =
        new(() => EngineResponseType.Find("WebResponseObject", decodes: false));

    /// <summary>The response; null if this PowerShell has no such type, or has changed it.</summary>
    /// <param name="page">What was received.</param>
    /// <exception cref="PinningException">The body is too large for a string.</exception>
    internal static PSObject? TryMake(WebPage page)
    {
        HttpResponseMessage message = page.Response.Message;
        bool isText = MediaTypes.IsText(MediaTypes.Of(message));
        if ((isText ? s_text : s_bytes).Value is not { } type) return null;
        PSObject result;
        try
        {
            result = PSObject.AsPSObject(type.Make(message, page.Body!));
        }
        catch (OutOfMemoryException error)
        {
            throw new PinningException(Faults.ResponseTooLarge(page.Body!.Length), error);
        }

        page.Body!.Position = 0;
        type.RelationLink.SetValue(result.BaseObject, RelationLinks.Of(message, page.Response.Uri));
        if (type.OutFile is { } file) file.SetValue(result.BaseObject, page.File);
        else result.Properties.Add(new PSNoteProperty("OutFile", page.File));
        result.Properties.Add(new PSNoteProperty("Pinning", page.Response.Pinning), preValidated: true);
        result.TypeNames.Insert(0, (isText ? typeof(PinnedHtmlWebResponse) : typeof(PinnedWebResponse)).FullName!);
        return result;
    }
}
#endif
