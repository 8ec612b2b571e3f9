using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The value of curl's --pinnedpubkey, alone or in a command or a configuration file with the option before it.
/// </summary>
internal sealed class CurlFormat() : ForeignFormat("Curl", SetParts.None)
{
    private const string Option = "pinnedpubkey";
    private const string Prefix = "sha256//";

    public override bool Detect(FormatText text) => text.Has(Prefix) || text.Has("--" + Option);

    protected override void Read(FormatText text, FormatImport import)
    {
        (string list, int start) = Value(text);
        var pins = new List<PinSetPin>();
        int index = start;
        foreach (string item in list.Split(';'))
        {
            var place = TextPlace.At(index);
            if (!item.StartsWith(Prefix, StringComparison.Ordinal))
                throw text.Error(place,
                    $"a pin as {Prefix}BASE64= should stand here; of a key file, Get-SpkiPin -Path gives the pin");
            pins.Add(text.Base64Pin(place, item.Substring(Prefix.Length)));
            index += item.Length + 1;
        }

        import.Lose(
            "curl compares these pins with the server's own key only; "
                + "a pin set compares them with the whole validated chain.");
        import.Add(TextPlace.At(start), new PinSet(import.GivenHosts) { Pins = [.. pins] });
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        int authorities = sets[0].Entries.Count(pin => pin.Role is PinRole.Intermediate or PinRole.Root);
        if (authorities > 0)
            losses.Add(
                $"'{sets[0].Pattern}': curl compares the server's own key only, "
                    + $"so {authorities} pins of authorities match nothing there.");
        string list = string.Join(";", sets[0].Entries.Select(pin => Prefix + Base64Format.Of(pin)));
        return new FormatWriting(list + "\n", losses);
    }

    /// <summary>What stands behind the option; without it, the whole text.</summary>
    private static (string Value, int Start) Value(FormatText text)
    {
        string content = text.Content;
        int? found = null;
        for (int at = 0; (at = content.IndexOf(Option, at, StringComparison.Ordinal)) >= 0; at += Option.Length)
        {
            // --proxy-pinnedpubkey is about another server.
            if (at > 0 && content[at - 1] == '-' && !(at > 1 && content[at - 2] == '-')) continue;
            if (found is not null)
                throw text.Error(TextPlace.At(at), $"{Option} stands twice, and curl would take the last");
            found = at + Option.Length;
        }

        int start = found ?? 0;
        while (start < content.Length
            && (char.IsWhiteSpace(content[start]) || (found is not null && content[start] is '=' or ':')))
            start++;
        char quote = start < content.Length ? content[start] : '\0';
        if (quote is not ('"' or '\''))
        {
            int stop = start;
            while (stop < content.Length && !char.IsWhiteSpace(content[stop])) stop++;
            if (found is null && content.Substring(stop).Trim().Length > 0)
                throw text.Error(TextPlace.At(stop), "a list of pins has no blanks");
            return (content.Substring(start, stop - start), start);
        }

        int end = content.IndexOf(quote, start + 1);
        return end >= 0 ? (content.Substring(start + 1, end - start - 1), start + 1)
            : throw text.Error(TextPlace.At(start), "the quotation mark is not closed");
    }
}
