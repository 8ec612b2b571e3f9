using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PinningTools.Internal;

/// <summary>
/// Reads the TLSA records of a zone file (RFC 6698 section 2.2), also in the generic form of RFC 3597.
/// </summary>
internal sealed class TlsaReader(FormatImport import)
{
    internal const string Type = "TLSA";
    internal const string GenericType = "TYPE52";

    private readonly FormatText _text = import.Text;
    private readonly Dictionary<string, (HostPattern Hosts, TextPlace Place, List<PinSetPin> Pins)> _sets = [];
    private readonly List<string> _order = [];

    internal void Read()
    {
        var zone = new ZoneReader(_text);
        while (zone.Read())
        {
            int type = zone.Fields.FindIndex(field => IsType(field.Value));
            // What may stand before the type: a time to live and a class.
            if (type >= 0 && zone.Fields.Take(type).All(field => IsBeforeType(field.Value))) ReadRecord(zone, type);
        }

        foreach (string directive in zone.Unread) import.Lose($"{directive} is not followed.");
        foreach (string key in _order)
        {
            (HostPattern hosts, TextPlace place, List<PinSetPin> pins) = _sets[key];
            if (pins.Count > 0) import.Add(place, new PinSet(hosts) { Pins = [.. pins] });
            else import.Lose($"'{hosts}' has no record that holds a pin and is left out.");
        }
    }

    internal static bool IsType(string field) =>
        string.Equals(field, Type, StringComparison.OrdinalIgnoreCase)
            || string.Equals(field, GenericType, StringComparison.OrdinalIgnoreCase);

    private static bool IsBeforeType(string field) =>
        field.ToUpperInvariant() is "IN" or "CH" or "HS" || field[0] is >= '0' and <= '9';

    private void ReadRecord(ZoneReader zone, int type)
    {
        (byte usage, byte selector, byte matching, byte[] data) = ReadData(zone, type);
        if (usage > 3 || selector > 1 || matching > 2)
            throw _text.Error(zone.Place,
                $"usage {usage}, selector {selector}, matching type {matching} are not known");
        if (ReadOwner(zone) is not { } hosts) return;
        if (!_sets.TryGetValue(hosts.Text, out var set))
        {
            set = (hosts, zone.Place, []);
            _sets.Add(hosts.Text, set);
            _order.Add(hosts.Text);
        }

        if (ReadPin(zone, selector, matching, data) is not { } pin) return;
        if (usage >= 2)
            import.Lose(
                "TLSA usages 2 and 3 rest on DNSSEC and ask for no public authority; "
                    + "here ordinary validation comes first.");
        PinRole role = usage is 1 or 3 ? PinRole.Leaf : usage == 2 ? PinRole.Root : PinRole.Intermediate;
        set.Pins.Add(pin with { Role = role });
    }

    private PinSetPin? ReadPin(ZoneReader zone, byte selector, byte matching, byte[] data)
    {
        try
        {
            if (matching == 0 && selector == 1) return new PinSetPin(PublicKeyBytes.Pin(data));
            if (matching == 0)
            {
                DerCertificate certificate = DerCertificate.Parse(data);
                return new PinSetPin(certificate.Pin) { Certificate = Base64Certificate.Write(certificate) };
            }
        }
        catch (PinningException error)
        {
            throw _text.Error(zone.Place, error.Fault);
        }

        int length = matching == 1 ? SpkiPin.Length : 2 * SpkiPin.Length;
        if (data.Length != length)
            throw _text.Error(zone.Place,
                $"a hash of {data.Length} bytes stands here, and matching type {matching} has {length}");
        if (selector == 0) import.Lose("The hash of a certificate (selector 0) is no pin and is left out.");
        else if (matching == 2) import.Lose("A SHA-512 hash (matching type 2) is no pin and is left out.");
        else return new PinSetPin(SpkiPin.FromHash(data));
        return null;
    }

    private (byte Usage, byte Selector, byte Matching, byte[] Data) ReadData(ZoneReader zone, int type)
    {
        List<(string Value, int Index)> fields = zone.Fields;
        bool generic = string.Equals(fields[type].Value, GenericType, StringComparison.OrdinalIgnoreCase);
        int skip = type + 1;
        if (generic)
        {
            if (fields.Count < skip + 3 || fields[skip].Value != "\\#")
                throw _text.Error(zone.Place, $"{GenericType} \\# length data should stand here");
            byte[] raw = ReadHex(fields, skip + 2);
            if (raw.Length < 4 || fields[skip + 1].Value != raw.Length.ToString(CultureInfo.InvariantCulture))
                throw _text.Error(TextPlace.At(fields[skip + 1].Index),
                    $"the length is not that of the data, {raw.Length} bytes");
            return (raw[0], raw[1], raw[2], [.. raw.Skip(3)]);
        }

        if (fields.Count < skip + 4)
            throw _text.Error(zone.Place, "a TLSA record has a usage, a selector, a matching type and data");
        return (Number(fields[skip]), Number(fields[skip + 1]), Number(fields[skip + 2]), ReadHex(fields, skip + 3));
    }

    private byte Number((string Value, int Index) field) =>
        byte.TryParse(field.Value, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) ? number
            : throw _text.Error(TextPlace.At(field.Index), "a number should stand here");

    private byte[] ReadHex(List<(string Value, int Index)> fields, int start)
    {
        var digits = new StringBuilder();
        foreach ((string value, int index) in fields.Skip(start))
        {
            if (!value.All(c => Hex.Value(c) >= 0))
                throw _text.Error(TextPlace.At(index), "hex digits should stand here");
            digits.Append(value);
        }

        return Hex.TryParse(digits.ToString())
            ?? throw _text.Error(TextPlace.At(fields[start].Index), "a hex digit is left over");
    }

    /// <summary>The owner is _port._protocol.host; <c>*</c> as the port is every port.</summary>
    private HostPattern? ReadOwner(ZoneReader zone)
    {
        string[] labels = zone.Owner.Split(['.'], 3);
        int port = 0;
        bool every = labels[0] == "*";
        bool named = labels[0].StartsWith("_", StringComparison.Ordinal)
            && int.TryParse(labels[0].Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                && port is > 0 and <= 65535;
        if (labels.Length < 3 || !(named || every))
            throw _text.Error(zone.Place, "the owner of a TLSA record is _port._tcp.host");
        HostPattern host = _text.Host(zone.Place, labels[2], false);
        if (host.Host.IsAddress) throw _text.Error(zone.Place, "an IP address has no TLSA records");
        if (string.Equals(labels[1], "_tcp", StringComparison.OrdinalIgnoreCase))
            return new HostPattern(HostPatternKind.Exact, host.Host, every ? null : port);
        import.Lose($"The records of {zone.Owner} are not for TCP and are left out.");
        return null;
    }
}
