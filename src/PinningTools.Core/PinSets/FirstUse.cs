using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Trust on first use, as known_hosts does it: the first key an appliance shows is recorded and trusted alone; another
/// one is never taken in its place. First is the use of a host that nothing covers in the whole policy, the sets of the
/// store's source included: a host that any set covers is judged by that set, and while the source cannot be read
/// nobody knows whether one does.
/// </summary>
/// <param name="path">The store.</param>
/// <param name="options">How to connect.</param>
internal sealed class FirstUse(string path, ConnectionOptions options)
{
    /// <summary>Adds the sets of its source to a store.</summary>
    internal required Func<PinStore, CancellationToken, Task<WholeStore>> Complete { get; init; }

    /// <summary>
    /// Asks whether the key that a host shows is to be trusted from now on; the answer is no where nobody is there to
    /// give it.
    /// </summary>
    internal Func<TlsTarget, PinVerdict, Task<bool>> Ask { get; init; } = (_, _) => Task.FromResult(false);

    /// <summary>Looks at a host; where nothing covers it, asks, and records the key on yes.</summary>
    /// <returns>
    /// The verdict of the set that covers the host, or NotPinned without a pattern; of the latter, its reason says
    /// whether the key is recorded now.
    /// </returns>
    /// <exception cref="PinningException">The store or its source cannot be read, or the store not be written.</exception>
    internal async Task<PinVerdict> LearnAsync(TlsTarget target, CancellationToken cancel)
    {
        while (true)
        {
            (TlsTarget asked, PinVerdict verdict) = await LookAsync(target, cancel).ConfigureAwait(false);
            if (!IsUncovered(verdict))
            {
                if (verdict.Passed) await RecordAsync(asked, verdict, cancel).ConfigureAwait(false);
                return verdict;
            }

            if (!await Ask(asked, verdict).ConfigureAwait(false)) return verdict;
            if (await RecordAsync(asked, verdict, cancel).ConfigureAwait(false)) return Recorded(asked, verdict);
            // Somebody pinned it meanwhile: what it showed is judged by that.
            target = asked;
        }
    }

    /// <summary>The error that a verdict is in place of a key that was expected; null where none was.</summary>
    internal PinningException? RefusalIn(PinVerdict verdict) =>
        verdict.Passed || verdict.Chain.Length == 0 || IsUncovered(verdict) ? null
        : new PinningException(verdict.Verdict == Verdict.PinMismatch
            ? Faults.KeyChanged(verdict, path)
            : Faults.Refused(verdict)) { Verdict = verdict };

    /// <summary>Judges the host by the set that covers it, or looks at the key of one that none does.</summary>
    /// <returns>The endpoint that was looked at, and the verdict: NotPinned without a pattern where none did.</returns>
    /// <exception cref="PinningException">The store or its source cannot be read.</exception>
    internal async Task<(TlsTarget Target, PinVerdict Verdict)> LookAsync(TlsTarget target, CancellationToken cancel)
    {
        PinStore local = Presence.Of(path) ? PinStoreCache.Read(path) : new PinStore();
        WholeStore whole = await Complete(local, cancel).ConfigureAwait(false);
        (TlsTarget asked, PinPolicy? policy) = EndpointPolicy.Find(whole.All, target);
        if (policy is null) whole.RequireCurrent(target);
        PinVerdict verdict = await PinChecker
            .CheckAsync(new PinCheck(asked, policy ?? PinPolicy.NotPinned(TrustSettings.PinOnly), options), cancel)
            .ConfigureAwait(false);
        return (asked, verdict);
    }

    /// <summary>
    /// Records what a verdict saw: the first key, or that the known one was seen again. The whole policy is looked
    /// through once more under the store's lock, for it may have changed while somebody was asked.
    /// </summary>
    /// <returns>Whether the key of a host that was not pinned is recorded now.</returns>
    /// <exception cref="PinningException">The store or its source cannot be read, or the store not be written.</exception>
    internal async Task<bool> RecordAsync(TlsTarget target, PinVerdict verdict, CancellationToken cancel)
    {
        bool isNew = false;
        await PinStoreFile.UpdateAsync(path, async local =>
        {
            WholeStore whole = await Complete(local, cancel).ConfigureAwait(false);
            PinSet? known = whole.All.Find(target.JudgedName, target.Port);
            if (known is not null) return verdict.MatchedPin is { } matched && Remember(local, known, matched);
            if (!IsUncovered(verdict)) return false;
            whole.RequireCurrent(target);
            local.Put(NewSet(target, verdict.Chain[0]));
            return isNew = true;
        }, cancel).ConfigureAwait(false);
        return isNew;
    }

    private static bool IsUncovered(PinVerdict verdict) => verdict is { Verdict: Verdict.NotPinned, Pattern: null };

    private PinVerdict Recorded(TlsTarget target, PinVerdict verdict) => verdict with
    {
        Reason = VerdictReason.RecordedOnFirstUse,
        Message = $"{target} was not pinned. Its key {verdict.Chain[0].Pin} is recorded in "
            + $"'{TerminalText.Printable(path)}' "
            + "and trusted alone from now on; this connection was trusted without proof.",
    };

    /// <summary>
    /// Only of a set in the file: one of the source, copied here, would stand in the way of all later ones.
    /// </summary>
    private static bool Remember(PinStore local, PinSet known, string matched)
    {
        if (!ReferenceEquals(local.Get(known.Hosts), known)) return false;
        PinSet seen = Seen(known, SpkiPin.Parse(matched));
        if (seen.Entries.SequenceEqual(known.Entries)) return false;
        local.Put(seen);
        return true;
    }

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
}
