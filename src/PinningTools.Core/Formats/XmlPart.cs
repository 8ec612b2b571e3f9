using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>
/// An XML element with its position. It is read without DTDs and external references, and with limits on everything.
/// </summary>
internal sealed class XmlPart
{
    internal const int MaxDepth = 32;
    private const int MaxParts = 1_000_000;

    private readonly Dictionary<string, string> _attributes = [];
    private readonly List<XmlPart> _parts = [];

    private XmlPart(string name, TextPlace place)
    {
        Name = name;
        Place = place;
    }

    /// <summary>Without the prefix.</summary>
    internal string Name { get; }

    internal TextPlace Place { get; }

    internal IReadOnlyList<XmlPart> Parts => _parts;

    /// <summary>The text right inside, without white space around it.</summary>
    internal string Text { get; private set; } = "";

    /// <summary>The value of an attribute, or null.</summary>
    internal string? this[string attribute] =>
        _attributes.TryGetValue(attribute, out string? value) ? value.Trim() : null;

    internal IEnumerable<XmlPart> Named(string name) => _parts.Where(part => part.Name == name);

    /// <summary>true, in any case, or 1 (Android, Windows).</summary>
    /// <exception cref="PinningException">It is neither that nor false or 0.</exception>
    internal bool? Flag(FormatText text, string attribute) => this[attribute]?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw text.Error(Place, $"{attribute} must be true or false"),
    };

    /// <summary>Reads adjacent elements: a document has one, an excerpt can have several.</summary>
    /// <exception cref="PinningException">The text is not XML, has a DTD, or is out of bounds.</exception>
    internal static IReadOnlyList<XmlPart> Read(FormatText text)
    {
        var settings = new XmlReaderSettings
        {
            ConformanceLevel = ConformanceLevel.Auto,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = ForeignFormat.MaxLength,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        XmlTags.Check(text);
        try
        {
            using var characters = new StringReader(text.Content);
            using var reader = XmlReader.Create(characters, settings);
            return Read(text, reader);
        }
        catch (XmlException error)
        {
            // The reader refuses a document type without giving its position.
            TextPlace place = error.LineNumber > 0 ? TextPlace.At(error.LineNumber, error.LinePosition)
                : TextPlace.At(Math.Max(0, text.Content.IndexOf("<!DOCTYPE", StringComparison.Ordinal)));
            throw text.Error(place, error.Message.TrimEnd('.'));
        }
    }

    private static List<XmlPart> Read(FormatText text, XmlReader reader)
    {
        var top = new XmlPart("", TextPlace.At(0));
        var open = new Stack<XmlPart>();
        open.Push(top);
        int count = 0;
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                TextPlace place = PlaceOf(reader);
                if (open.Count > MaxDepth) throw text.Error(place, $"elements are nested deeper than {MaxDepth}");
                var part = new XmlPart(reader.LocalName, place);
                bool empty = reader.IsEmptyElement;
                while (reader.MoveToNextAttribute()) part._attributes[reader.LocalName] = reader.Value;
                count += 1 + part._attributes.Count;
                if (count > MaxParts)
                    throw text.Error(place, $"there are more than {MaxParts} elements and attributes");
                open.Peek()._parts.Add(part);
                if (!empty) open.Push(part);
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                open.Pop();
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                if (open.Count == 1) throw text.Error(PlaceOf(reader), "there is text outside of all elements");
                XmlPart part = open.Peek();
                // Text that is divided by a comment must not be joined: other readers use only the first part.
                part.Text = part.Text.Length == 0 ? reader.Value.Trim()
                    : throw text.Error(PlaceOf(reader), $"the text of <{part.Name}> is divided by elements");
            }
        }

        return top._parts;
    }

    private static TextPlace PlaceOf(XmlReader reader)
    {
        var place = (IXmlLineInfo)reader;
        return TextPlace.At(place.LineNumber, place.LinePosition);
    }
}
