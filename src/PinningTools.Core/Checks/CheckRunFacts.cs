using System;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>What all changes of a run have in common.</summary>
internal sealed record CheckRunFacts
{
    internal string Name { get; init; } = "";

    internal string RunId { get; init; } = "";

    internal string VantagePoint { get; init; } = "";

    internal DateTime Now { get; init; }

    internal int UnreachableRuns { get; init; } = 2;

    /// <summary>The run before; empty for a first one.</summary>
    internal string LastRunId { get; init; } = "";

    /// <summary>When the run before ended; null for a first one.</summary>
    internal DateTime? LastFinished { get; init; }

    /// <summary>
    /// A change with its number: a hash of the run before, the endpoint, the kind, the old and the new. A run that is
    /// repeated after a crash finds the same; a key that goes and comes back is news each time.
    /// </summary>
    internal PinCheckChange Change(
        string key, string kind, bool isExpected, string level, PinCheckFacts? old, PinCheckFacts? now, string why,
        string owner) => new()
    {
        Id = CheckId.Of(12, LastRunId, key, kind, Text(old), Text(now)),
        At = Now,
        Name = Name,
        RunId = RunId,
        VantagePoint = VantagePoint,
        Key = key,
        Kind = kind,
        Expected = isExpected,
        Level = level,
        Old = old,
        New = now,
        Why = why,
        Owner = owner,
    };

    private static string Text(PinCheckFacts? facts) => facts is null ? "" : string.Join("|",
        new[]
        {
            facts.Pin, facts.Issuer, facts.Anchor, facts.NotAfter?.Ticks.ToString(CultureInfo.InvariantCulture),
            facts.Level, facts.Verdict,
        }.Concat(facts.Path).Concat(facts.Addresses).Concat(facts.Pins));
}
