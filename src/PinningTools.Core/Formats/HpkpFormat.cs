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
    internal const string Header = "Public-Key-Pins";
    internal const string ReportOnly = "-Report-Only";

    public override bool Detect(FormatText text) =>
        text.Content.IndexOf("pin-sha256", StringComparison.OrdinalIgnoreCase) >= 0
            || text.Content.IndexOf(Header, StringComparison.OrdinalIgnoreCase) >= 0;

    protected override void Read(FormatText text, FormatImport import)
    {
        HpkpHeader header = HpkpHeader.Find(text, import);
        int start = header.Start;
        var pins = new List<PinSetPin>();
        PinningException? other = null;
        string? reportUri = null;
        string? maxAge = null;
        bool below = false;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (HpkpDirective directive in HpkpDirective.Read(text, start, header.End))
        {
            var place = TextPlace.At(directive.Index);
            string name = directive.Name.ToLowerInvariant();
            if (name is "pin-sha256")
            {
                pins.Add(text.Pin(place, $"sha256/{directive.Value}"));
            }
            else if (name.StartsWith("pin-", StringComparison.Ordinal))
            {
                // Clients skip the algorithms that they do not know (RFC 7469 section 2.1.1).
                other ??= text.Error(place, OtherAlgorithm(name.Substring(4), directive.Value));
                import.Lose($"The pin of {directive.Name} is omitted: a pin is SHA-256.");
            }
            else if (!seen.Add(name)) throw text.Error(place, $"duplicate directive '{directive.Name}'");
            else if (name == "max-age") maxAge = directive.Value ?? "";
            else if (name == "includesubdomains") below = true;
            else if (name == "report-uri") reportUri = directive.Value;
            else import.Lose($"The directive '{directive.Name}' is not defined in RFC 7469.");
        }

        if (pins.Count == 0 && other is not null) throw other;
        if (!header.IsReportOnly && maxAge is null)
            throw text.Error(TextPlace.At(start), "the header has no max-age, so clients ignore it");
        if (maxAge is not null) CheckAge(text, start, maxAge, import);
        if (pins.Count == 1)
            import.Lose("Clients ignore a header with a single pin (RFC 7469 section 2.5), but the imported set "
                + "compares it.");
        import.Add(TextPlace.At(start), new PinSet(import.GivenHostsAnd(below))
        {
            Mode = header.IsReportOnly ? PinSetMode.ReportOnly : PinSetMode.Enforce,
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
                $"'{set.Pattern}': clients ignore a header without a second pin for a key that is not in the chain.");
        var text = new StringBuilder(Header).Append(reportOnly ? ReportOnly : "").Append(": ");
        foreach (PinSetPin pin in set.Entries) text.Append("pin-sha256=\"").Append(Base64Format.Of(pin)).Append("\"; ");
        if (!reportOnly) text.Append("max-age=").Append((long)options.MaxAge.TotalSeconds).Append("; ");
        if (set.Hosts.Kind == HostPatternKind.AnyDepth) text.Append("includeSubDomains; ");
        if (set.ReportUri is { } uri) text.Append("report-uri=\"").Append(ReportUris.Safe(uri)).Append("\"; ");
        text.Length -= 2;
        return new FormatWriting(text.Append('\n').ToString(), losses);
    }

    private static Fault OtherAlgorithm(string algorithm, string? value) =>
        algorithm == "sha1" ? Faults.PinIsSha1($"{algorithm}/{value}")
            : Faults.PinAlgorithmUnknown($"{algorithm}/{value}", algorithm);

    private static void CheckAge(FormatText text, int start, string maxAge, FormatImport import)
    {
        if (!long.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            throw text.Error(TextPlace.At(start), "max-age must be a number of seconds");
        if (seconds == 0) throw text.Error(TextPlace.At(start), "max-age=0 tells clients to forget the pins");
        if (seconds != (long)TimeSpan.FromDays(ExportOptions.UsualMaxAgeDays).TotalSeconds)
            import.Lose($"max-age={maxAge} counts from each visit; a pin set expires on a fixed date or never.");
    }
}
