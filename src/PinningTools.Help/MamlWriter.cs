using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PinningTools.Help;

/// <summary>Writes the help file that Get-Help reads, in Windows PowerShell 5.1 too.</summary>
internal sealed class MamlWriter(DocComments docs)
{
    private readonly MamlParameters _parameters = new(docs);

    internal void Write(IEnumerable<(CmdletShape Cmdlet, Page Page)> cmdlets, string path)
    {
        var root = new XElement(Maml.File + "helpItems", new XAttribute("schema", "maml"),
            cmdlets.Select(entry => Command(entry.Cmdlet, entry.Page)));
        var settings = new XmlWriterSettings
        {
            Indent = true,
            NewLineChars = "\n",
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        // Written at once: a build that breaks off leaves no half file that looks newer than its inputs.
        using var memory = new MemoryStream();
        using (var writer = XmlWriter.Create(memory, settings)) root.Save(writer);
        File.WriteAllBytes(path, memory.ToArray());
    }

    private XElement Command(CmdletShape cmdlet, Page page) => new(
        Maml.Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml.Text),
        new XAttribute(XNamespace.Xmlns + "command", Maml.Command),
        new XAttribute(XNamespace.Xmlns + "dev", Maml.Dev),
        new XElement(
            Maml.Command + "details",
            new XElement(Maml.Command + "name", cmdlet.Name),
            new XElement(Maml.Command + "verb", cmdlet.Verb),
            new XElement(Maml.Command + "noun", cmdlet.Noun),
            Maml.Description(page.Synopsis.Count > 0 ? page.Synopsis : docs.Summary(cmdlet.Type))),
        Maml.Description(page.Description),
        new XElement(Maml.Command + "syntax", cmdlet.Sets.Select(set => _parameters.SyntaxItem(cmdlet, set))),
        _parameters.All(cmdlet),
        MamlParameters.Inputs(cmdlet),
        new XElement(
            Maml.Command + "returnValues",
            cmdlet.Outputs.Select(type => Maml.Value("returnValue", type.FullName!, docs.Summary(type)))),
        page.Notes.Count == 0
            ? null
            : new XElement(Maml.Text + "alertSet", new XElement(Maml.Text + "alert", Maml.Paragraphs(page.Notes))),
        new XElement(Maml.Command + "examples", page.Examples.Select(Example)),
        new XElement(Maml.Command + "relatedLinks", page.Links.Select(Link)));

    /// <summary>Get-Help adds neither a line to the title nor a space after the remarks.</summary>
    private static XElement Example(Example example, int index) => new(
        Maml.Command + "example",
        new XElement(Maml.Text + "title", $"---------- Example {index + 1}: {example.Title} ----------"),
        new XElement(Maml.Dev + "code", example.Code),
        new XElement(Maml.Dev + "remarks", Maml.Paragraphs([.. example.Remarks, ""])));

    private static XElement Link(Link link) => new(
        Maml.Text + "navigationLink", new XElement(Maml.Text + "linkText", link.Text),
            new XElement(Maml.Text + "uri", link.Uri));
}
