using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace PinningTools.Help;

/// <summary>The elements of the help format that more than one part of it uses.</summary>
internal static class Maml
{
    internal static readonly XNamespace File = "http://msh";
    internal static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    internal static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    internal static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    internal static XElement Description(IEnumerable<string> paragraphs) =>
        new(Text + "description", Paragraphs(paragraphs));

    internal static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(Text + "para", paragraph));

    /// <summary>An input or output with its type.</summary>
    internal static XElement Value(string element, string type, IEnumerable<string> description) =>
        new(Command + element, Type(type), Description(description));

    /// <summary>The element that names a type.</summary>
    internal static XElement Type(string name) =>
        new(Dev + "type", new XElement(Text + "name", name), new XElement(Text + "uri"));
}
