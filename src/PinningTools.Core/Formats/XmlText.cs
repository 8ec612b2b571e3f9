using System;
using System.IO;
using System.Text;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>Writes readable XML, the same on every platform.</summary>
internal static class XmlText
{
    /// <param name="write">Writes the document's one element.</param>
    /// <param name="docType">The public and the system identifier of the document type, if readers require it.</param>
    internal static string Write(Action<XmlWriter> write, (string Name, string Public, string System)? docType = null)
    {
        var settings = new XmlWriterSettings
        {
            Indent = true,
            IndentChars = "  ",
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(false),
        };
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text, settings))
        {
            if (docType is { } type) xml.WriteDocType(type.Name, type.Public, type.System, null);
            write(xml);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Names the encoding the file gets in the declaration.</summary>
    private sealed class Utf8Writer() : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding { get; } = new UTF8Encoding(false);

        internal StringBuilder Append(char c) => GetStringBuilder().Append(c);
    }
}
