using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>TrustKit's configuration for iOS and macOS, in a property list.</summary>
internal sealed class TrustKitFormat() : ForeignFormat(
    "TrustKit",
    SetParts.Hosts | SetParts.HostOnce | SetParts.Addresses | SetParts.AnyDepth | SetParts.ExpiryDay
    | SetParts.ReportOnly | SetParts.ReportUri)
{
    private const string Configuration = "TSKConfiguration";
    internal const string Domains = "TSKPinnedDomains";
    private const string LocalAnchors = "TSKIgnorePinningForUserDefinedTrustAnchors";
    private const string Hashes = "TSKPublicKeyHashes";

    public override bool Detect(FormatText text) => text.First == '<' && (text.Has(Configuration) || text.Has(Domains));

    protected override void Read(FormatText text, FormatImport import)
    {
        var file = new FormatMembers(text, Plist.Read(text), "the property list");
        JsonValue? configuration = file.Object(Configuration);
        FormatMembers members = configuration is null ? file : new FormatMembers(text, configuration, Configuration);
        JsonValue domains = members.Object(Domains) ?? throw text.Error(members.Place, $"there is no {Domains}");
        if (members.Flag(LocalAnchors) is true)
            import.Lose($"{LocalAnchors}: TrustKit does not compare pins if the chain ends in a root that was added to "
                + "the machine; a pin set compares them.");
        // The property list also has the app's own members, which do not concern TrustKit.
        foreach (string rest in members.Rest())
            if (configuration is not null || rest.StartsWith("TSK", StringComparison.Ordinal))
                import.Lose($"{rest} does not concern pins.");
        if (text.Has(AppleFormat.Domains))
            import.Lose($"The file also contains {AppleFormat.Domains}; import it with -Format Apple.");
        var unpinned = new List<HostPattern>();
        foreach (KeyValuePair<string, JsonValue> domain in domains.Members) ReadDomain(text, import, domain, unpinned);
        import.LoseUnpinned(unpinned);
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        losses.AddRange(TrustKitRules.Find(sets));
        JsonValue domains =
            JsonObject.From([.. sets.Select(set => (set.Hosts.Host.Value, (JsonValue?)WriteDomain(set)))]);
        return new FormatWriting(
            PlistText.Write(JsonObject.From((Configuration, JsonObject.From((Domains, domains))))), losses);
    }

    private static void ReadDomain(
        FormatText text, FormatImport import, KeyValuePair<string, JsonValue> domain, List<HostPattern> unpinned)
    {
        var place = TextPlace.Of(domain.Value);
        var members = new FormatMembers(text, domain.Value, $"'{domain.Key}'");
        HostPattern hosts = text.Host(place, domain.Key, members.Flag("TSKIncludeSubdomains") ?? false);
        bool excluded = members.Flag("TSKExcludeSubdomainFromParentPolicy") ?? false;
        PinSetPin[] pins = [.. members.Texts(Hashes).Select(hash => text.Base64Pin(hash.Place, hash.Value))];
        if (excluded)
        {
            unpinned.Add(hosts);
            return;
        }

        if (members.List("TSKPublicKeyAlgorithms") is not null)
            import.Lose("TSKPublicKeyAlgorithms is not needed: a pin works for every kind of key.");
        (string Value, TextPlace Place)[] uris = [.. members.Texts("TSKReportUris")];
        foreach ((string further, _) in uris.Skip(1))
            import.Lose($"A pin set has only one report URI; '{further}' is omitted.");
        if (members.Flag("TSKDisableDefaultReportUri") is not true && uris.Length == 0)
            import.Lose("TrustKit's own report address is not imported.");
        DateTime? expires = members.Day("TSKExpirationDate");
        bool enforce = members.Flag("TSKEnforcePinning") ?? true;
        foreach (string rest in members.Rest()) import.Lose($"{rest} of '{domain.Key}' is ignored.");
        PinSetMode mode = enforce ? PinSetMode.Enforce : PinSetMode.ReportOnly;
        import.LoseAll(TrustKitRules.Find(hosts, mode, pins.Length));
        import.Add(place, new PinSet(hosts)
        {
            Pins = pins,
            Expires = expires,
            OnExpired = expires is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
            Mode = mode,
            ReportUri = uris.Select(uri => uri.Value).FirstOrDefault(),
        });
    }

    private static JsonValue WriteDomain(PinSet set) => JsonObject.From(
        ("TSKIncludeSubdomains", JsonValue.From(set.Hosts.Kind == HostPatternKind.AnyDepth)),
        ("TSKEnforcePinning", JsonValue.From(set.Mode == PinSetMode.Enforce)),
        ("TSKExpirationDate", set.Expires is { } expires ? JsonValue.From(UtcDate.Day(expires)) : null),
        (Hashes, JsonValue.Array([.. set.Entries.Select(pin => JsonValue.From(Base64Format.Of(pin)))])),
        ("TSKReportUris", set.ReportUri is { } uri ? JsonValue.Array([JsonValue.From(ReportUris.Safe(uri))]) : null),
        // Without it, reports are also sent to the maker of the library.
        ("TSKDisableDefaultReportUri", JsonValue.From(true)));
}

/// <summary>What TrustKit refuses when the app starts.</summary>
internal static class TrustKitRules
{
    internal static IEnumerable<string> Find(IEnumerable<PinSet> sets) =>
        sets.SelectMany(set => Find(set.Hosts, set.Mode, set.Entries.Count));

    internal static IEnumerable<string> Find(HostPattern hosts, PinSetMode mode, int pins)
    {
        if (mode == PinSetMode.Enforce && pins == 1)
            yield return $"'{hosts}': TrustKit does not enforce a single pin; add a backup pin.";
    }
}
