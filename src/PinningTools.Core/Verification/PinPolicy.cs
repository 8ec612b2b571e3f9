using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The policy for one connection: the pins, how ordinary validation is done, and what a bad verdict does.
/// </summary>
internal sealed record PinPolicy
{
    /// <summary>The pins that may match, outdated ones included; none for a host without a policy.</summary>
    internal required IReadOnlyList<SpkiPin> Pins { get; init; }

    internal TrustSettings Trust { get; init; } = TrustSettings.System;

    /// <summary>The time for which to evaluate, if it is not the present time.</summary>
    internal DateTime? At { get; init; }

    internal PinSetMode Mode { get; init; }

    /// <summary>
    /// The pin set this policy comes from, with the dates, vetoes and roles of its pins; null for bare pins.
    /// </summary>
    internal PinSet? Set { get; init; }

    /// <summary>The vetoed keys, which must not be in a chain.</summary>
    internal IReadOnlyList<SpkiPin> Vetoes { get; init; } = [];

    /// <summary>Whether there is no backup pin on purpose.</summary>
    internal bool NoBackup { get; init; }

    /// <summary>Whether a match by an inspection passes, although a client would not come to a handshake.</summary>
    internal bool AllowInspected { get; init; }

    internal bool IsPinned => Pins.Count > 0;

    /// <exception cref="PinningException">The set must not be used, or its anchors cannot be read.</exception>
    internal static PinPolicy From(PinSet set)
    {
        PinSetRules.Check(set);
        return new PinPolicy
        {
            Pins = [.. set.Entries.Where(pin => !pin.Bad).Select(pin => pin.Value)],
            Vetoes = [.. set.Entries.Where(pin => pin.Bad).Select(pin => pin.Value)],
            Trust = TrustOf(set),
            Mode = set.Mode,
            Set = set,
            NoBackup = set.NoBackup,
            AllowInspected = set.AllowInspected,
        };
    }

    /// <summary>The policy for a host without one: ordinary validation, never a success.</summary>
    internal static PinPolicy NotPinned(TrustSettings trust) => new() { Pins = [], Trust = trust };

    /// <summary>
    /// The target with the protocol of the pin set and the port of that protocol, unless others were requested. A set
    /// for one port keeps that port.
    /// </summary>
    internal TlsTarget Apply(TlsTarget target)
    {
        if (target.IsStartTlsSettled || Set is not { StartTls: { } name } set) return target;
        if (StartTlsTable.Named(name) is not { } protocol) return target;
        bool stays = target.IsPortGiven || set.Hosts.Port is not null;
        return target.Speaking(protocol, stays ? target.Port : StartTlsTable.DefaultPort(protocol) ?? target.Port);
    }

    /// <summary>The pins that may match at a time.</summary>
    internal HashSet<SpkiPin> ActivePins(DateTime now) =>
        Set is null ? [.. Pins] : [.. Set.Entries.Where(pin => pin.IsActive(now)).Select(pin => pin.Value)];

    /// <summary>Whether a pin may match at a position in the chain, the server's own certificate being 0.</summary>
    internal bool Fits(SpkiPin pin, int position) =>
        Set is null || Set.Entries.Any(entry => entry.Value == pin && !entry.Bad && entry.MatchesAt(position));

    /// <summary>The pin set's entry for a pin, or null.</summary>
    internal PinSetPin? EntryOf(SpkiPin pin) => Set?.Entries.FirstOrDefault(entry => entry.Value == pin);

    private static TrustSettings TrustOf(PinSet set) => set.Trust switch
    {
        TrustMode.Anchors => TrustSettings.FromAnchors([.. set.TrustAnchors.Select(Base64Certificate.Parse)]),
        TrustMode.PinOnly => TrustSettings.PinOnly,
        _ => TrustSettings.System,
    };
}
