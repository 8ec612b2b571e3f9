using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Reads the rules of a PinRules element. Rules for the same domain are combined, as in certutil.</summary>
internal sealed class WindowsPinRulesReader(FormatImport import)
{
    internal const string UsualDuration = "P28D";

    private readonly FormatText _text = import.Text;
    private readonly Dictionary<string, Site> _sites = [];
    private readonly List<Site> _order = [];

    internal void Read(XmlPart root)
    {
        DateTime? expires = ReadTime(root, "NextUpdate");
        if (expires is null && root["Duration"] is { } duration && duration != UsualDuration)
            import.Lose($"Duration {duration} counts from the creation of the list; a pin set expires on a fixed date "
                + "or never.");
        foreach (string name in new[] { "LogDuration", "LogEndDate" })
            if (root[name] is not null) import.Lose($"{name} is ignored.");
        foreach (XmlPart rule in root.Named("PinRule")) ReadRule(rule);
        foreach (Site site in _order)
        {
            import.Add(site.Place, new PinSet(site.Hosts)
            {
                Pins = [.. site.Pins],
                Mode = site.Mode,
                Expires = expires,
                OnExpired = expires is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
            });
        }
    }

    private void ReadRule(XmlPart rule)
    {
        PinSetPin[] pins = [.. rule.Named("Certificate").Select(ReadCertificate).OfType<PinSetPin>()];
        HostPattern[] sites = [.. ReadSites(rule)];
        if (pins.Length == 0)
        {
            import.Lose($"The rule '{rule["Name"]}' does not contain a certificate and is omitted.");
            return;
        }

        PinSetMode mode = ReadMode(rule);
        foreach (HostPattern hosts in sites)
        {
            import.Count(rule.Place, pins.Length);
            if (!_sites.TryGetValue(hosts.Text, out Site? site))
            {
                site = new Site(hosts, mode, rule.Place);
                _sites.Add(hosts.Text, site);
                _order.Add(site);
            }

            if (site.Mode != mode)
                throw _text.Error(rule.Place, $"the rules for '{hosts}' have different values of Error");
            site.Pins.AddRange(pins);
        }
    }

    private PinSetMode ReadMode(XmlPart rule)
    {
        switch (rule["Error"])
        {
            case null or "None": return PinSetMode.ReportOnly;
            case "Revoked": return PinSetMode.Enforce;
            case "InvalidName":
                import.Lose("Windows lets the user continue after the error InvalidName; the pin set is enforced.");
                return PinSetMode.Enforce;
            default: throw _text.Error(rule.Place, "Error must be Revoked, InvalidName or None");
        }
    }

    private PinSetPin? ReadCertificate(XmlPart part)
    {
        if (part["Base64"] is not { } base64)
        {
            import.Lose(
                $"The certificates in '{part["File"] ?? part["Directory"]}' are ignored; pin them with New-PinSet.");
            return null;
        }

        try
        {
            DerCertificate certificate = Base64Certificate.Parse(base64);
            return new PinSetPin(certificate.Pin)
            {
                Certificate = Base64Certificate.Write(certificate),
                NotAfter = ReadTime(part, "EndDate"),
            };
        }
        catch (PinningException error) when (error.Fault.Target as string != _text.Source)
        {
            throw _text.Error(part.Place, error.Fault);
        }
    }

    /// <summary>A name with a leading dot covers its subdomains; a name without one covers only itself.</summary>
    private IEnumerable<HostPattern> ReadSites(XmlPart rule)
    {
        var exact = new List<HostPattern>();
        var below = new List<HostPattern>();
        foreach (XmlPart site in rule.Named("Site"))
        {
            string domain = (site["Domain"] ?? throw _text.Error(site.Place, "the site has no Domain")).TrimStart('*');
            HostPattern host = _text.Host(site.Place, domain.TrimStart('.'), false);
            if (!domain.StartsWith(".", StringComparison.Ordinal)) exact.Add(host);
            else if (host.Host.IsAddress)
                throw _text.Error(site.Place, Faults.PatternInvalid(domain, "there are no names below an IP address"));
            else below.Add(new HostPattern(
                site.Flag(_text, "AllSubdomains") is true ? HostPatternKind.AnyDepth : HostPatternKind.OneLabel,
                host.Host, null));
        }

        var alone = new HashSet<string>(exact.Select(host => host.Text));
        foreach (HostPattern pattern in below.Where(pattern =>
            pattern.Kind == HostPatternKind.AnyDepth && !alone.Remove(pattern.Host.Value)))
            import.Lose($"'{pattern}' also applies to {pattern.Host} itself, which the rule does not name.");
        return below.Concat(exact.Where(host => alone.Contains(host.Text)))
            .GroupBy(hosts => hosts.Text).Select(same => same.First());
    }

    private DateTime? ReadTime(XmlPart part, string attribute)
    {
        if (part[attribute] is not { } time) return null;
        return UtcDate.TryParse(time, out DateTime date) ? date
            : throw _text.Error(part.Place, $"{attribute} must be a time such as 2027-01-31T12:00:00Z");
    }

    private sealed class Site(HostPattern hosts, PinSetMode mode, TextPlace place)
    {
        internal HostPattern Hosts { get; } = hosts;

        internal PinSetMode Mode { get; } = mode;

        internal TextPlace Place { get; } = place;

        internal List<PinSetPin> Pins { get; } = [];
    }
}
