#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Reflection;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// Makes the response object of Invoke-WebRequest itself, so that typed parameters, class methods and -is accept it.
/// The verdicts are a note property, and a type name of this module selects a view that cannot control a terminal.
/// </summary>
internal static class EngineResponse
{
    private static readonly Lazy<Shape?> s_html = new(() => Shape.Find("BasicHtmlWebResponseObject"));
    private static readonly Lazy<Shape?> s_plain = new(() => Shape.Find("WebResponseObject"));

    /// <summary>The response; null if this PowerShell has no such type, or has changed it.</summary>
    /// <param name="page">What was received.</param>
    /// <exception cref="PinningException">The body is too large for a string.</exception>
    internal static PSObject? TryMake(WebPage page)
    {
        HttpResponseMessage message = page.Response.Message;
        bool isText = MediaTypes.IsText(MediaTypes.Of(message));
        if ((isText ? s_html : s_plain).Value is not { } shape) return null;
        PSObject result;
        try
        {
            result = PSObject.AsPSObject(shape.Make(message, page.Body!));
        }
        catch (OutOfMemoryException error)
        {
            throw new PinningException(Faults.ResponseTooLarge(page.Body!.Length), error);
        }

        page.Body!.Position = 0;
        shape.RelationLink.SetValue(result.BaseObject, RelationLinks.Of(message, page.Response.Uri));
        if (shape.OutFile is { } file) file.SetValue(result.BaseObject, page.File);
        else result.Properties.Add(new PSNoteProperty("OutFile", page.File));
        result.Properties.Add(new PSNoteProperty("Pinning", page.Response.Pinning), preValidated: true);
        result.TypeNames.Insert(0, (isText ? typeof(PinnedHtmlWebResponse) : typeof(PinnedWebResponse)).FullName!);
        return result;
    }

    /// <summary>The members of a response type that are needed.</summary>
    private sealed class Shape
    {
        private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        private static readonly Type[] s_parameters =
            [typeof(HttpResponseMessage), typeof(Stream), typeof(TimeSpan), typeof(CancellationToken)];

        private readonly ConstructorInfo _constructor;
        private readonly PropertyInfo _rawContent;

        private Shape(ConstructorInfo constructor, PropertyInfo relationLink, PropertyInfo rawContent, PropertyInfo? file)
        {
            (_constructor, RelationLink, _rawContent, OutFile) = (constructor, relationLink, rawContent, file);
        }

        /// <summary>Its setter is internal.</summary>
        internal PropertyInfo RelationLink { get; }

        /// <summary>Its setter is internal; PowerShell 7.4 does not have it.</summary>
        internal PropertyInfo? OutFile { get; }

        internal static Shape? Find(string name)
        {
            Type? type = EngineTypes.Find(name);
            return type?.GetConstructor(s_parameters) is { } constructor
                && Settable(type, "RelationLink", typeof(Dictionary<string, string>)) is { } links
                && Settable(type, "RawContent", typeof(string)) is { } raw
                    ? new Shape(constructor, links, raw, Settable(type, "OutFile", typeof(string)))
                    : null;
        }

        internal object Make(HttpResponseMessage message, MemoryStream body)
        {
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

        /// <summary>As an unknown charset is read; the fields of the response stay as the server sent them.</summary>
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
                int at = raw.IndexOf("Content-Type: " + changed, StringComparison.Ordinal);
                if (at >= 0)
                {
                    at += "Content-Type: ".Length;
                    _rawContent.SetValue(made, raw.Substring(0, at) + sent + raw.Substring(at + changed.Length));
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
}
#endif
