using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>A pin set that is being made: all of it but the pins of the keys in service.</summary>
internal sealed record PinSetDraft
{
    /// <summary>The hosts; null for those that the pins are learned from.</summary>
    internal HostPattern? Hosts { get; init; }

    internal StartTlsProtocol? StartTls { get; init; }

    internal PinSetMode Mode { get; init; }

    internal TrustSettings Trust { get; init; } = TrustSettings.System;

    internal DateTime? Expires { get; init; }

    internal ExpiredAction OnExpired { get; init; }

    internal bool NoBackup { get; init; }

    internal bool AllowInspected { get; init; }

    internal string? ReportUri { get; init; }

    internal string? Owner { get; init; }

    internal string? Note { get; init; }

    /// <summary>The pins of spare keys.</summary>
    internal IReadOnlyList<PinSetPin> Backups { get; init; } = [];

    /// <summary>The pins of forbidden keys.</summary>
    internal IReadOnlyList<PinSetPin> Vetoes { get; init; } = [];

    /// <summary>Whether certificates are kept beside their pins.</summary>
    internal bool KeepsCertificates { get; init; }

    /// <summary>
    /// What is wrong with the set regardless of its pins, so that the user is not asked for pins in vain.
    /// </summary>
    /// <exception cref="PinningException">It must not be used.</exception>
    internal PinSetDraft Check()
    {
        Make(Hosts ?? HostPattern.Parse("any"), [new PinSetPin(default)]);
        return this;
    }

    /// <summary>A pin as the set keeps it.</summary>
    internal PinSetPin Entry(PinSetPin pin, DerCertificate? certificate) =>
        KeepsCertificates && certificate is not null
            ? pin with { Certificate = Base64Certificate.Write(certificate) }
            : pin;

    /// <exception cref="PinningException">The set is one that must not be used.</exception>
    internal PinSet Make(HostPattern hosts, IEnumerable<PinSetPin> pins)
    {
        DateTime now = UtcDate.Now;
        IEnumerable<PinSetPin> all = pins
            .Concat(Backups.Select(pin => pin with { Role = PinRole.Backup }))
            .Concat(Vetoes.Select(pin => pin with { Bad = true }));
        return PinSetRules.Check(new PinSet(hosts)
        {
            StartTls = PinSetEntries.NameOf(StartTls),
            Mode = Mode,
            Trust = Trust.Mode,
            TrustAnchors = [.. Trust.Anchors.Concat(Trust.Helpers).Select(Base64Certificate.Write)],
            Expires = Expires,
            OnExpired = OnExpired,
            NoBackup = NoBackup,
            AllowInspected = AllowInspected,
            ReportUri = ReportUri,
            Owner = Owner,
            Note = Note,
            Added = now,
            Pins = [.. all.Select(pin => pin with { Added = pin.Added ?? now })],
        });
    }
}
