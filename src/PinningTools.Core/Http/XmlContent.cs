using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;

namespace PinningTools.Internal;

/// <summary>Reads untrusted XML: no document type, no external entities, no entity expansion.</summary>
internal static class XmlContent
{
    private const int MaxEntityCharacters = 1024;

    /// <summary>A feed can be recognized by its first few nodes.</summary>
    private const int NodesToLookAt = 10;

    /// <summary>
    /// The platform processes a document recursively, and no legitimate document comes close to this depth.
    /// </summary>
    private const int MaxDepth = 1024;

    /// <summary>
    /// Whether a body begins like a JSON object or list and not like XML in any encoding: an XML reader would also
    /// notice, but with an exception.
    /// </summary>
    internal static bool IsRuledOut(MemoryStream body)
    {
        if (!body.TryGetBuffer(out ArraySegment<byte> bytes)) return false;
        int at = bytes.Offset;
        int end = at + bytes.Count;
        while (at < end && bytes.Array![at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
        return at < end && bytes.Array![at] is (byte)'{' or (byte)'[';
    }

    /// <exception cref="XmlException">The text is not XML, or nested too deeply.</exception>
    internal static XmlDocument Load(string text, bool preserveWhitespace = false) =>
        Checked(Parse(text, preserveWhitespace));

    /// <summary>Of any depth: it must be measured before it is processed.</summary>
    /// <exception cref="XmlException">The text is not XML.</exception>
    internal static XmlDocument Parse(string text, bool preserveWhitespace = false) => Try(() =>
    {
        using var reader = XmlReader.Create(new StringReader(text), MakeSettings());
        var document = new XmlDocument { XmlResolver = null, PreserveWhitespace = preserveWhitespace };
        document.Load(reader);
        return document;
    });

    /// <summary>With an element in each line.</summary>
    /// <exception cref="XmlException">It cannot be written.</exception>
    internal static string Indent(XmlDocument document) => Try(() =>
    {
        var indented = new StringBuilder();
        var settings = new XmlWriterSettings
        {
            Indent = true, NewLineOnAttributes = true, OmitXmlDeclaration = true, CheckCharacters = false,
        };
        using (var writer = XmlWriter.Create(indented, settings)) document.Save(writer);
        return indented.ToString();
    });

    /// <summary>
    /// The platform throws other exceptions than XmlException for an invalid version, an invalid name or half a
    /// surrogate pair.
    /// </summary>
    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (IsOfPlatform(error))
        {
            throw new XmlException(error.Message, error);
        }
    }

    private static bool IsOfPlatform(Exception error) =>
        error is ArgumentException or FormatException or InvalidOperationException or IndexOutOfRangeException
            or NotSupportedException or OverflowException;

    /// <summary>Whether there are more levels of nodes than a number.</summary>
    internal static bool IsDeeper(XmlNode root, int levels)
    {
        XmlNode node = root;
        for (int depth = 0; ;)
        {
            if (node.FirstChild is { } child)
            {
                if (++depth > levels) return true;
                node = child;
                continue;
            }

            for (; node != root && node.NextSibling is null; depth--) node = node.ParentNode!;
            if (node == root) return false;
            node = node.NextSibling!;
        }
    }

    private static T Checked<T>(T node) where T : XmlNode =>
        IsDeeper(node, MaxDepth) ? throw new XmlException($"The XML is nested deeper than {MaxDepth} levels.") : node;

    /// <summary>
    /// The entries of an RSS or Atom feed; null if the body is not a feed. Everything after a malformed entry is
    /// omitted.
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
                if (isEntry && document.ReadNode(reader) is { } entry) entries.Add(Checked(entry));
                else if (!isEntry) reader.Read();
            }
        }
        catch (Exception error) when (error is XmlException || IsOfPlatform(error))
        {
            // Not XML, or malformed XML: the result is what was read so far.
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
