using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A header of Go's package tam7t/hpkp as JSON. Go reads names in any case.</summary>
internal sealed class GoJsonFormat()
    : ForeignFormat("GoJson", SetParts.AnyDepth | SetParts.ExpiryDay | SetParts.ExpiryTime | SetParts.ReportUri)
{
    private const string Pins = "Sha256Pins";
    private const long SixtyDays = 60 * 24 * 60 * 60;

    public override bool Detect(FormatText text) =>
        text.First == '{' && text.Content.IndexOf($"\"{Pins}\"", StringComparison.OrdinalIgnoreCase) >= 0;

    protected override void Read(FormatText text, FormatImport import)
    {
        var header =
            new FormatMembers(text, JsonReader.Parse(text.Content, text.Source), "the header", ignoreCase: true);
        PinSetPin[] pins = [.. header.Texts(Pins).Select(pin => text.Base64Pin(pin.Place, pin.Value))];
        DateTime? expires = ReadExpiry(text, header, import);
        string? reportUri = header.Text("ReportURI");
        HostPattern hosts = import.GivenHostsAnd(header.Flag("IncludeSubDomains") ?? false);
        foreach (string rest in header.Rest()) import.Lose($"{rest} is ignored.");
        import.Add(header.Place, new PinSet(hosts)
        {
            Pins = pins,
            Expires = expires,
            OnExpired = expires is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
            ReportUri = reportUri is { Length: > 0 } ? reportUri : null,
        });
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        PinSet set = sets[0];
        long created = set.Expires is { } expires ? FormatDate.ToUnix(expires) - SixtyDays : 0;
        return new FormatWriting(JsonWriter.Write(JsonObject.From(
            ("Created", JsonValue.From(created)),
            ("MaxAge", JsonValue.From(set.Expires is null ? 0 : SixtyDays)),
            ("IncludeSubDomains", JsonValue.From(set.Hosts.Kind == HostPatternKind.AnyDepth)),
            ("Permanent", JsonValue.From(set.Expires is null)),
            (Pins, JsonValue.Array([.. set.Entries.Select(pin => JsonValue.From(Base64Format.Of(pin)))])),
            ("ReportURI", JsonValue.From(set.ReportUri ?? "")))), losses);
    }

    private static DateTime? ReadExpiry(FormatText text, FormatMembers header, FormatImport import)
    {
        long created = header.Whole("Created") ?? 0;
        long maxAge = header.Whole("MaxAge") ?? 0;
        if ((header.Flag("Permanent") ?? false) || maxAge == 0) return null;
        if (created == 0)
        {
            import.Lose($"MaxAge {maxAge} has no creation time to count from.");
            return null;
        }

        bool bounded = maxAge > 0 && created > -maxAge && created <= long.MaxValue - maxAge;
        return (bounded ? FormatDate.FromUnix(created + maxAge) : null)
            ?? throw text.Error(header.PlaceOf("MaxAge"), "Created and MaxAge do not result in a date");
    }
}
