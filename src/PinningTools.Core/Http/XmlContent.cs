using System;
using System.Collections.Generic;
using System.IO;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>XML from a stranger: no document type, no external entity, no entity that grows.</summary>
internal static class XmlContent
{
    private const int MaxEntityCharacters = 1024;

    /// <summary>A feed says that it is one in its first few nodes.</summary>
    private const int NodesToLookAt = 10;

    /// <exception cref="XmlException">The text is no XML.</exception>
    internal static XmlDocument Load(string text, bool preserveWhitespace = false)
    {
        using var reader = XmlReader.Create(new StringReader(text), MakeSettings());
        var document = new XmlDocument { XmlResolver = null, PreserveWhitespace = preserveWhitespace };
        document.Load(reader);
        return document;
    }

    /// <summary>
    /// The entries of an RSS or Atom feed; null where the body is none. What follows a broken entry is left out.
    /// </summary>
    internal static IReadOnlyList<XmlNode>? TryReadFeed(Stream body)
    {
        List<XmlNode>? entries = null;
        try
        {
            using var reader = XmlReader.Create(body, MakeSettings());
            if (!FindFeed(reader)) return null;
            entries = [];
            var document = new XmlDocument { XmlResolver = null };
            reader.Read();
            while (!reader.EOF)
            {
                bool isEntry = reader.NodeType == XmlNodeType.Element && (Is(reader, "item") || Is(reader, "entry"));
                if (isEntry && document.ReadNode(reader) is { } entry) entries.Add(entry);
                else if (!isEntry) reader.Read();
            }
        }
        catch (XmlException)
        {
            // No XML, or broken XML: what was read so far is the answer.
        }

        return entries;
    }

    private static bool FindFeed(XmlReader reader)
    {
        for (int i = 0; i < NodesToLookAt && reader.Read(); i++)
            if (Is(reader, "rss") || Is(reader, "feed")) return true;
        return false;
    }

    private static bool Is(XmlReader reader, string name) =>
        string.Equals(reader.Name, name, StringComparison.OrdinalIgnoreCase);

    private static XmlReaderSettings MakeSettings() => new()
    {
        CheckCharacters = false,
        CloseInput = false,
        IgnoreProcessingInstructions = true,
        MaxCharactersFromEntities = MaxEntityCharacters,
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
    };
}
