using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Reads what a check remembers: its changes, the record of each endpoint, its alerts, and when pins were last seen.
/// No network is used.
/// </summary>
internal static class CheckHistory
{
    /// <summary>The changes, oldest first.</summary>
    /// <exception cref="PinningException">The changes cannot be read, or others can change them.</exception>
    internal static IEnumerable<PinCheckChange> Changes(CheckFiles files)
    {
        bool isThere = Presence.Exists(files.Changes);
        if (!isThere && !Presence.Exists(files.State)) throw new PinningException(Faults.PinCheckStateMissing(files.State));
        CheckRights.RequireFolder(files.Folder);
        if (isThere) CheckRights.RequireFile(files.Changes);
        return new CheckChangeFile(files.Changes).Read();
    }

    /// <summary>The record of each endpoint, ordered by key.</summary>
    /// <exception cref="PinningException">The state cannot be read, or others can change it.</exception>
    internal static IEnumerable<PinCheckCurrent> Current(CheckFiles files) => CheckStateFile.Look(files).Records.Values
        .OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => new PinCheckCurrent
        {
            Key = record.Key,
            Level = record.Level,
            Verdict = record.Verdict,
            Since = record.Since,
            LeafPin = record.Leaf?.Pin ?? "",
            KeySince = record.Leaf?.Since,
            NotAfter = record.Leaf?.NotAfter,
            LastSeen = record.Seen,
            Issuer = record.Path?.Issuer ?? "",
            Anchor = record.Path?.Anchor,
            SparePins = record.Spare,
            FailedRuns = record.FailedRuns,
            Owner = record.Owner,
        });

    /// <summary>The alerts of the last run, with later acknowledgements.</summary>
    /// <exception cref="PinningException">The state cannot be read, or others can change it.</exception>
    internal static IEnumerable<PinCheckAlert> Alerts(CheckFiles files, DateTime now)
    {
        CheckState state = CheckStateFile.Look(files);
        return state.Alerts.Select(alert => WithAcknowledgement(alert, state, now));
    }

    private static PinCheckAlert WithAcknowledgement(PinCheckAlert alert, CheckState state, DateTime now)
    {
        bool isKnown = state.Acknowledged.TryGetValue(alert.Id, out CheckAcknowledgement? known) && known.Until > now
            && !PinCheckLevel.IsWorse(alert.Level, known.Level);
        return isKnown
            ? alert with { State = "acknowledged", AcknowledgedUntil = known!.Until, AcknowledgedReason = known.Reason }
            : alert with { State = alert.State == "acknowledged" ? "standing" : alert.State };
    }

    /// <summary>Acknowledges alerts until a date, or withdraws acknowledgements.</summary>
    /// <param name="files">The files of the check.</param>
    /// <param name="find">Selects the alerts among those of the state.</param>
    /// <param name="until">When the acknowledgement ends; null to withdraw it.</param>
    /// <param name="reason">The reason of the acknowledgement.</param>
    /// <param name="now">The current time.</param>
    /// <param name="patience">How long to wait for a run to end.</param>
    /// <param name="cancel">Stops the waiting.</param>
    /// <returns>The alerts after the change.</returns>
    /// <exception cref="PinningException">The state cannot be read or written.</exception>
    internal static async Task<PinCheckAlert[]> AcknowledgeAsync(
        CheckFiles files, Func<IReadOnlyList<PinCheckAlert>, IReadOnlyList<PinCheckAlert>> find, DateTime? until,
        string reason, DateTime now, TimeSpan patience, CancellationToken cancel)
    {
        if (!Presence.Exists(files.State)) throw new PinningException(Faults.PinCheckStateMissing(files.State));
        using CheckStateFile file = await CheckStateFile.OpenAsync(files, patience, cancel).ConfigureAwait(false);
        CheckState last = file.Last ?? throw new PinningException(Faults.PinCheckStateMissing(files.State));
        IReadOnlyList<PinCheckAlert> meant = find(last.Alerts);
        if (meant.Count == 0) return [];
        var acknowledged = new Dictionary<string, CheckAcknowledgement>(last.Acknowledged.Count);
        foreach (KeyValuePair<string, CheckAcknowledgement> one in last.Acknowledged) acknowledged[one.Key] = one.Value;
        foreach (PinCheckAlert alert in meant)
        {
            acknowledged.Remove(alert.Id);
            if (until is { } end) acknowledged[alert.Id] = new(alert.Id, end, reason, now, alert.Level);
        }

        CheckState next = last with { Acknowledged = acknowledged };
        file.Write(next);
        return [.. meant.Select(alert => WithAcknowledgement(alert, next, now))];
    }

    /// <summary>When pins were last seen, under any policy.</summary>
    internal static Dictionary<string, DateTime> Sights(CheckState state)
    {
        var seen = new Dictionary<string, DateTime>();
        var policies = new HashSet<CheckPolicy>(ReferenceComparer<CheckPolicy>.Instance);
        foreach (CheckRecord record in state.Records.Values)
        {
            if (record.Policy is not { } policy || !policies.Add(policy)) continue;
            for (int i = 0; i < policy.Pins.Length; i++)
                if (policy.SeenAt(i) is { } when && !(seen.TryGetValue(policy.Pins[i], out DateTime known) && known >= when))
                    seen[policy.Pins[i]] = when;
        }

        return seen;
    }

    /// <summary>
    /// Records in a store when its pins were last seen, for those of which the state has a later date.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="path">The path of the store.</param>
    /// <param name="patterns">The patterns of the sets to change; none for all sets.</param>
    /// <param name="cancel">Stops the waiting for the store.</param>
    /// <returns>The changed sets, once they are written.</returns>
    /// <exception cref="PinningException">
    /// The store has no set for a pattern, or cannot be read or written.
    /// </exception>
    internal static async Task<IReadOnlyList<PinSet>> BringSightsAsync(
        CheckState state, string path, IReadOnlyList<HostPattern> patterns, CancellationToken cancel)
    {
        List<PinSet> changed = [];
        await PinStoreFile.UpdateAsync(path, store =>
        {
            foreach (HostPattern pattern in patterns) store.Require(pattern, path);
            changed = BringSights(
                state, store, set => patterns.Count == 0 || patterns.Any(pattern => pattern.Text == set.Pattern));
            return changed.Count > 0;
        }, cancel).ConfigureAwait(false);
        return changed;
    }

    /// <summary>The same for a store in memory.</summary>
    /// <param name="state">The state.</param>
    /// <param name="store">The store to change.</param>
    /// <param name="isMeant">Selects the sets.</param>
    /// <returns>The changed sets.</returns>
    private static List<PinSet> BringSights(CheckState state, PinStore store, Func<PinSet, bool> isMeant)
    {
        Dictionary<string, DateTime> seen = Sights(state);
        List<PinSet> changed = [];
        foreach (PinSet set in store.Sets.Where(isMeant).ToList())
        {
            PinSetPin[] pins = [.. set.Entries.Select(pin =>
                seen.TryGetValue(pin.Pin, out DateTime when) && !(pin.LastSeen >= when) ? pin with { LastSeen = when } : pin)];
            if (pins.SequenceEqual(set.Entries)) continue;
            PinSet next = set.WithPins(pins);
            store.Put(next);
            changed.Add(next);
        }

        return changed;
    }
}
