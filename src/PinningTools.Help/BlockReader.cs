using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Help;

/// <summary>Takes the small part of Markdown that the pages use apart into blocks.</summary>
internal sealed partial class BlockReader
{
    private const string Fence = "```";

    private readonly List<Block> _blocks = [];
    private readonly List<string> _open = [];
    private int _openLine;
    private BlockKind _openKind;

    /// <exception cref="FormatException">A fenced block does not end; the message says where it begins.</exception>
    internal static IReadOnlyList<Block> Read(string text)
    {
        var reader = new BlockReader();
        reader.ReadLines(text.ReplaceLineEndings("\n").Split('\n'));
        return reader._blocks;
    }

    private void ReadLines(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd();
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                Close();
                int end = Array.FindIndex(lines, i + 1, other => other.TrimEnd() == Fence);
                if (end < 0) throw new FormatException($"the fenced block that begins in line {i + 1} does not end");
                _blocks.Add(new Block(BlockKind.Code,
                    string.Join('\n', lines[(i + 1)..end].Select(code => code.TrimEnd())), i + 1));
                i = end;
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                Close();
                BlockKind kind = BlockKind.Title + heading.Groups[1].Length - 1;
                _blocks.Add(new Block(kind, heading.Groups[2].Value, i + 1));
            }
            else if (line.Length == 0)
            {
                Close();
            }
            else
            {
                bool item = line.StartsWith("- ", StringComparison.Ordinal);
                if (item) Close();
                if (_open.Count == 0) (_openLine, _openKind) = (i + 1, item ? BlockKind.Item : BlockKind.Paragraph);
                _open.Add(line.Trim());
            }
        }

        Close();
    }

    private void Close()
    {
        if (_open.Count > 0) _blocks.Add(new Block(_openKind, string.Join(' ', _open), _openLine));
        _open.Clear();
    }

    [GeneratedRegex(@"^(#{1,3}) +(.*)$")]
    private static partial Regex Heading();
}
