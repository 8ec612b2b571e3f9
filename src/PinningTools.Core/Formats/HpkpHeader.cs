using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PinningTools.Internal;

/// <summary>Finds the value of the header: alone, after its name, or among other headers in a dump.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsReportOnly">Whether it is the header that only reports.</param>
internal sealed record HpkpHeader(int Start, int End, bool IsReportOnly)
{
    /// <summary>
    /// curl -v puts a sign before each line and wget -S puts spaces, so a line is folded if it has more spaces than the
    /// first. Browsers copy the value onto a separate line.
    /// </summary>
    private static readonly Regex s_form = new(
        @"^(?<indent>[ \t]*)[<>]?[ \t]*Public-Key-Pins(?<only>-Report-Only)?[ \t]*:"
            + @"(?<value>([ \t\r]*\n(?=pin-|max-age))?[^\n]*(\n\k<indent>[ \t]+[^\n]*)*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline
            | RegexOptions.ExplicitCapture);

    /// <summary>
    /// The header to use. If there are several with the same name, clients use the first (RFC 7469 section 2.3.1); one
    /// that enforces takes precedence over one that only reports.
    /// </summary>
    /// <exception cref="PinningException">A longer name that begins like the header's is another header.</exception>
    internal static HpkpHeader Find(FormatText text, FormatImport import)
    {
        List<HpkpHeader> all = [.. s_form.Matches(text.Content).Cast<Match>().Select(From)];
        if (all.Count == 0) return Alone(text);
        HpkpHeader chosen = all.Find(header => !header.IsReportOnly) ?? all[0];
        if (all.Any(header => header != chosen && header.IsReportOnly == chosen.IsReportOnly))
            import.Lose($"There are several {chosen.Name} headers; clients use the first.");
        if (all.Any(header => header.IsReportOnly != chosen.IsReportOnly))
            import.Lose($"There is also a {HpkpFormat.Header}{HpkpFormat.ReportOnly} header, which is omitted.");
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
        if (isName) throw text.Error(TextPlace.At(start + name.Length), "expected ':' after the header's name");
        int other = content.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return other < 0 ? new HpkpHeader(start, content.Length, false)
            : throw text.Error(
                TextPlace.At(other), $"expected the header as a server sends it, on a line that begins with {name}:");
    }
}
