using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// The header Public-Key-Pins, or Public-Key-Pins-Report-Only (RFC 7469 section 2.1), with or without its name.
/// </summary>
internal sealed class HpkpFormat() : ForeignFormat("Hpkp", SetParts.AnyDepth | SetParts.ReportOnly | SetParts.ReportUri)
{
    private const string Header = "Public-Key-Pins";
    private const string ReportOnly = "-Report-Only";

    public override bool Detect(FormatText text) =>
        text.Content.IndexOf("pin-sha256", StringComparison.OrdinalIgnoreCase) >= 0 || text.Has(Header);

    protected override void Read(FormatText text, FormatImport import)
    {
        int start = SkipName(text, out bool reportOnly);
        var pins = new List<PinSetPin>();
        string? reportUri = null;
        string? maxAge = null;
        bool below = false;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (HpkpDirective directive in HpkpDirective.Read(text, start))
        {
            var place = TextPlace.At(directive.Index);
            string name = directive.Name.ToLowerInvariant();
            if (!name.StartsWith("pin-", StringComparison.Ordinal) && !seen.Add(name))
                throw text.Error(place, $"the directive '{directive.Name}' stands twice");
            if (name.StartsWith("pin-", StringComparison.Ordinal))
                pins.Add(text.Pin(place, $"{name.Substring(4)}/{directive.Value}"));
            else if (name == "max-age") maxAge = directive.Value ?? "";
            else if (name == "includesubdomains") below = true;
            else if (name == "report-uri") reportUri = directive.Value;
            else import.Lose($"The directive '{directive.Name}' is not one of RFC 7469.");
        }

        if (!reportOnly && maxAge is null)
            throw text.Error(TextPlace.At(start), "the header has no max-age, so clients ignore it");
        if (maxAge is not null) CheckAge(text, start, maxAge, import);
        import.Add(TextPlace.At(start), new PinSet(import.GivenHostsAnd(below))
        {
            Mode = reportOnly ? PinSetMode.ReportOnly : PinSetMode.Enforce,
            ReportUri = reportUri,
            Pins = [.. pins],
        });
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        PinSet set = sets[0];
        bool reportOnly = set.Mode == PinSetMode.ReportOnly;
        if (set.Entries.Count < 2)
            losses.Add(
                $"'{set.Pattern}': clients ignore a header without a second pin, of a key that is not in the chain.");
        var text = new StringBuilder(Header).Append(reportOnly ? ReportOnly : "").Append(": ");
        foreach (PinSetPin pin in set.Entries) text.Append("pin-sha256=\"").Append(Base64Format.Of(pin)).Append("\"; ");
        if (!reportOnly) text.Append("max-age=").Append((long)options.MaxAge.TotalSeconds).Append("; ");
        if (set.Hosts.Kind == HostPatternKind.AnyDepth) text.Append("includeSubDomains; ");
        if (set.ReportUri is { } uri) text.Append("report-uri=\"").Append(ReportUris.Safe(uri)).Append("\"; ");
        text.Length -= 2;
        return new FormatWriting(text.Append('\n').ToString(), losses);
    }

    private static int SkipName(FormatText text, out bool reportOnly)
    {
        string content = text.Content;
        int start = 0;
        while (start < content.Length && char.IsWhiteSpace(content[start])) start++;
        reportOnly = false;
        if (string.Compare(content, start, Header, 0, Header.Length, StringComparison.OrdinalIgnoreCase) != 0)
            return start;
        start += Header.Length;
        reportOnly =
            string.Compare(content, start, ReportOnly, 0, ReportOnly.Length, StringComparison.OrdinalIgnoreCase) == 0;
        if (reportOnly) start += ReportOnly.Length;
        return start < content.Length && content[start] == ':' ? start + 1
            : throw text.Error(TextPlace.At(start), "a ':' should follow the header's name");
    }

    private static void CheckAge(FormatText text, int start, string maxAge, FormatImport import)
    {
        if (!long.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            throw text.Error(TextPlace.At(start), "max-age must be a number of seconds");
        if (seconds == 0) throw text.Error(TextPlace.At(start), "max-age=0 tells clients to forget the pins");
        if (seconds != (long)TimeSpan.FromDays(ExportOptions.UsualMaxAgeDays).TotalSeconds)
            import.Lose($"max-age={maxAge} counts from each visit; a pin set expires on a day or never.");
    }
}
