using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Reads the domain-configs of a network-security-config; a nested one inherits what it does not set itself.
/// </summary>
internal sealed class AndroidReader(FormatImport import)
{
    private readonly FormatText _text = import.Text;
    private readonly List<HostPattern> _unpinned = [];

    /// <param name="root">The element network-security-config.</param>
    internal void Read(XmlPart root)
    {
        foreach (XmlPart part in root.Parts)
        {
            if (part.Name == "domain-config") ReadDomains(part, Inherited.Nothing);
            else if (part.Name is "base-config" or "debug-overrides") LoseOthers(part);
            else import.Lose($"<{part.Name}> is ignored.");
        }

        import.LoseUnpinned(_unpinned);
    }

    private void ReadDomains(XmlPart config, Inherited inherited)
    {
        if (config.Named("pin-set").Skip(1).FirstOrDefault() is { } second)
            throw _text.Error(second.Place, "a <domain-config> can have only one <pin-set>");
        foreach (XmlPart part in config.Parts)
            inherited = part.Name switch
            {
                "pin-set" => inherited with { Pins = ReadPins(part), Expires = ReadExpiry(part) },
                "trustkit-config" => ReadTrustKit(part, inherited),
                _ => inherited,
            };
        LoseOthers(config);
        foreach (XmlPart part in config.Parts)
        {
            if (part.Name == "domain") AddDomain(part, inherited);
            else if (part.Name == "domain-config") ReadDomains(part, inherited);
            else if (part.Name is not ("pin-set" or "trustkit-config" or "trust-anchors"))
                import.Lose($"<{part.Name}> is ignored.");
        }
    }

    private void AddDomain(XmlPart domain, Inherited config)
    {
        HostPattern hosts;
        try
        {
            hosts = _text.Host(domain.Place, domain.Text, domain.Flag(_text, "includeSubdomains") ?? false);
        }
        catch (PinningException error) when (domain.Text.StartsWith("*", StringComparison.Ordinal))
        {
            import.LeaveOut(
                error, $"'{domain.Text}' is not a host name for Android, which has no wildcards, and is omitted.");
            return;
        }

        if (config.Pins.Count == 0)
        {
            _unpinned.Add(hosts);
            return;
        }

        if (config.IsTrustKit) import.LoseAll(TrustKitRules.Find(hosts, config.Mode, config.Pins.Count));
        import.Add(domain.Place, new PinSet(hosts)
        {
            Pins = [.. config.Pins],
            Expires = config.Expires,
            OnExpired = config.Expires is null ? ExpiredAction.Fail : ExpiredAction.Unpinned,
            Mode = config.Mode,
            ReportUri = config.ReportUri,
        });
    }

    private List<PinSetPin> ReadPins(XmlPart set)
    {
        var pins = new List<PinSetPin>();
        foreach (XmlPart part in set.Parts)
        {
            if (part.Name != "pin") throw _text.Error(part.Place, "expected a <pin> element");
            string digest = part["digest"] ?? throw _text.Error(part.Place, "the pin does not name its digest "
                + "algorithm");
            // Android's decoder skips white space inside.
            string text = string.Concat(part.Text.Where(c => !char.IsWhiteSpace(c)));
            pins.Add(digest == "SHA-256"
                ? _text.Base64Pin(part.Place, text)
                : _text.Pin(part.Place, $"{digest}/{text}"));
        }

        return pins;
    }

    private DateTime? ReadExpiry(XmlPart set)
    {
        if (set["expiration"] is not { } day) return null;
        return FormatDate.TryParseDay(day, out DateTime date) ? date
            : throw _text.Error(set.Place, "expiration must be a date such as 2027-01-31");
    }

    private Inherited ReadTrustKit(XmlPart config, Inherited inherited)
    {
        // TrustKit only reports unless it is set to enforce.
        bool enforce = config.Flag(_text, "enforcePinning") ?? false;
        string[] uris = [.. config.Named("report-uri").Select(part => part.Text)];
        foreach (string further in uris.Skip(1)) import.Lose($"A pin set has only one report URI; '{further}' is "
            + "omitted.");
        if (uris.Length == 0 && config.Flag(_text, "disableDefaultReportUri") is not true)
            import.Lose("TrustKit's own report address is not imported.");
        return inherited with
        {
            IsTrustKit = true,
            Mode = enforce ? PinSetMode.Enforce : PinSetMode.ReportOnly,
            ReportUri = uris.FirstOrDefault() ?? inherited.ReportUri,
        };
    }

    /// <summary>The settings of a configuration for its hosts other than their pins.</summary>
    private void LoseOthers(XmlPart config)
    {
        if (config.Flag(_text, "cleartextTrafficPermitted") is true)
            import.Lose(
                $"<{config.Name}> permits cleartext traffic, for which no pins are compared; this setting is not "
                    + "imported.");
        foreach (XmlPart part in config.Parts)
        {
            if (part.Name == "pin-set" && config.Name != "domain-config")
                import.Lose($"The pins in <{config.Name}> do not belong to any host.");
            if (part.Name != "trust-anchors") continue;
            foreach (XmlPart certificates in part.Named("certificates"))
            {
                string name = certificates["src"] ?? "?";
                import.Lose(certificates.Flag(_text, "overridePins") is true
                    ? $"The trust anchors '{name}' of <{config.Name}> override the pins in Android (overridePins), but "
                        + "not in a pin set."
                    : $"The trust anchors '{name}' of <{config.Name}> are not imported.");
            }
        }
    }

    private sealed record Inherited(List<PinSetPin> Pins, DateTime? Expires, PinSetMode Mode, string? ReportUri)
    {
        internal bool IsTrustKit { get; init; }

        internal static Inherited Nothing { get; } = new([], null, PinSetMode.Enforce, null);
    }
}
