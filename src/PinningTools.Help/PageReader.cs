using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PinningTools.Help;

/// <summary>Reads the pages, one file a cmdlet.</summary>
internal sealed class PageReader
{
    private static readonly string[] s_sections = ["Synopsis", "Description", "Examples", "Notes", "Links"];

    private readonly string _file;
    private readonly Problems _problems;
    private readonly ILookup<string, Block> _sections;

    private PageReader(string file, IReadOnlyList<Block> blocks, Problems problems)
    {
        _file = file;
        _problems = problems;
        var sections = new List<(string Section, Block Block)>();
        string current = "";
        foreach (Block block in blocks)
        {
            if (block.Kind == BlockKind.Section)
            {
                current = block.Text;
                if (!s_sections.Contains(current))
                    Malformed(block, $"'{current}' is not a section. The sections are "
                        + $"{string.Join(", ", s_sections)}.");
            }
            else
            {
                sections.Add((current, block));
            }
        }

        _sections = sections.ToLookup(entry => entry.Section, entry => entry.Block);
    }

    /// <summary>The pages of a folder by the name of their cmdlet; malformed ones are problems.</summary>
    internal static IReadOnlyDictionary<string, Page> ReadFolder(string folder, Problems problems) =>
        Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file), file => Read(file, File.ReadAllText(file), problems));

    internal static Page Read(string file, string text, Problems problems)
    {
        try
        {
            return new PageReader(file, BlockReader.Read(text), problems).ReadPage();
        }
        catch (FormatException error)
        {
            problems.Add(Problems.PageMalformed, file, 1, error.Message + ".");
            return new Page(Path.GetFileNameWithoutExtension(file), file, [], [], [], [], []);
        }
    }

    private Page ReadPage()
    {
        string name = Path.GetFileNameWithoutExtension(_file);
        if (_sections[""].ToArray() is not [{ Kind: BlockKind.Title } title] || title.Text != name)
            _problems.Add(Problems.PageMalformed, _file, 1,
                $"The page must begin with '# {name}', and its text must be in sections.");
        var page = new Page(
            name, _file, Prose("Synopsis"), Prose("Description"), [.. Examples()], Prose("Notes"),
            [.. _sections["Links"].Select(ReadLink)]);
        if (page.Description.Count == 0)
            _problems.Add(Problems.PageMalformed, _file, 1, "The page has no ## Description.");
        if (page.Examples.Count == 0)
            _problems.Add(Problems.PageMalformed, _file, 1, "The page has no example under ## Examples.");
        return page;
    }

    private string[] Prose(string section) => [.. _sections[section].Select(block => Prose(block, section))];

    private string Prose(Block block, string section)
    {
        if (block.Kind is not (BlockKind.Paragraph or BlockKind.Item))
            Malformed(block,
                $"## {section} may contain only paragraphs and '- ' items; code and ### headings belong in ## "
                    + "Examples.");
        return PageText.Plain(block.Text);
    }

    private IEnumerable<Example> Examples()
    {
        Block[] blocks = [.. _sections["Examples"]];
        if (blocks.Length > 0 && blocks[0].Kind != BlockKind.Subsection)
            Malformed(blocks[0], "An example must begin with '### Title'.");
        for (int i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Kind != BlockKind.Subsection) continue;
            Block[] rest = [.. blocks.Skip(i + 1).TakeWhile(block => block.Kind != BlockKind.Subsection)];
            if (rest is not [{ Kind: BlockKind.Code, Text.Length: > 0 } code, _, ..])
                Malformed(blocks[i],
                    $"The example '{blocks[i].Text}' needs a ```powershell block followed by a sentence about it.");
            else
                yield return new Example(blocks[i].Text, code.Text,
                    [.. rest.Skip(1).Select(block => Prose(block, "Examples"))]);
        }
    }

    private Link ReadLink(Block block)
    {
        if (PageText.AsLink(block.Text) is { } link) return link;
        Malformed(block, "A link must be '- Verb-Noun', '- about_Topic' or '- [text](https://address)'.");
        return new Link(block.Text, "");
    }

    private void Malformed(Block block, string text) => _problems.Add(Problems.PageMalformed, _file, block.Line, text);
}
