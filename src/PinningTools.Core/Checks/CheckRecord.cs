using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What a state knows of one endpoint. Facts are kept through an outage: what was seen last, and when. Only the reader of a
/// state sets members of a record that exists; a run makes a new record.
/// </summary>
internal sealed record CheckRecord
{
    internal required string Key { get; init; }

    internal string Level { get; set; } = PinCheckLevel.Unknown;

    /// <summary>The name of the last verdict; empty for a row that cannot be read.</summary>
    internal string Verdict { get; set; } = "";

    /// <summary>The level it had when it was last seen; empty while it is seen, and where it never was.</summary>
    internal string SeenLevel { get; set; } = "";

    /// <summary>The verdict when it was last seen; empty where it never was.</summary>
    internal string SeenVerdict { get; set; } = "";

    /// <summary>The level of the last facts; empty where there are none.</summary>
    internal string LastSeenLevel => FailedRuns == 0 ? Level : SeenLevel;

    /// <summary>Since when it has this level.</summary>
    internal DateTime Since { get; set; }

    /// <summary>When its certificate was last seen; null where it never was.</summary>
    internal DateTime? Seen { get; set; }

    /// <summary>When it was last asked, whatever came of it.</summary>
    internal DateTime Asked { get; set; }

    internal CheckLeaf? Leaf { get; set; }

    internal CheckPath? Path { get; set; }

    /// <summary>What last matched, where that is not what is seen now.</summary>
    internal CheckGood? Good { get; set; }

    /// <summary>The addresses that were seen with their leaf pins, in the order of the text.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Addresses { get; set; } = [];

    /// <summary>The pins that judged; null where there were none.</summary>
    internal CheckPolicy? Policy { get; set; }

    /// <summary>How many pins of the policy were not in use.</summary>
    internal int Spare { get; set; }

    /// <summary>In how many runs in a row it could not be judged.</summary>
    internal int FailedRuns { get; set; }

    /// <summary>Whether an expiry was near; that it is gets told once.</summary>
    internal bool IsNear { get; set; }

    internal string Owner { get; set; } = "";

    /// <summary>The hash of the evidence of a mismatch; empty where there is none.</summary>
    internal string Evidence { get; set; } = "";

    /// <summary>When the first certificate of the path in use ends; null where that is not known.</summary>
    internal DateTime? EndsFirst =>
        Path?.NotAfter is { } end && Leaf?.NotAfter is { } leaf ? (end < leaf ? end : leaf) : Leaf?.NotAfter;
}

/// <summary>A leaf that was seen.</summary>
internal sealed record CheckLeaf
{
    internal required string Pin { get; init; }

    internal DateTime? NotBefore { get; init; }

    internal DateTime? NotAfter { get; init; }

    /// <summary>The first eight bytes of the SHA-256 of the certificate: enough to tell a renewal.</summary>
    internal string Sha256 { get; init; } = "";

    /// <summary>Since when the key is seen.</summary>
    internal DateTime Since { get; init; }
}

/// <summary>A key that matched.</summary>
internal sealed record CheckGood(string Pin, DateTime? NotAfter, DateTime Seen);

/// <summary>
/// What is above the leaf. Thousands of endpoints share one: a state has it once, and calls it by its number there.
/// </summary>
internal sealed record CheckPath
{
    /// <summary>The same for the same path.</summary>
    internal string Id { get; init; } = "";

    /// <summary>The issuer of the leaf.</summary>
    internal string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor; null where no chain led to one.</summary>
    internal string? Anchor { get; init; }

    /// <summary>The pins from the issuer to the trust anchor.</summary>
    internal string[] Pins { get; init; } = [];

    /// <summary>When the first of these certificates ends; null where there are none, or it cannot be read.</summary>
    internal DateTime? NotAfter { get; init; }

    internal static CheckPath Of(string issuer, string? anchor, string[] pins, DateTime? notAfter) => new()
    {
        Id = string.Join("\0", new[] { issuer, anchor ?? "", notAfter is { } end ? CheckDate.Format(end) : "" }.Concat(pins)),
        Issuer = issuer,
        Anchor = anchor,
        Pins = pins,
        NotAfter = notAfter,
    };
}
