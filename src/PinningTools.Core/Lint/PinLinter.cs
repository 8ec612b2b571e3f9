// The room Lint: what is unwise about pin sets and stores, although it is allowed.
// - A rule looks at a set or a store at a time and returns findings: severity, reason and what to do. It changes
//   nothing.
// - The rules need no network. Those about the live server (OnlineRules) run only when asked for, and a server that
//   does not answer is a finding of its own.
// - Tests see every rule fire and not fire.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Checks pin sets for known mistakes, without the network.</summary>
internal sealed class PinLinter
{
    private delegate IEnumerable<PinSetFinding> Rule(PinSet set, PinLinter linter);

    private static readonly Rule[] s_rules =
    [
        UsageRules.Find,
        PinRules.Find,
        DateRules.Find,
        PatternRules.Find,
        UnknownMembers.Find,
    ];

    /// <param name="sets">All sets in force; if there are two for one pattern, the later one counts.</param>
    internal PinLinter(IEnumerable<PinSet> sets)
    {
        foreach (PinSet set in sets) Store.Put(set);
    }

    internal PinStore Store { get; } = new();

    internal DateTime Now { get; init; } = Clock.Now;

    /// <summary>How long before a date it is reported, and how long a set may be report-only.</summary>
    internal int LeadDays { get; init; } = 30;

    /// <summary>How long a key in service may be unseen.</summary>
    internal int UnseenDays { get; init; } = 90;

    /// <summary>The findings for one of the sets, without its live chain.</summary>
    internal IEnumerable<PinSetFinding> Check(PinSet set) => Check(set, null);

    /// <summary>The findings for one of the sets.</summary>
    /// <param name="set">The set.</param>
    /// <param name="shown">The keys of the live chain; null if it was not checked.</param>
    internal IEnumerable<PinSetFinding> Check(PinSet set, IReadOnlyCollection<SpkiPin>? shown) =>
        s_rules.SelectMany(rule => rule(set, this)).Concat(SightRules.Find(set, this, shown));

    /// <summary>The findings of one of the sets, and of the live chain of its host.</summary>
    /// <exception cref="OperationCanceledException">
    /// The caller cancelled. Every behavior of the host is a finding, not an exception.
    /// </exception>
    internal async Task<IReadOnlyList<PinSetFinding>> CheckOnlineAsync(
        PinSet set, ConnectionOptions options, CancellationToken cancel)
    {
        OnlineLook online = await OnlineRules.CheckAsync(set, this, options, cancel).ConfigureAwait(false);
        return [.. Check(set, online.Shown), .. online.Findings];
    }

    /// <summary>
    /// Whether no pin of the set can be a spare key: there is only one pin, or all pins have roles in one chain. A set
    /// that has no backup pin on purpose does not lack one.
    /// </summary>
    internal static bool HasNoBackup(PinSet set)
    {
        if (set.NoBackup) return false;
        List<PinSetPin> good =
            [.. set.Entries.Where(pin => !pin.Bad).GroupBy(pin => pin.Value).Select(same => same.First())];
        bool oneChain = good.All(pin => pin.Role is PinRole.Leaf or PinRole.Intermediate or PinRole.Root)
            && good.Count(pin => pin.Role == PinRole.Leaf) < 2;
        return good.Count < 2 || oneChain;
    }

    /// <summary>Whether every pin that could match is that of a spare key.</summary>
    internal static bool IsOnlyBackup(PinSet set) =>
        set.Entries.Any(pin => !pin.Bad) && set.Entries.All(pin => pin.Bad || pin.Role == PinRole.Backup);

    /// <summary>What is wrong with the spare keys of a set, or null.</summary>
    internal static string? BackupText(PinSet set) =>
        IsOnlyBackup(set) ? OnlyBackupText(set) : HasNoBackup(set) ? NoBackupText(set) : null;

    /// <summary>What should be known of a set that was just changed.</summary>
    internal static IEnumerable<string> WarningsAfterChange(PinSet set, DateTime now)
    {
        if (BackupText(set) is { } text) yield return text;
        if (set.Entries.All(pin => !pin.IsActive(now)))
            yield return $"No pin of '{set.Pattern}' is accepted any more: the set refuses every host.";
    }

    internal static string NoBackupText(PinSet set) =>
        $"The pin set '{set.Pattern}' has no backup pin (a pin whose key is in no chain in service): when its keys "
            + "must be replaced, every client that pins them is locked out.";

    internal static string OnlyBackupText(PinSet set) =>
        $"The pin set '{set.Pattern}' has only backup pins: no key in service is pinned, and every host is refused "
            + "until it shows one of them.";
}

/// <summary>Rules about the use of a set: sets that must not be used, and key-only trust.</summary>
internal static class UsageRules
{
    internal static IEnumerable<PinSetFinding> Find(PinSet set, PinLinter linter)
    {
        if (PinSetRules.Find(set) is { } fault)
            yield return new(fault.Id, FindingSeverity.Error, set, fault.Message, fault.Advice);
        if (set.Trust != TrustMode.PinOnly) yield break;
        if (PublicSuffixes.IsPublicHost(set.Hosts.Host))
            yield return new("PinOnlyPublicHost", FindingSeverity.Warning, set,
                "A public host is trusted only by its key: expiry, revocation and the name are not checked.",
                "Get a certificate from a public authority for it, and use the trust System.");
        foreach (PinSetPin pin in set.Entries.Where(pin =>
            !pin.Bad && pin.Role is PinRole.Intermediate or PinRole.Root))
            yield return new("PinOnlyAuthority", FindingSeverity.Warning, set,
                $"{pin} is the key of an authority; with key-only trust only the leaf's key can match.",
                "Pin the leaf's key.") { Pin = pin.Pin };
    }
}
