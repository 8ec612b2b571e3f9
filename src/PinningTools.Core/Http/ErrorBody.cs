using System;
using System.Net.Http;
using System.Text;
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

    internal static string Format(string text, HttpResponseMessage response)
    {
        string? type = MediaTypes.Of(response);
        string? formatted = MediaTypes.IsXml(type) ? IndentXml(text)
            : MediaTypes.IsJson(type) ? IndentJson(text)
            : null;
        return formatted is null ? WithoutTags(text) : Environment.NewLine + formatted;
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

    private static string? IndentXml(string text)
    {
        try
        {
            XmlDocument document = XmlContent.Load(text);
            var indented = new StringBuilder();
            var settings = new XmlWriterSettings
            {
                Indent = true, NewLineOnAttributes = true, OmitXmlDeclaration = true,
            };
            using (var writer = XmlWriter.Create(indented, settings)) document.Save(writer);
            return indented.ToString();
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
        catch (JsonException)
        {
            return null;
        }
    }
#else
    /// <summary>.NET Framework has no JSON reader in the box; the text is shown as it came.</summary>
    private static string? IndentJson(string text) => text;
#endif
}
