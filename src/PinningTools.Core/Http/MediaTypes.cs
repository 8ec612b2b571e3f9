using System;
using System.Linq;
using System.Net.Http;

namespace PinningTools.Internal;

/// <summary>What a media type says about a body, as PowerShell interprets it.</summary>
internal static class MediaTypes
{
    private static readonly string[] s_json =
    [
        "application/json", "text/json", "application/x-javascript", "text/x-javascript", "application/javascript",
        "text/javascript",
    ];

    private static readonly string[] s_xml =
        ["application/xml", "application/xml-external-parsed-entity", "application/xml-dtd"];

    internal static string? Of(HttpResponseMessage response) => response.Content?.Headers.ContentType?.MediaType;

    internal static bool IsJson(string? type) =>
        type is not null && s_json.Contains(type, StringComparer.OrdinalIgnoreCase);

    internal static bool IsXml(string? type) =>
        type is not null
            && (s_xml.Contains(type, StringComparer.OrdinalIgnoreCase)
                || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase));

    internal static bool IsText(string? type) =>
        type is not null
            && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || IsXml(type) || IsJson(type));
}
