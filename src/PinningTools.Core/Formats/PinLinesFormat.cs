using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Pins without anything else, one per line: as in OkHttp, in base64 or in hex. Blank lines, lines that begin with
/// <c>#</c> and text after a space and <c>#</c> are skipped.
/// </summary>
internal abstract class PinLinesFormat(string name) : ForeignFormat(name, SetParts.None)
{
    public override bool Detect(FormatText text) =>
        Lines(text.Content).Select(line => LooksRight(line.Value)).FirstOrDefault();

    protected override void Read(FormatText text, FormatImport import)
    {
        var pins = new List<PinSetPin>();
        foreach ((string line, int index) in Lines(text.Content))
            pins.Add(ReadLine(text, TextPlace.At(index), line, import));
        if (pins.Count > 0) import.Add(TextPlace.At(0), new PinSet(import.GivenHosts) { Pins = [.. pins] });
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        var text = new StringBuilder();
        foreach (PinSetPin pin in sets[0].Entries) text.Append(WriteLine(pin.Value)).Append('\n');
        return new FormatWriting(text.ToString(), losses);
    }

    /// <summary>Whether a line, without white space around it, can be of this format.</summary>
    protected abstract bool LooksRight(string line);

    protected abstract PinSetPin ReadLine(FormatText text, TextPlace place, string line, FormatImport import);

    protected abstract string WriteLine(SpkiPin pin);

    protected static bool StartsWith(string line, string word) =>
        line.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static int CommentIn(string content, int start, int end)
    {
        for (int at = start + 1; at < end; at++)
            if (content[at] == '#' && char.IsWhiteSpace(content[at - 1])) return at;
        return end;
    }

    private static IEnumerable<(string Value, int Index)> Lines(string content)
    {
        for (int start = 0, end; start < content.Length; start = end + 1)
        {
            end = content.IndexOf('\n', start);
            if (end < 0) end = content.Length;
            int first = start;
            while (first < end && char.IsWhiteSpace(content[first])) first++;
            int last = CommentIn(content, first, end);
            while (last > first && char.IsWhiteSpace(content[last - 1])) last--;
            if (first < last && content[first] != '#')
                yield return (PinWrapping.TakeOff(content.Substring(first, last - first)), first);
        }
    }
}
