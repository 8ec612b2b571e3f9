#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>A type of response in this PowerShell, with the members that are needed.</summary>
internal sealed class EngineResponseType
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Type[] s_parameters =
        [typeof(HttpResponseMessage), typeof(Stream), typeof(TimeSpan), typeof(CancellationToken)];

    /// <summary>In bytes: the text is copied to restore one field in it.</summary>
    private const int MaxCopied = 64 * 1024;

    /// <summary>In bytes; the constructor looks for the name of a charset in the first 1024 characters.</summary>
    private const int SearchedForCharset = 4096;

    private readonly ConstructorInfo _constructor;
    private readonly PropertyInfo _rawContent;
    private readonly bool _decodes;

    private EngineResponseType(
        ConstructorInfo constructor, PropertyInfo relationLink, PropertyInfo rawContent, PropertyInfo? file, bool decodes)
    {
        (_constructor, RelationLink, _rawContent, OutFile, _decodes) =
            (constructor, relationLink, rawContent, file, decodes);
    }

    /// <summary>Its setter is internal.</summary>
    internal PropertyInfo RelationLink { get; }

    /// <summary>Its setter is internal; PowerShell 7.4 does not have it.</summary>
    internal PropertyInfo? OutFile { get; }

    /// <summary>The type; null if this PowerShell has none of the name, or one with other members.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="decodes">Whether it makes a text of the body.</param>
    internal static EngineResponseType? Find(string name, bool decodes)
    {
        Type? type = EngineTypes.Find(name);
        return type?.GetConstructor(s_parameters) is { } constructor
            && Settable(type, "RelationLink", typeof(Dictionary<string, string>)) is { } links
            && Settable(type, "RawContent", typeof(string)) is { } raw
                ? new EngineResponseType(constructor, links, raw, Settable(type, "OutFile", typeof(string)), decodes)
                : null;
    }

    internal object Make(HttpResponseMessage message, MemoryStream body)
    {
        if (NamesNoCharset(message, body)) return MakeAsUtf8(message, body);
        try
        {
            return Construct(message, body);
        }
        catch (NotSupportedException)
        {
            // The header or the page names UTF-7, which .NET has turned off: PowerShell's own command ends here.
            return MakeAsUtf8(message, body);
        }
    }

    /// <summary>
    /// Whether a short text has no charset, in the header or in itself. The constructor reads it as UTF-8 (since
    /// PowerShell 7.4), but first throws an exception and catches it, which takes longer than all the rest.
    /// </summary>
    private bool NamesNoCharset(HttpResponseMessage message, MemoryStream body) =>
        _decodes
        && message.Content.Headers.ContentType is { CharSet: null }
        && body.Length <= MaxCopied
        && body.TryGetBuffer(out ArraySegment<byte> bytes)
        && bytes.AsSpan(0, Math.Min(bytes.Count, SearchedForCharset)).IndexOf((byte)'<') < 0;

    /// <summary>The fields of the response stay as the server sent them.</summary>
    private object MakeAsUtf8(HttpResponseMessage message, MemoryStream body)
    {
        MediaTypeHeaderValue type = message.Content.Headers.ContentType!;
        string sent = type.ToString();
        string? charset = type.CharSet;
        type.CharSet = "utf-8";
        string changed = type.ToString();
        try
        {
            object made = Construct(message, body);
            var raw = (string)_rawContent.GetValue(made)!;
            string line = $"{Environment.NewLine}Content-Type: {changed}{Environment.NewLine}";
            int at = raw.IndexOf(line, StringComparison.Ordinal);
            if (at >= 0)
            {
                int end = at + line.Length - Environment.NewLine.Length;
                _rawContent.SetValue(made, string.Concat(raw.AsSpan(0, end - changed.Length), sent, raw.AsSpan(end)));
            }

            return made;
        }
        finally
        {
            type.CharSet = charset;
        }
    }

    private object Construct(HttpResponseMessage message, MemoryStream body) => _constructor.Invoke(
        BindingFlags.DoNotWrapExceptions,
        null,
        [message, body, Timeout.InfiniteTimeSpan, CancellationToken.None],
        null);

    /// <summary>The property, if it can be set in some way; it is the base type's, which alone has the setter.</summary>
    private static PropertyInfo? Settable(Type type, string name, Type value)
    {
        PropertyInfo? property = type.GetProperty(name, Members);
        property = property?.DeclaringType?.GetProperty(name, Members);
        return property is { CanWrite: true } && property.PropertyType == value ? property : null;
    }
}
#endif
