using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>Where the value of the header stands: alone, behind its name, or among others in a dump.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsReportOnly">Whether it is the header that only reports.</param>
internal sealed record HpkpHeader(int Start, int End, bool IsReportOnly)
{
    /// <summary>curl -v puts a sign before each line, and a folded line goes on behind a blank.</summary>
    private static readonly Regex s_form = new(
        @"^[<>]?[ \t]*Public-Key-Pins(?<only>-Report-Only)?[ \t]*:(?<value>[^\n]*(\n[ \t]+[^\n]*)*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline
            | RegexOptions.ExplicitCapture);

    /// <summary>
    /// The header that counts. Of several of one name clients take the first (RFC 7469 section 2.3.1), and the one that
    /// enforces says more than the one that reports.
    /// </summary>
    /// <exception cref="PinningException">A name that begins like the header's is another.</exception>
    internal static HpkpHeader Find(FormatText text, FormatImport import)
    {
        List<HpkpHeader> all = [.. s_form.Matches(text.Content).Cast<Match>().Select(From)];
        if (all.Count == 0) return Alone(text);
        HpkpHeader chosen = all.Find(header => !header.IsReportOnly) ?? all[0];
        if (all.Any(header => header != chosen && header.IsReportOnly == chosen.IsReportOnly))
            import.Lose($"{chosen.Name} stands there several times; clients take the first.");
        if (all.Any(header => header.IsReportOnly != chosen.IsReportOnly))
            import.Lose($"{HpkpFormat.Header}{HpkpFormat.ReportOnly} stands there too and is left out.");
        return chosen;
    }

    private string Name => HpkpFormat.Header + (IsReportOnly ? HpkpFormat.ReportOnly : "");

    private static HpkpHeader From(Match match)
    {
        Group value = match.Groups["value"];
        return new HpkpHeader(value.Index, value.Index + value.Length, match.Groups["only"].Success);
    }

    private static HpkpHeader Alone(FormatText text)
    {
        string content = text.Content;
        int start = 0;
        while (start < content.Length && char.IsWhiteSpace(content[start])) start++;
        string name = HpkpFormat.Header;
        bool isName = string.Compare(content, start, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0;
        return isName
            ? throw text.Error(TextPlace.At(start + name.Length), "a ':' should follow the header's name")
            : new HpkpHeader(start, content.Length, false);
    }
}
