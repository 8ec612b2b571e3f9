using System.IO;
using System.Management.Automation;
using System.Xml;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Calls a web service without exposing the request to an impostor, and returns the response as objects: JSON, XML, the
/// entries of a feed.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedRestMethod", DefaultParameterSetName = "StandardMethod")]
[OutputType(typeof(PSObject))]
[OutputType(typeof(XmlDocument))]
[OutputType(typeof(string))]
public sealed class InvokePinnedRestMethodCommand : PinnedWebCommand
{
    /// <summary>Follows the links to the next page (relation type next) in the responses.</summary>
    [Parameter]
    [Alias("FL")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>The maximum number of pages to read with -FollowRelLink. By default there is no limit.</summary>
    [Parameter]
    [Alias("ML")]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumFollowRelLink { get; set; } = int.MaxValue;

    /// <summary>The name of a variable in which to store the header fields of the response.</summary>
    [Parameter]
    [Alias("RHV")]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>The name of a variable in which to store the status code of the response.</summary>
    [Parameter]
    public string? StatusCodeVariable { get; set; }

    private protected override int MaximumPages => FollowRelLink ? MaximumFollowRelLink : 1;

    private protected override void Show(WebPage page)
    {
        if (page.Body is { } body) WriteBody(page.Response, body);
        if (!string.IsNullOrEmpty(StatusCodeVariable))
            SessionState.PSVariable.Set(StatusCodeVariable, (int)page.Response.Message.StatusCode);
        if (!string.IsNullOrEmpty(ResponseHeadersVariable))
            SessionState.PSVariable.Set(ResponseHeadersVariable, ResponseHeaders.Of(page.Response.Message));
    }

    private void WriteBody(ExchangeResponse response, MemoryStream body)
    {
        bool isNoXml = XmlContent.IsRuledOut(body);
        if (!isNoXml && XmlContent.TryReadFeed(body) is { } entries)
        {
            foreach (XmlNode entry in entries) WriteObject(entry);
            return;
        }

#if NET
        if (isNoXml && TryDirect(response, body, out object? direct))
        {
            Release(body);
            WriteObject(direct);
            return;
        }

#endif
        string text = BodyText.Decode(response.Message, body, out _);
        // From here on the text is all that is needed; a large body would be held beside it and its objects.
        Release(body);
        bool jsonFirst = isNoXml || MediaTypes.IsJson(MediaTypes.Of(response.Message));
        object? value = jsonFirst
            ? EngineJson.TryRead(text, out object? json) ? json : (object?)TryXml(text) ?? text
            : TryXml(text) ?? (EngineJson.TryRead(text, out json) ? json : text);
        WriteObject(value);
    }

    private static void Release(MemoryStream body)
    {
        body.SetLength(0);
        body.Capacity = 0;
    }

#if NET
    private bool TryDirect(ExchangeResponse response, MemoryStream body, out object? value)
    {
        value = null;
        return body.TryGetBuffer(out System.ArraySegment<byte> bytes) && BodyText.IsUtf8(response.Message, body)
            && DirectJson.TryRead(bytes, () => Stopping, out value);
    }

#endif
    private static XmlDocument? TryXml(string text)
    {
        try
        {
            return XmlContent.Load(text, preserveWhitespace: true);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
