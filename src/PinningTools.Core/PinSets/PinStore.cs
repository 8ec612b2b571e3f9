// The room PinSets: the policy as people write it: pin sets, and stores of them.
// - A pin set applies to the hosts of one pattern. It has pins with role, dates and note, vetoes, a mode, the trust,
//   and the consequence of its expiry. PinSetRules has the rules that every set obeys, for commands, stores and
//   importers.
// - A store has one set for a pattern. Exactly one set applies to a host: the most specific one.
// - A store is changed under its lock and replaced as a whole. Members that this version does not know are kept.
// - Decisions use the whole store: the sets of the file and behind them those of its signed source (WholeStore). Those
//   count only with a good signature.

using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// A collection of pin sets, one for each pattern. Finding the set for a host costs one lookup per label of the host,
/// however many sets there are. It must not be changed while it is read.
/// </summary>
internal sealed class PinStore
{
    private readonly Dictionary<string, PinSet> _sets = new(StringComparer.Ordinal);

    internal PinStore()
    {
    }

    /// <exception cref="PinningException">Two sets have the same pattern.</exception>
    internal PinStore(IEnumerable<PinSet> sets)
    {
        foreach (PinSet set in sets) Add(set);
    }

    /// <summary>
    /// Increases with every change of a published store, so that an old store cannot pass for a new one.
    /// </summary>
    internal long Version { get; set; }

    /// <summary>Where further sets come from, or null.</summary>
    internal StoreSource? Source { get; set; }

    /// <summary>The source as it was read, so that it is written back unchanged.</summary>
    internal JsonValue? SourceText { get; set; }

    /// <summary>The address of a published store according to the store, covered by its signature; or null.</summary>
    internal Uri? PublishedAt { get; set; }

    /// <summary>The date until which those who fetch a published store may use it, covered by its signature.</summary>
    internal DateTime? ValidUntil
    {
        get;
        set => field = value is { } end ? UtcDate.Truncate(end) : null;
    }

    /// <summary>Whether the store is published.</summary>
    internal bool IsPublished => Version > 0 || PublishedAt is not null || ValidUntil is not null;

    /// <summary>A store that is used for hosts that this one does not cover, or null.</summary>
    internal PinStore? Further { get; init; }

    /// <summary>
    /// The members in the file that this version does not know, as a JSON object; null if there are none.
    /// </summary>
    internal string? Unknown { get; set; }

    internal int Count => _sets.Count;

    /// <summary>The sets in a stable order: by host, then from the exact pattern to the widest, then by port.</summary>
    internal IEnumerable<PinSet> Sets => _sets.Values
        .OrderBy(set => set.Hosts.Host.Value, StringComparer.Ordinal)
        .ThenBy(set => set.Hosts.Kind)
        .ThenBy(set => set.Hosts.Port ?? 0);

    /// <exception cref="PinningException">There is a set for the pattern.</exception>
    internal void Add(PinSet set)
    {
        if (_sets.ContainsKey(set.Pattern)) throw new PinningException(Faults.PinSetTwice(set.Pattern));
        _sets.Add(set.Pattern, set);
    }

    /// <summary>Adds the set, or replaces the one with the same pattern.</summary>
    internal void Put(PinSet set) => _sets[set.Pattern] = set;

    internal void Clear() => _sets.Clear();

    internal bool Remove(HostPattern hosts) => _sets.Remove(hosts.Text);

    internal bool Has(string pattern) => _sets.ContainsKey(pattern);

    /// <summary>The set with exactly that pattern, or null.</summary>
    internal PinSet? Get(HostPattern hosts) => _sets.TryGetValue(hosts.Text, out PinSet? set) ? set : null;

    /// <summary>The set with exactly that pattern, in a store to be changed.</summary>
    /// <exception cref="PinningException">The file has no such set; a set of its source cannot be changed.</exception>
    internal PinSet Require(HostPattern hosts, string path) =>
        Get(hosts) ?? throw new PinningException(Faults.PinSetMissing(hosts.Text, path, Source?.Uri.ToString()));

    /// <summary>
    /// The set that applies to a host, or null: an exact pattern takes precedence over <c>*.</c>, and <c>*.</c> over
    /// <c>**.</c>; a longer pattern over a shorter one; and of equal patterns the one with the port over the one
    /// without.
    /// </summary>
    internal PinSet? Find(HostName host, int port)
    {
        foreach (string pattern in HostPattern.Candidates(host))
        {
            if (_sets.TryGetValue(HostPattern.WithPort(pattern, port), out PinSet? set)) return set;
            if (_sets.TryGetValue(pattern, out set)) return set;
        }

        return Further?.Find(host, port);
    }
}
