using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>The objects that Invoke-RestMethod makes of a body: the entries of a feed, JSON, XML or text.</summary>
internal static class WebContent
{
    /// <summary>The objects; the body is empty afterwards.</summary>
    /// <param name="response">The response.</param>
    /// <param name="body">Its body.</param>
    /// <param name="isStopped">Whether the user has stopped the command.</param>
    internal static IEnumerable<object?> Read(HttpResponseMessage response, MemoryStream body, Func<bool> isStopped)
    {
        bool isNoXml = XmlContent.IsRuledOut(body);
        if (!isNoXml && XmlContent.TryReadFeed(body) is { } entries) return entries;
#if NET
        if (isNoXml && TryReadDirectly(response, body, isStopped, out object? direct))
        {
            Release(body);
            return [direct];
        }

#endif
        string text = BodyText.Decode(response, body, out _);
        // From here on the text is all that is needed; a large body would be held beside it and its objects.
        Release(body);
        bool jsonFirst = isNoXml || MediaTypes.IsJson(MediaTypes.Of(response));
        object? value = jsonFirst
            ? EngineJson.TryRead(text, out object? json) ? json : (object?)TryXml(text) ?? text
            : TryXml(text) ?? (EngineJson.TryRead(text, out json) ? json : text);
        return [value];
    }

#if NET
    private static bool TryReadDirectly(
        HttpResponseMessage response, MemoryStream body, Func<bool> isStopped, out object? value)
    {
        value = null;
        return BodyText.IsUtf8(response, body) && body.TryGetBuffer(out ArraySegment<byte> bytes)
            && DirectJson.TryRead(bytes, isStopped, out value);
    }

#endif
    private static void Release(MemoryStream body)
    {
        body.SetLength(0);
        body.Capacity = 0;
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
