using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Reads the TLSA records of a zone file (RFC 6698 section 2.2, RFC 7671), also in the generic form of RFC 3597 and as
/// dig and host print them. A record that cannot be used is omitted and reported, as DANE clients skip it.
/// </summary>
internal sealed class TlsaReader(FormatImport import)
{
    internal const string Type = "TLSA";
    internal const string GenericType = "TYPE52";

    /// <summary>What nslookup calls it.</summary>
    private const string LookupType = "rdata_52";

    private const string Alias = "CNAME";
    private const int MaxAliases = 8;

    private readonly FormatText _text = import.Text;
    private readonly Dictionary<string, List<PinSetPin>> _records = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Owner, TextPlace Place)> _owners = [];
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (HostPattern Hosts, TextPlace Place, List<PinSetPin> Pins)> _sets = [];
    private readonly List<PinSetPin> _bare = [];
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _targets = new(StringComparer.OrdinalIgnoreCase);

    internal void Read()
    {
        var zone = new ZoneReader(_text);
        while (zone.Read()) ReadRecord(zone);
        foreach (string directive in zone.Unread) import.Lose($"{directive} is ignored.");
        foreach ((string owner, TextPlace place) in _owners) Place(owner, place);
        foreach ((HostPattern hosts, TextPlace place, List<PinSetPin> pins) in _sets.Values)
        {
            if (pins.Count > 0) import.Add(place, new PinSet(hosts) { Pins = [.. pins] });
            else import.Lose($"'{hosts}' has no record with a pin and is omitted.");
        }

        if (_bare.Count > 0) import.Add(TextPlace.At(0), new PinSet(import.GivenHosts) { Pins = [.. _bare] });
        TellAliasesOfHosts();
    }

    /// <summary>The names of the type.</summary>
    internal static IReadOnlyList<string> Types { get; } = [Type, GenericType, LookupType];

    internal static bool IsType(string field) => Types.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>CLASS1 is what RFC 3597 section 5 calls the class IN.</summary>
    private static bool IsBeforeType(string field) =>
        field.ToUpperInvariant() is "IN" or "CLASS1" or "HAS" || field[0] is >= '0' and <= '9';

    private void ReadRecord(ZoneReader zone)
    {
        List<(string Value, int Index)> fields = zone.Fields;
        if (zone.IsBare)
        {
            _ = import.GivenHosts;
            TryAdd(zone, () => TlsaData.Read(_text, zone.Place, fields, 0, generic: false), _bare);
            return;
        }

        if (ReadAlias(zone)) return;
        int type = fields.FindIndex(field => IsType(field.Value));
        // The fields that may precede the type: a time to live and a class, or the words of the program host.
        if (type < 0 || !fields.Take(type).All(field => IsBeforeType(field.Value))) return;
        bool generic = string.Equals(fields[type].Value, GenericType, StringComparison.OrdinalIgnoreCase);
        int data = type + 1;
        if (data < fields.Count && fields[data].Value is "record" or "=") data++;
        if (!_records.TryGetValue(zone.Owner, out List<PinSetPin>? pins))
        {
            if (!CompleteOwner(zone, out string owner)) return;
            if (!_records.TryGetValue(owner, out pins)) _records.Add(owner, pins = []);
            AddOwner(owner, zone.Place);
        }

        TryAdd(zone, () => TlsaData.Read(_text, zone.Place, fields, data, generic), pins);
    }

    /// <summary>Adds the pin of a record; a record that cannot be used is reported and omitted.</summary>
    private void TryAdd(ZoneReader zone, Func<TlsaData> read, List<PinSetPin> pins)
    {
        try
        {
            TlsaData record = read();
            if (record.Unpinnable is { } why)
            {
                import.Lose(why);
                return;
            }

            if (record.Usage >= 2)
                import.Lose(
                    "TLSA usages 2 and 3 rely on DNSSEC and require no public authority; with a pin set ordinary "
                        + "validation comes first.");
            pins.Add(record.ToPin(_text, zone.Place));
        }
        catch (PinningException error)
        {
            import.LeaveOut(error);
        }
    }

    /// <summary>
    /// The full owner name. Without $ORIGIN the domain of a relative name is not known, unless the hosts were given.
    /// </summary>
    private bool CompleteOwner(ZoneReader zone, out string owner)
    {
        owner = zone.Owner;
        bool isSentence = zone.Fields[0].Value == "has";
        if (!zone.IsOwnerRelative || isSentence || !owner.StartsWith("_", StringComparison.Ordinal)) return true;
        string[] labels = owner.Split('.');
        string? given = _text.Hosts?.Host.Value;
        if (labels.Length <= 3 && given is not null)
        {
            owner = $"{owner}.{given}";
            import.Lose($"'{zone.Owner}' is relative and there is no $ORIGIN: it is read as '{owner}'.");
            return true;
        }

        if (labels.Length > 3)
        {
            import.Lose($"'{owner}' does not end in a dot and there is no $ORIGIN: it is read as the full name.");
            return true;
        }

        import.LeaveOut(_text.Error(
            zone.Place, $"'{owner}' is relative, and neither $ORIGIN nor -Pattern gives its domain"));
        return false;
    }

    private bool ReadAlias(ZoneReader zone)
    {
        List<(string Value, int Index)> fields = zone.Fields;
        if (fields.Count == 0)
        {
            // A line with only a name is the alias that 'dig +short' followed.
            if (zone.Owner.Length > 0) import.Lose($"The alias '{zone.Owner}' is not needed: its records are in this "
                + "file.");
            return true;
        }

        int type = fields.FindIndex(field => string.Equals(field.Value, Alias, StringComparison.OrdinalIgnoreCase));
        bool isAlias = type >= 0 && fields.Count == type + 2 && fields.Take(type).All(one => IsBeforeType(one.Value));
        bool isSentence = string.Join(" ", fields.Take(4).Select(field => field.Value)) == "is an alias for"
            && fields.Count == 5;
        if (!isAlias && !isSentence) return false;
        string target = zone.Absolute(fields[fields.Count - 1].Value, out _);
        _aliases[zone.Owner] = target;
        _targets.Add(target);
        if (zone.Owner.StartsWith("_", StringComparison.Ordinal)) AddOwner(zone.Owner, zone.Place);
        return true;
    }

    private void AddOwner(string owner, TextPlace place)
    {
        if (_known.Add(owner)) _owners.Add((owner, place));
    }

    /// <summary>Puts the records of an owner, or of what it is an alias of, into the set of its host.</summary>
    private void Place(string owner, TextPlace place)
    {
        try
        {
            if (ReadOwner(owner, place) is not { } hosts) return;
            if (Follow(owner) is not { } pins) return;
            if (!_sets.TryGetValue(hosts.Text, out var set)) _sets.Add(hosts.Text, set = (hosts, place, []));
            set.Pins.AddRange(pins);
        }
        catch (PinningException error)
        {
            // The target of an alias can have any name.
            if (!_targets.Contains(owner)) import.LeaveOut(error);
        }
    }

    private List<PinSetPin>? Follow(string owner)
    {
        string name = owner;
        for (int i = 0; i < MaxAliases; i++)
        {
            if (_records.TryGetValue(name, out List<PinSetPin>? pins)) return pins;
            if (!_aliases.TryGetValue(name, out string? target)) break;
            name = target;
        }

        import.Lose($"'{owner}' is an alias of '{name}', which has no records in this file, and is omitted.");
        return null;
    }

    /// <summary>
    /// RFC 7671 section 7 looks for the records of a host under the name that its own alias leads to.
    /// </summary>
    private void TellAliasesOfHosts()
    {
        var hosts = new HashSet<string>(
            _sets.Values.Select(set => set.Hosts.Host.Value), StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> alias in _aliases.Where(alias => hosts.Contains(alias.Value)))
            import.Lose($"'{alias.Key}' is an alias of '{alias.Value}' and has its records in DNS; in a store it needs "
                + "a set of its own.");
    }

    /// <summary>The owner is _port._protocol.host; <c>*</c> as the port is every port.</summary>
    private HostPattern? ReadOwner(string owner, TextPlace place)
    {
        string[] labels = owner.Split(['.'], 3);
        int port = 0;
        bool every = labels[0] == "*";
        bool named = labels[0].StartsWith("_", StringComparison.Ordinal)
            && int.TryParse(labels[0].Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= 65535;
        if (labels.Length < 3 || !(named || every) || !labels[1].StartsWith("_", StringComparison.Ordinal))
            throw _text.Error(place, "the owner of a TLSA record must be _port._tcp.host");
        HostPattern host = _text.Host(place, labels[2], false);
        if (host.Host.IsAddress) throw _text.Error(place, "there are no TLSA records for an IP address");
        if (string.Equals(labels[1], "_tcp", StringComparison.OrdinalIgnoreCase))
            return new HostPattern(HostPatternKind.Exact, host.Host, every ? null : port);
        import.Lose($"The records of {owner} are not for TCP and are omitted.");
        return null;
    }
}
