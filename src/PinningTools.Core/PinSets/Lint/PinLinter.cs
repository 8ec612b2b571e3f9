using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace PinningTools.Internal;

/// <summary>Everything that is known to go wrong with pin sets, looked for without a network.</summary>
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

    /// <param name="sets">All sets that are in force together; of two for one pattern the later one counts.</param>
    internal PinLinter(IEnumerable<PinSet> sets)
    {
        foreach (PinSet set in sets) Store.Put(set);
    }

    internal PinStore Store { get; } = new();

    internal DateTime Now { get; init; } = DateTime.UtcNow;

    /// <summary>How long before a date it is said, and how long report-only may last.</summary>
    internal int LeadDays { get; init; } = 30;

    /// <summary>How long a key in service may go unseen.</summary>
    internal int UnseenDays { get; init; } = 90;

    /// <summary>The findings of one of the sets, at whose live chain nobody has looked.</summary>
    internal IEnumerable<PinSetFinding> Check(PinSet set) => Check(set, null);

    /// <summary>The findings of one of the sets.</summary>
    /// <param name="set">The set.</param>
    /// <param name="shown">The keys of the live chain; null where nobody has looked at it.</param>
    internal IEnumerable<PinSetFinding> Check(PinSet set, IReadOnlyCollection<SpkiPin>? shown) =>
        s_rules.SelectMany(rule => rule(set, this)).Concat(SightRules.Find(set, this, shown));

    /// <summary>The findings of one of the sets, and of the live chain of its host.</summary>
    /// <exception cref="OperationCanceledException">
    /// The caller cancelled; whatever the host does is a finding.
    /// </exception>
    internal async Task<IReadOnlyList<PinSetFinding>> CheckOnlineAsync(
        PinSet set, ConnectionOptions options, CancellationToken cancel)
    {
        OnlineLook online = await OnlineRules.CheckAsync(set, this, options, cancel).ConfigureAwait(false);
        return [.. Check(set, online.Shown), .. online.Findings];
    }

    /// <summary>
    /// Whether nothing in the set can be a spare key: a single pin, or pins that are all said to stand in one chain. A
    /// set that has none on purpose lacks none.
    /// </summary>
    internal static bool LacksBackup(PinSet set)
    {
        if (set.NoBackup) return false;
        List<PinSetPin> good =
            [.. set.Entries.Where(pin => !pin.Bad).GroupBy(pin => pin.Value).Select(same => same.First())];
        bool oneChain = good.All(pin => pin.Role is PinRole.Leaf or PinRole.Intermediate or PinRole.Root)
            && good.Count(pin => pin.Role == PinRole.Leaf) < 2;
        return good.Count < 2 || oneChain;
    }

    /// <summary>Whether every pin that could match is one of a spare key.</summary>
    internal static bool IsOnlyBackup(PinSet set) =>
        set.Entries.Any(pin => !pin.Bad) && set.Entries.All(pin => pin.Bad || pin.Role == PinRole.Backup);

    /// <summary>What is wrong with the spare keys of a set, or null.</summary>
    internal static string? BackupText(PinSet set) =>
        IsOnlyBackup(set) ? OnlyBackupText(set) : LacksBackup(set) ? NoBackupText(set) : null;

    /// <summary>What should be known of a set that was just changed.</summary>
    internal static IEnumerable<string> WarningsAfterChange(PinSet set, DateTime now)
    {
        if (BackupText(set) is { } text) yield return text;
        if (set.Entries.All(pin => !pin.IsActive(now)))
            yield return $"No pin of '{set.Pattern}' counts any more: it refuses every host.";
    }

    internal static string NoBackupText(PinSet set) =>
        $"The pin set '{set.Pattern}' has no backup pin, of a key that is in no chain in service: "
            + "when its keys must be replaced, every client that pins them is locked out.";

    internal static string OnlyBackupText(PinSet set) =>
        $"The pin set '{set.Pattern}' has only backup pins: no key in service is pinned, and every host is refused "
            + "until it shows one of them.";
}
