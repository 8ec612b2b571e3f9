using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// The result of one endpoint in one run: its details, one for each address that was checked, and the facts that are
/// compared with the last run.
/// </summary>
internal sealed record CheckResult
{
    internal required CheckRow Row { get; init; }

    /// <summary>Null for a row that cannot be read.</summary>
    internal CheckEndpoint? Endpoint { get; init; }

    /// <summary>The details in the order of the addresses; at least one.</summary>
    internal required IReadOnlyList<PinCheckDetail> Details { get; init; }

    /// <summary>
    /// When the endpoint was checked; null if it was not, because its row cannot be read or time ran out.
    /// </summary>
    internal DateTime? Asked { get; init; }

    /// <summary>The reason of the alert for each detail; empty for a detail that is Ok.</summary>
    internal required IReadOnlyList<string> Reasons { get; init; }

    internal CheckLeaf? Leaf { get; init; }

    internal CheckPath? Path { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Addresses { get; init; } = [];

    /// <summary>The pins of the whole validated chain, which tell which pins of the policy are in service.</summary>
    internal IReadOnlyList<string> InService { get; init; } = [];

    /// <summary>Whether an expiry is near.</summary>
    internal bool IsNear { get; init; }

    /// <summary>A sentence about Certificate Transparency for a mismatch; empty otherwise.</summary>
    internal string Transparency { get; init; } = "";

    /// <summary>The certificates of a mismatch.</summary>
    internal (string Hash, string Text)? Evidence { get; init; }

    /// <summary>What the views of several machines mean together; null for one machine.</summary>
    internal ViewFinding? Finding { get; init; }

    internal string Key => Row.Key;

    internal string Owner => Endpoint?.Owner ?? Row.Owner;

    /// <summary>Whether the result was read from the details of another run, and not made by this one.</summary>
    internal bool IsRead { get; init; }

    /// <summary>Whether there is no backup pin on purpose.</summary>
    internal bool NoBackup { get; init; }

    /// <summary>What a pin set says of the pins in service; for a result that was read.</summary>
    internal IReadOnlyList<PinSetPin> Entries { get; init; } = [];

    /// <summary>What the pin set says of a pin.</summary>
    internal PinSetPin? EntryOf(SpkiPin pin) => Endpoint?.Policy.EntryOf(pin) ?? Entries.FirstOrDefault(entry => entry.Value.Equals(pin));

    /// <summary>The detail that the facts come from.</summary>
    internal PinCheckDetail Main { get; init; } = null!;

    /// <summary>The worst level of the details.</summary>
    internal string Level
    {
        get
        {
            string level = PinCheckLevel.Ok;
            for (int i = 0; i < Details.Count; i++) level = PinCheckLevel.Worst(level, Details[i].Level);
            return level;
        }
    }
}
