using System;
using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>
/// What came of one endpoint in one run: its details, one for each address that was asked, and what of them is compared
/// with the last run.
/// </summary>
internal sealed class CheckResult
{
    internal required CheckRow Row { get; init; }

    /// <summary>Null for a row that cannot be read.</summary>
    internal CheckEndpoint? Endpoint { get; init; }

    /// <summary>In the order of the addresses; at least one.</summary>
    internal required IReadOnlyList<PinCheckDetail> Details { get; init; }

    /// <summary>When it was asked; null where it was not: its row cannot be read, or time ran out.</summary>
    internal DateTime? Asked { get; init; }

    /// <summary>What its alert is about, by detail; empty for what is Ok.</summary>
    internal required IReadOnlyList<string> Reasons { get; init; }

    internal CheckLeaf? Leaf { get; init; }

    internal CheckPath? Path { get; init; }

    internal IReadOnlyList<KeyValuePair<string, string>> Addresses { get; init; } = [];

    /// <summary>The pins of the whole validated chain: which of the policy's are in service.</summary>
    internal IReadOnlyList<string> InService { get; init; } = [];

    /// <summary>Whether an expiry is near.</summary>
    internal bool IsNear { get; init; }

    /// <summary>What is known of Certificate Transparency, as a sentence for a mismatch; empty for all else.</summary>
    internal string Transparency { get; init; } = "";

    /// <summary>The certificates of a mismatch.</summary>
    internal (string Hash, string Text)? Evidence { get; init; }

    internal string Key => Row.Key;

    internal string Owner => Endpoint?.Owner ?? Row.Owner;

    /// <summary>The detail that the facts are those of.</summary>
    internal PinCheckDetail Main { get; init; } = null!;

    /// <summary>The worst of its details.</summary>
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
