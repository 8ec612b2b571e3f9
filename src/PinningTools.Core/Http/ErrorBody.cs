using System;
using System.Net.Http;
#if NET
using System.Text.Json;
using System.Text.Json.Nodes;
#endif
using System.Text.RegularExpressions;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>The body of an error response, made readable: XML and JSON indented, HTML without its tags.</summary>
internal static class ErrorBody
{
    private static readonly Regex s_tag = new("<[^>]*>", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
#if NET
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };
#endif

    /// <summary>In characters, and in levels of nesting: the size of indented text grows with their product.</summary>
    private const int MaxLength = 1 << 20;
    private const int MaxDepth = 64;

    internal static string Format(string text, HttpResponseMessage response) =>
        TerminalText.Body(MakeReadable(text, response));

    private static string MakeReadable(string text, HttpResponseMessage response)
    {
        if (text.Length > MaxLength) return text;
        string? type = MediaTypes.Of(response);
        string? formatted = MediaTypes.IsXml(type) ? IndentXml(text)
            : MediaTypes.IsJson(type) ? IndentJson(text)
            : null;
        if (formatted is null) return WithoutTags(text);
        return ReferenceEquals(formatted, text) ? text : Environment.NewLine + formatted;
    }

    private static string WithoutTags(string text)
    {
        try
        {
            return s_tag.Replace(text, "");
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>The indented text; the text itself if it is nested too deeply; null if it is not XML.</summary>
    private static string? IndentXml(string text)
    {
        try
        {
            XmlDocument document = XmlContent.Parse(text);
            return XmlContent.IsDeeper(document, MaxDepth) ? text : XmlContent.Indent(document);
        }
        catch (XmlException)
        {
            return null;
        }
    }

#if NET
    private static string? IndentJson(string text)
    {
        try
        {
            return JsonNode.Parse(text)?.ToJsonString(s_indented);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair causes an InvalidOperationException.
            return IsJson(text) ? text : null;
        }
    }

    /// <summary>Whether it is JSON, of any depth.</summary>
    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = int.MaxValue });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
#else
    /// <summary>.NET Framework has no built-in JSON reader; the text is shown unchanged.</summary>
    private static string? IndentJson(string text) => text;
#endif
}
