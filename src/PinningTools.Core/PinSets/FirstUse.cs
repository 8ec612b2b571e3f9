using System;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// Trust on first use, as known_hosts does it: the first key an appliance shows is recorded and trusted alone; another
/// one is never taken in its place.
/// </summary>
internal static class FirstUse
{
    /// <summary>The policy to look with: the set of that host and port, or none yet.</summary>
    internal static PinPolicy PolicyFor(PinStore store, TlsTarget target) =>
        Find(store, target) is { } set ? PinPolicy.From(set) : PinPolicy.NotPinned(TrustSettings.PinOnly);

    /// <summary>Records what a verdict saw: the first key, or that the known one was seen again.</summary>
    /// <returns>Whether there is something to write.</returns>
    internal static bool Record(PinStore store, TlsTarget target, PinVerdict verdict)
    {
        PinSet? known = Find(store, target);
        if (known is null && verdict.Verdict == Verdict.NotPinned) return Put(store, NewSet(target, verdict.Chain[0]));
        return known is not null && verdict.MatchedPin is { } matched
            && Put(store, Seen(known, SpkiPin.Parse(matched)), known);
    }

    private static PinSet? Find(PinStore store, TlsTarget target) => store.Find(target.JudgedName, target.Port);

    private static PinSet NewSet(TlsTarget target, PinRecord leaf) =>
        new(new HostPattern(HostPatternKind.Exact, target.JudgedName, target.Port))
    {
        StartTls = PinSetEntries.Spoken(target),
        Trust = TrustMode.PinOnly,
        Added = UtcDate.Now,
        Pins =
            [PinSetEntries.From(leaf) with { Role = PinRole.Leaf, Added = UtcDate.Now, LastSeen = UtcDate.Now.Date }],
    };

    /// <summary>To the day, so that a check every minute does not write the store every minute.</summary>
    private static PinSet Seen(PinSet set, SpkiPin matched) => set.WithPins(set.Entries.Select(
        entry => entry.Value == matched && !(entry.LastSeen >= UtcDate.Now.Date)
            ? entry with { LastSeen = UtcDate.Now.Date }
            : entry));

    private static bool Put(PinStore store, PinSet set, PinSet? before = null)
    {
        if (before is not null && before.Entries.SequenceEqual(set.Entries)) return false;
        store.Put(set);
        return true;
    }
}
