using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// NSPinnedDomains of an app's Info.plist. Apple has one list for the leaf's key and one for authorities' keys, and
/// requires a match in each list that is present; a pin set requires one match in total.
/// </summary>
internal sealed class AppleFormat()
    : ForeignFormat("Apple", SetParts.Hosts | SetParts.HostOnce | SetParts.AnyDepth | SetParts.Roles
        | SetParts.RolesEnforced)
{
    internal const string Domains = "NSPinnedDomains";

    private const string Security = "NSAppTransportSecurity";
    private const string Leafs = "NSPinnedLeafIdentities";
    private const string Authorities = "NSPinnedCAIdentities";
    private const string Below = "NSIncludesSubdomains";
    private const string Hash = "SPKI-SHA256-BASE64";

    public override bool Detect(FormatText text) => text.First == '<' && text.Has(Domains);

    protected override void Read(FormatText text, FormatImport import)
    {
        var file = new FormatMembers(text, Plist.Read(text), "the property list");
        FormatMembers security = file.Object(Security) is { } value ? new FormatMembers(text, value, Security) : file;
        JsonValue domains = security.Object(Domains) ?? throw text.Error(security.Place, $"there is no {Domains}");
        foreach (string rest in file == security ? [] : security.Rest())
            import.Lose($"{rest} of {Security} is ignored.");
        if (text.Has(TrustKitFormat.Domains))
            import.Lose($"The file also contains {TrustKitFormat.Domains}; import it with -Format TrustKit.");
        var unpinned = new List<HostPattern>();
        foreach (KeyValuePair<string, JsonValue> domain in domains.Members)
        {
            var members = new FormatMembers(text, domain.Value, $"'{domain.Key}'");
            HostPattern hosts = text.Host(members.Place, domain.Key, members.Flag(Below) ?? false);
            PinSetPin[] leafs = [.. ReadPins(text, members, Leafs, PinRole.Leaf)];
            PinSetPin[] authorities = [.. ReadPins(text, members, Authorities, PinRole.Intermediate)];
            if (leafs.Length > 0 && authorities.Length > 0)
                import.Lose(
                    $"'{hosts}': Apple requires a match among the leaf's pins and another one among the authorities' "
                        + "pins; for a pin set one match is enough.");
            foreach (string rest in members.Rest()) import.Lose($"{rest} of '{domain.Key}' is ignored.");
            if (leafs.Length + authorities.Length == 0)
            {
                unpinned.Add(hosts);
                import.LeaveOut(
                    text.Error(members.Place, Faults.PinSetEmpty(hosts.Text)),
                    $"'{hosts}' has no pins and is omitted.");
                continue;
            }

            import.Add(members.Place, new PinSet(hosts) { Pins = [.. leafs, .. authorities] });
        }

        import.LoseUnpinned(unpinned);
    }

    protected override FormatWriting Write(
        IReadOnlyList<PinSet> sets, List<string> losses, ExportOptions options)
    {
        JsonValue domains =
            JsonObject.From([.. sets.Select(set => (set.Hosts.Host.Value, (JsonValue?)WriteDomain(set, losses)))]);
        return new FormatWriting(PlistText.Write(JsonObject.From((Security, JsonObject.From((Domains, domains))))), losses);
    }

    private JsonValue WriteDomain(PinSet set, List<string> losses)
    {
        PinSetPin[] authorities = [.. set.Entries.Where(IsAuthority)];
        PinSetPin[] leafs = [.. set.Entries.Where(pin => !IsAuthority(pin))];
        if (set.Entries.Any(pin => !pin.RoleEnforced)) losses.Add(RolesNarrow(set));
        if (leafs.Length > 0 && authorities.Length > 0)
            losses.Add(
                $"'{set.Pattern}': Apple requires a match among the leaf's pins and another one among the authorities' "
                    + "pins; for the pin set one match is enough.");
        string[] roles = [.. set.Entries.Select(pin => pin.Role)
            .Where(role => role is PinRole.Root or PinRole.Backup).Distinct().Select(role => role.ToString())];
        if (roles.Length > 0)
            losses.Add(Sentence(set, $"the roles {string.Join(", ", roles)}, because it has only leaf and authority "
                + "pins"));
        int withoutRole = set.Entries.Count(pin => pin.Role == PinRole.Unspecified);
        if (withoutRole > 0)
            losses.Add(
                $"'{set.Pattern}': {withoutRole} pins without a role are written as pins of the leaf; give the pins of "
                    + "authorities their role.");
        return JsonObject.From((Below, JsonValue.From(set.Hosts.Kind == HostPatternKind.AnyDepth)),
            (Authorities, WritePins(authorities)), (Leafs, WritePins(leafs)));
    }

    private static bool IsAuthority(PinSetPin pin) => pin.Role is PinRole.Intermediate or PinRole.Root;

    private static IEnumerable<PinSetPin> ReadPins(FormatText text, FormatMembers members, string name, PinRole role)
    {
        foreach (JsonValue item in members.List(name) ?? [])
        {
            var identity = new FormatMembers(text, item, $"an item of {name}");
            string hash = identity.Text(Hash) ?? throw text.Error(identity.Place, $"the item has no {Hash}");
            yield return text.Base64Pin(identity.PlaceOf(Hash), hash) with { Role = role, RoleEnforced = true };
        }
    }

    private static JsonValue? WritePins(PinSetPin[] pins) =>
        pins.Length == 0 ? null : JsonValue.Array([.. pins.Select(pin =>
        JsonObject.From((Hash, JsonValue.From(Base64Format.Of(pin)))))]);
}
