using System;
using System.Collections.Generic;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>
/// What a state records about one endpoint. Facts are kept through an outage: what was seen last, and when.
/// Only the reader of a state sets members of a record that exists; a run makes a new record.
/// </summary>
internal sealed record CheckRecord
{
    internal required string Key { get; init; }

    internal string Level { get; set; } = PinCheckLevel.Unknown;

    /// <summary>The name of the last verdict; empty for a row that cannot be read.</summary>
    internal string Verdict { get; set; } = "";

    /// <summary>The level when the endpoint was last seen; empty while it is seen, or if it never was.</summary>
    internal string SeenLevel { get; set; } = "";

    /// <summary>The verdict when the endpoint was last seen; empty if it never was.</summary>
    internal string SeenVerdict { get; set; } = "";

    /// <summary>The level of the last facts; empty if there are none.</summary>
    internal string LastSeenLevel => FailedRuns == 0 ? Level : SeenLevel;

    /// <summary>When the endpoint got this level.</summary>
    internal DateTime Since { get; set; }

    /// <summary>When the certificate was last seen; null if it never was.</summary>
    internal DateTime? Seen { get; set; }

    /// <summary>When the endpoint was last checked, with any result.</summary>
    internal DateTime Asked { get; set; }

    internal CheckLeaf? Leaf { get; set; }

    internal CheckPath? Path { get; set; }

    /// <summary>The key that matched last, if it is not the one that is seen now.</summary>
    internal CheckGood? Good { get; set; }

    /// <summary>The addresses that were seen, with their leaf pins, sorted by text.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Addresses { get; set; } = [];

    /// <summary>
    /// The keys that several machines saw, by machine, sorted by text; empty if they saw the same key.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Views { get; set; } = [];

    /// <summary>The pins that applied, or null.</summary>
    internal CheckPolicy? Policy { get; set; }

    /// <summary>The number of pins of the policy that were not in use.</summary>
    internal int Spare { get; set; }

    /// <summary>The number of consecutive runs in which the endpoint could not be checked.</summary>
    internal int FailedRuns { get; set; }

    /// <summary>Whether an expiry was near; this is announced once.</summary>
    internal bool IsNear { get; set; }

    internal string Owner { get; set; } = "";

    /// <summary>The hash of the evidence of a mismatch; empty if there is none.</summary>
    internal string Evidence { get; set; } = "";

    /// <summary>When the first certificate of the path in use expires; null if not known.</summary>
    internal DateTime? EndsFirst =>
        Path?.NotAfter is { } end && Leaf?.NotAfter is { } leaf ? (end < leaf ? end : leaf) : Leaf?.NotAfter;
}

/// <summary>A leaf that was seen.</summary>
internal sealed record CheckLeaf
{
    internal required string Pin { get; init; }

    internal DateTime? NotBefore { get; init; }

    internal DateTime? NotAfter { get; init; }

    /// <summary>The first eight bytes of the SHA-256 hash of the certificate, enough to detect a renewal.</summary>
    internal string Sha256 { get; init; } = "";

    /// <summary>When the key was first seen.</summary>
    internal DateTime Since { get; init; }
}

/// <summary>A key that matched.</summary>
internal sealed record CheckGood(string Pin, DateTime? NotAfter, DateTime Seen);

/// <summary>
/// The path above the leaf. Thousands of endpoints share one path: a state stores it once and refers to it by number.
/// </summary>
internal sealed record CheckPath
{
    /// <summary>The id, which is equal for equal paths.</summary>
    internal string Id { get; init; } = "";

    /// <summary>The issuer of the leaf.</summary>
    internal string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor; null if no chain led to one.</summary>
    internal string? Anchor { get; init; }

    /// <summary>The pins from the issuer to the trust anchor.</summary>
    internal string[] Pins { get; init; } = [];

    /// <summary>
    /// When the first of these certificates expires; null if there are none or a date cannot be read.
    /// </summary>
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
