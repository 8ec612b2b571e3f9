using System;
using System.IO;
using System.Management.Automation;
using System.Xml;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Calls a web service that an impostor never sees, and makes objects of its answer: JSON, XML, the entries of a feed.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "PinnedRestMethod", DefaultParameterSetName = "StandardMethod")]
[OutputType(typeof(PSObject))]
[OutputType(typeof(XmlDocument))]
[OutputType(typeof(string))]
public sealed class InvokePinnedRestMethodCommand : PinnedWebCommand
{
    /// <summary>Follows the next links of the responses.</summary>
    [Parameter]
    [Alias("FL")]
    public SwitchParameter FollowRelLink { get; set; }

    /// <summary>How many pages are read at most with -FollowRelLink.</summary>
    [Parameter]
    [Alias("ML")]
    [ValidateRange(1, int.MaxValue)]
    public int MaximumFollowRelLink { get; set; } = int.MaxValue;

    /// <summary>The name of a variable that gets the header fields of the response.</summary>
    [Parameter]
    [Alias("RHV")]
    public string? ResponseHeadersVariable { get; set; }

    /// <summary>The name of a variable that gets the status code of the response.</summary>
    [Parameter]
    public string? StatusCodeVariable { get; set; }

    private protected override Uri? NextLink(ExchangeResponse response, int followed) =>
        FollowRelLink && followed < MaximumFollowRelLink
        && RelationLinks.Of(response.Message, response.Uri).TryGetValue("next", out string? next)
        && UriText.TryRead(next, out Uri? uri) ? uri : null;

    private protected override void Process(ExchangeResponse response, MemoryStream body, string? file)
    {
        bool isNoXml = XmlContent.IsRuledOut(body);
        if (!isNoXml && XmlContent.TryReadFeed(body) is { } entries)
        {
            foreach (XmlNode entry in entries) WriteObject(entry);
            return;
        }

        string text = BodyText.Decode(response.Message, body, out _);
        // From here on the text is all that is needed; a large body would be held beside it and its objects.
        body.SetLength(0);
        body.Capacity = 0;
        bool jsonFirst = isNoXml || MediaTypes.IsJson(MediaTypes.Of(response.Message));
        object? value = jsonFirst
            ? EngineJson.TryRead(text, out object? json) ? json : (object?)TryXml(text) ?? text
            : TryXml(text) ?? (EngineJson.TryRead(text, out json) ? json : text);
        WriteObject(value);
    }

    private protected override void Finish(ExchangeResponse response)
    {
        if (!string.IsNullOrEmpty(StatusCodeVariable))
            SessionState.PSVariable.Set(StatusCodeVariable, (int)response.Message.StatusCode);
        if (!string.IsNullOrEmpty(ResponseHeadersVariable))
            SessionState.PSVariable.Set(ResponseHeadersVariable, ResponseHeaders.Of(response.Message));
    }

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
