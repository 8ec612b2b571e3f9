using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>Lists what a format cannot express of a pin set, and what becomes of it.</summary>
internal static class SetLosses
{
    internal static IEnumerable<string> Find(PinSet set, SetParts parts)
    {
        bool Lacks(SetParts part) => (parts & part) == 0;

        if (Lacks(SetParts.Hosts) && Lacks(SetParts.AnyDepth) && set.Hosts.Kind == HostPatternKind.AnyDepth)
            yield return "a pattern for names of any depth";
        if (Lacks(SetParts.Hosts) && set.Hosts.Kind == HostPatternKind.OneLabel)
            yield return "a pattern for names of exactly one label";
        if (Lacks(SetParts.Port) && set.Hosts.Port is { } port)
            yield return $"the port {port}: the pins apply to every port";
        if (set.StartTls is { } protocol) yield return $"the protocol {protocol}";
        if (Lacks(SetParts.ReportOnly) && set.Mode == PinSetMode.ReportOnly)
            yield return "its report-only mode: the pins are enforced";
        if (set.Trust == TrustMode.PinOnly) yield return "its trust PinOnly: the client's own rules for chains apply";
        if (set.Trust == TrustMode.Anchors) yield return "its trust anchors: the client's own trust anchors apply";
        foreach (string loss in Expiry(set, parts)) yield return loss;
        if (Lacks(SetParts.ReportUri) && set.ReportUri is { } uri) yield return $"the report URI {RedactedUri.Of(uri)}";
        if (set.NoBackup) yield return "that it has no backup pin on purpose";
        if (set.AllowInspected) yield return "that inspected servers pass";
        if (set.Owner is not null) yield return "its owner";
        if (set.Note is not null) yield return "its note";
        if (set.Added is not null) yield return "the date when it was added";
        if (set.Unknown is not null) yield return "members that this version does not know";
        foreach (string loss in Pins(set.Entries, Lacks)) yield return loss;
    }

    private static IEnumerable<string> Expiry(PinSet set, SetParts parts)
    {
        if (set.Expires is not { } expires)
        {
            if (set.OnExpired != ExpiredAction.Fail) yield return $"OnExpired {set.OnExpired}, which has no effect "
                + "without an expiry";
            yield break;
        }

        if ((parts & SetParts.ExpiryDay) == 0)
        {
            yield return $"its expiry on {UtcDate.Format(expires)}: the pins stay in force";
            yield break;
        }

        if ((parts & SetParts.ExpiryTime) == 0 && expires.TimeOfDay != TimeSpan.Zero)
            yield return "the time of day of its expiry: it expires at the beginning of "
                + $"{UtcDate.Format(expires.Date)}";
        if (set.OnExpired != ExpiredAction.Unpinned)
            yield return $"OnExpired {set.OnExpired}: expired pins are no longer compared";
    }

    private static IEnumerable<string> Pins(IReadOnlyList<PinSetPin> pins, Func<SetParts, bool> lacks)
    {
        IReadOnlyList<(SetParts Part, string What, Func<PinSetPin, bool> Has)> parts =
        [
            (SetParts.Vetoes, "the veto on {0}: vetoed keys are omitted", pin => pin.Bad),
            (SetParts.Roles, "the role of {0}", pin => pin.Role != PinRole.Unspecified),
            (SetParts.RolesEnforced, "that {0} must match only in its role", pin => pin.RoleEnforced),
            (SetParts.PinNotes, "the note of {0}", pin => pin.Note is not null),
            (SetParts.None, "the owner of {0}", pin => pin.Owner is not null),
            (SetParts.None, "the date when {0} was added", pin => pin.Added is not null),
            (SetParts.PinNotAfter, "the last day of {0}: the keys match forever", pin => pin.NotAfter is not null),
            (SetParts.None, "when {0} was last seen", pin => pin.LastSeen is not null),
            (SetParts.Certificates, "the certificate of {0}", pin => pin.Certificate is not null),
            (SetParts.None, "members of {0} that this version does not know", pin => pin.Unknown is not null),
        ];
        foreach ((SetParts part, string what, Func<PinSetPin, bool> has) in parts)
        {
            PinSetPin[] losers = lacks(part) ? [.. pins.Where(has)] : [];
            if (losers.Length > 0)
                yield return string.Format(System.Globalization.CultureInfo.InvariantCulture, what, Name(losers));
        }
    }

    private static string Name(PinSetPin[] pins) =>
        pins.Length == 1 ? pins[0].Pin : $"{pins.Length} pins, the first of which is {pins[0].Pin}";
}
