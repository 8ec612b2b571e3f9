using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PinningTools.Help;

/// <summary>The XML documentation of the assemblies, as plain paragraphs.</summary>
internal sealed partial class DocComments
{
    private readonly Dictionary<string, XElement> _members;

    internal DocComments(IEnumerable<XDocument> documents)
    {
        _members = documents.SelectMany(document => document.Descendants("member"))
            .ToDictionary(member => (string)member.Attribute("name")!);
    }

    /// <summary>
    /// Reads the documentation files in the folder of an assembly: its own and those of what it uses.
    /// </summary>
    internal static DocComments Beside(string assembly) =>
        new(Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.xml").Select(XDocument.Load));

    /// <summary>The paragraphs of a member's summary; none if it has no summary.</summary>
    internal IReadOnlyList<string> Summary(MemberInfo member)
    {
        string id = member switch
        {
            Type type => "T:" + type.FullName,
            PropertyInfo property => $"P:{property.DeclaringType!.FullName}.{property.Name}",
            _ => $"F:{member.DeclaringType!.FullName}.{member.Name}",
        };
        return _members.TryGetValue(id.Replace('+', '.'), out XElement? found)
            && found.Element("summary") is { } summary
            ? [.. Flatten(summary).Split('\n')
                .Select(paragraph => Blanks().Replace(paragraph, " ").Trim()).Where(text => text.Length > 0)]
            : [];
    }

    /// <summary>The text with line feeds between paragraphs alone.</summary>
    private static string Flatten(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value.Replace('\n', ' '),
                XElement { Name.LocalName: "see" or "seealso" } see when see.IsEmpty => Reference(see),
                XElement { Name.LocalName: "paramref" or "typeparamref" } name => (string?)name.Attribute("name"),
                XElement { Name.LocalName: "para" or "item" } paragraph => $"\n{Flatten(paragraph)}\n",
                XElement other => Flatten(other),
                _ => "",
            });
        }

        return text.ToString();
    }

    private static string Reference(XElement see)
    {
        string target = ((string?)see.Attribute("cref")
            ?? (string?)see.Attribute("langword") ?? (string?)see.Attribute("href"))!;
        return see.Attribute("cref") is null ? target : ReferenceTail().Match(target).Groups[1].Value;
    }

    [GeneratedRegex(@"([^.:`(]+)(?:`\d+)?(?:\(.*\))?$")]
    private static partial Regex ReferenceTail();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
