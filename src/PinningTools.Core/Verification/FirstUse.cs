using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>
/// Trust on first use, as with known_hosts: the first key of an appliance is recorded, and only this key is trusted
/// from then on; another key never replaces it. A first use is that of a host that no set of the whole policy covers,
/// including the sets of the store's source: a host that any set covers is evaluated by that set, and while the source
/// cannot be read this is not known. A key that an inspection read is recorded if the server proved it; the set then says
/// nothing of inspected servers, so that they do not pass before the user allows it. A key that was only shown is never
/// recorded.
/// </summary>
/// <param name="path">The store.</param>
/// <param name="options">How to connect.</param>
internal sealed class FirstUse(string path, ConnectionOptions options)
{
    /// <summary>Adds the sets of its source to a store.</summary>
    internal required Func<PinStore, CancellationToken, Task<WholeStore>> Complete { get; init; }

    /// <summary>
    /// Asks whether the key that a host shows is to be trusted from now on. Without an interactive user, the answer
    /// is no.
    /// </summary>
    internal Func<TlsTarget, PinVerdict, Task<bool>> Ask { get; init; } = (_, _) => Task.FromResult(false);

    /// <summary>Looks at a host; if no set covers it, asks, and records the key if the answer is yes.</summary>
    /// <returns>
    /// The verdict of the set that covers the host, or NotPinned without a pattern, whose reason says whether the key
    /// was recorded.
    /// </returns>
    /// <exception cref="PinningException">
    /// The store or its source cannot be read, or the store cannot be written.
    /// </exception>
    internal async Task<PinVerdict> LearnAsync(TlsTarget target, CancellationToken cancel)
    {
        while (true)
        {
            (TlsTarget asked, PinVerdict verdict) = await LookAsync(target, cancel).ConfigureAwait(false);
            if (!IsUncovered(verdict))
            {
                if (verdict.Verdict == Verdict.Match) await RecordAsync(asked, verdict, cancel).ConfigureAwait(false);
                return verdict;
            }

            if (verdict.IsUnproven) return verdict with { Reason = VerdictReason.KeyNotProven };
            if (!await Ask(asked, verdict).ConfigureAwait(false)) return verdict;
            if (await RecordAsync(asked, verdict, cancel).ConfigureAwait(false)) return Recorded(asked, verdict);
            // The host was pinned in the meantime: the key that it shows is evaluated by that set.
            target = asked;
        }
    }

    /// <summary>The error for a verdict that refuses a host whose key was expected; null if none was.</summary>
    internal PinRefusedException? RefusalIn(PinVerdict verdict) =>
        IsUncovered(verdict) && verdict.IsUnproven ? new PinRefusedException(
            Faults.KeyNotProven(verdict.Target, verdict.InspectionWarnings.FirstOrDefault()), verdict)
        : verdict.Verdict == Verdict.Match || verdict.Chain.Length == 0 || IsUncovered(verdict) ? null
        : verdict.Verdict == Verdict.PinMismatch ? PinRefusedException.FromChangedKey(verdict, path)
        : new PinRefusedException(verdict);

    /// <summary>Evaluates the host by the set that covers it, or reads the key of a host that no set covers.</summary>
    /// <returns>The endpoint and its verdict: NotPinned without a pattern if no set covers the host.</returns>
    /// <exception cref="PinningException">The store or its source cannot be read.</exception>
    internal async Task<(TlsTarget Target, PinVerdict Verdict)> LookAsync(TlsTarget target, CancellationToken cancel)
    {
        PinStore local = Presence.Exists(path) ? PinStoreCache.Read(path) : new PinStore();
        WholeStore whole = await Complete(local, cancel).ConfigureAwait(false);
        (TlsTarget asked, PinPolicy? policy) = EndpointPolicy.Find(new StorePolicies(whole.All), target);
        if (policy is null) whole.RequireCurrent(target);
        PinVerdict verdict = await PinChecker
            .CheckAsync(
                new PinCheck(asked, policy ?? PinPolicy.NotPinned(TrustSettings.PinOnly), options) { Inspects = true },
                cancel)
            .ConfigureAwait(false);
        return (asked, verdict);
    }

    /// <summary>
    /// Records the first key, or that the known key was seen again. The whole policy is checked once more under the
    /// store's lock, because it may have changed while the user was asked.
    /// </summary>
    /// <returns>Whether the key of a host that was not pinned was recorded.</returns>
    /// <exception cref="PinningException">
    /// The store or its source cannot be read, or the store cannot be written.
    /// </exception>
    internal async Task<bool> RecordAsync(TlsTarget target, PinVerdict verdict, CancellationToken cancel)
    {
        bool isNew = false;
        await PinStoreFile.UpdateAsync(path, async local =>
        {
            WholeStore whole = await Complete(local, cancel).ConfigureAwait(false);
            PinSet? known = whole.All.Find(target.JudgedName, target.Port);
            if (known is not null) return verdict.MatchedPin is { } matched && Remember(local, known, matched);
            if (!IsUncovered(verdict) || verdict.IsUnproven) return false;
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
        Message = $"{target} was not pinned. Its key {verdict.Chain[0].Pin} was recorded in "
            + $"'{TerminalText.Printable(path)}' and is the only one that is trusted from now on; this connection was "
            + "trusted without proof.",
    };

    /// <summary>
    /// Only for a set in the file: a copied set of the source would override all later versions of it.
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

    /// <summary>Only the day, so that a check every minute does not write the store every minute.</summary>
    private static PinSet Seen(PinSet set, SpkiPin matched) => set.WithPins(set.Entries.Select(
        entry => entry.Value == matched && !(entry.LastSeen >= UtcDate.Now.Date)
            ? entry with { LastSeen = UtcDate.Now.Date }
            : entry));
}
