using System;
using System.Globalization;
using System.Linq;

namespace PinningTools.Internal;

/// <summary>The facts that all changes of a run share.</summary>
internal sealed record CheckRunFacts
{
    internal string Name { get; init; } = "";

    internal string RunId { get; init; } = "";

    internal string VantagePoint { get; init; } = "";

    internal DateTime Now { get; init; }

    internal int UnreachableRuns { get; init; } = 2;

    /// <summary>The id of the run before; empty for the first run.</summary>
    internal string LastRunId { get; init; } = "";

    /// <summary>When the run before ended; null for the first run.</summary>
    internal DateTime? LastFinished { get; init; }

    /// <summary>
    /// A change with its id: a hash of the id of the run before, the endpoint, the kind, the old and the new facts. A
    /// run repeated after a crash finds the same id; a key that leaves and comes back is a new change each time.
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
