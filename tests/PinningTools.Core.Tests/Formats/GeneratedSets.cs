using System;
using System.Collections.Generic;
using System.Linq;
using PinningTools.Internal;

namespace PinningTools.Tests.Formats;

/// <summary>Pin sets by chance, the same for the same seed.</summary>
internal sealed class GeneratedSets(int seed)
{
    private static readonly string[] s_texts =
        ["ISRGRootX1", "a note", "\"; */ </pin> --> ')", "line\nline", "CN=\u00e4\u6f22\U0001F511\u202e", "Pin_",
            "x", new('n', 300)];

    private static readonly string[] s_uris =
        ["https://r.example/p", "https://r.example/p?a=1&b='2'", "http://r.example/\"<x>\\",
            "https://r.example/a;b\u00e4 c", "https://r.example:8443/#f"];

    private readonly Random _random = new(seed);

    /// <summary>Everything that a store can hold.</summary>
    internal PinSet[] Wild(int count)
    {
        string[] hosts = ["example.com", "a.example.com", "b.a.example.com", "example.org", "\u00e4.example",
            "192.0.2.1", "2001:db8::1", "localhost"];
        var sets = new Dictionary<string, PinSet>();
        for (int i = 0; i < count; i++)
        {
            HostName host = HostPattern.Parse(Of(hosts) is var name && name.Contains(':') ? $"[{name}]" : name).Host;
            HostPatternKind kind = host.IsAddress ? HostPatternKind.Exact : (HostPatternKind)_random.Next(3);
            PinSet set = WildSet(new HostPattern(kind, host, Chance(3) ? _random.Next(1, 65536) : null));
            sets[set.Pattern] = PinSetRules.Find(set) is null
                ? set
                : set with { Mode = PinSetMode.Enforce, OnExpired = ExpiredAction.Fail };
        }

        return [.. sets.Values];
    }

    /// <summary>Only what a format can express, so that nothing is lost.</summary>
    internal PinSet[] Fitting(ForeignFormat format)
    {
        bool Has(SetParts part) => (format.Parts & part) != 0;
        int count = Has(SetParts.Hosts) ? _random.Next(1, 6) : 1;
        DateTime? expires = Has(SetParts.ExpiryDay) && Chance(2) ? Date(Has(SetParts.ExpiryTime)) : null;
        bool shared = format.Name is "Firefox" or "WindowsPinRules";
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            HostPatternKind kind = Has(SetParts.OneLabel) ? (HostPatternKind)_random.Next(3)
                : Has(SetParts.AnyDepth) && Chance(2) ? HostPatternKind.AnyDepth : HostPatternKind.Exact;
            int? port = Has(SetParts.Port) ? _random.Next(1, 65536) : null;
            HostName host = HostPattern.Parse($"h{i}.x{_random.Next(1000)}.example").Host;
            DateTime? end = shared ? expires
                : Has(SetParts.ExpiryDay) && Chance(2) ? Date(Has(SetParts.ExpiryTime)) : null;
            return new PinSet(new HostPattern(kind, host, port))
            {
                Mode = Has(SetParts.ReportOnly) && Chance(3) ? PinSetMode.ReportOnly : PinSetMode.Enforce,
                Expires = end,
                OnExpired = end is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
                ReportUri = Has(SetParts.ReportUri) && Chance(2) ? "https://r.example/p" : null,
                Pins = Pins(format),
            };
        })];
    }

    private PinSetPin[] Pins(ForeignFormat format)
    {
        bool Has(SetParts part) => (format.Parts & part) != 0;
        PinRole role = format.Name switch
        {
            "Apple" => Chance(2) ? PinRole.Leaf : PinRole.Intermediate,
            "Tlsa" => Chance(2) ? PinRole.Leaf : PinRole.Root,
            _ => PinRole.Unspecified,
        };
        int count = _random.Next(2, 6);
        if (Has(SetParts.Certificates))
        {
            return [.. Certificates.All.OrderBy(_ => _random.Next()).Take(count).Select(certificate =>
                new PinSetPin(certificate.Pin)
                {
                    Certificate = Base64Certificate.Write(certificate),
                    NotAfter = Chance(2) ? Date(true) : null,
                })];
        }

        return [.. Enumerable.Range(0, count).Select(i => new PinSetPin(Pin())).Select(pin => pin with
        {
            Role = role,
            RoleEnforced = Has(SetParts.RolesEnforced),
            Note = Has(SetParts.PinNotes) && Chance(2) ? "N" + pin.Value.ToHexString() : null,
        }).OrderBy(pin => pin.Bad)];
    }

    private PinSet WildSet(HostPattern hosts)
    {
        SpkiPin[] pins = [.. Enumerable.Range(0, _random.Next(1, 6))
            .Select(_ => Chance(4) ? Of(Certificates.All).Pin : Pin()).Distinct()];
        return new PinSet(hosts)
        {
            StartTls = Chance(4) ? "smtp" : null,
            Mode = Chance(3) ? PinSetMode.ReportOnly : PinSetMode.Enforce,
            Trust = Chance(4) ? TrustMode.PinOnly : TrustMode.System,
            Expires = Chance(2) ? Date(Chance(2)) : null,
            OnExpired = (ExpiredAction)_random.Next(3),
            NoBackup = Chance(4),
            AllowInspected = Chance(4),
            ReportUri = Chance(2) ? Of(s_uris) : null,
            Owner = Chance(3) ? Of(s_texts) : null,
            Note = Chance(3) ? Of(s_texts) : null,
            Added = Chance(3) ? Date(true) : null,
            Unknown = Chance(5) ? "{\"x\": 1}" : null,
            Pins = [.. pins.Select((pin, i) => WildPin(pin) with { Bad = i > 0 && Chance(4) })],
        };
    }

    private PinSetPin WildPin(SpkiPin pin) => new(pin)
    {
        Role = (PinRole)_random.Next(5),
        RoleEnforced = Chance(4),
        Note = Chance(3) ? Of(s_texts) : null,
        Owner = Chance(4) ? Of(s_texts) : null,
        Added = Chance(4) ? Date(true) : null,
        NotAfter = Chance(4) ? Date(true) : null,
        LastSeen = Chance(4) ? Date(true) : null,
        Certificate = Certificates.All.FirstOrDefault(certificate => certificate.Pin == pin) is { } known
            ? Base64Certificate.Write(known)
            : null,
        Unknown = Chance(6) ? "{\"y\": [2]}" : null,
    };

    private SpkiPin Pin()
    {
        byte[] hash = new byte[SpkiPin.Length];
        _random.NextBytes(hash);
        return SpkiPin.FromHash(hash);
    }

    private DateTime Date(bool time) => new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc)
        .AddDays(_random.Next(20000)).AddSeconds(time ? _random.Next(86400) : 0);

    private bool Chance(int of) => _random.Next(of) == 0;

    private T Of<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
