using System;

namespace PinningTools;

/// <summary>
/// What is different from the last run of a check, whether that was to be expected, and why. Made by Invoke-PinCheck
/// with -State; Get-PinHistory reads it again.
/// </summary>
/// <remarks>Returned by Invoke-PinCheck and Get-PinHistory.</remarks>
public sealed record PinCheckChange
{
    /// <summary>
    /// The change's own number, 12 hexadecimal digits: the same for a run that is repeated after a crash.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>When it was seen, in UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The name of the check.</summary>
    public string Name { get; init; } = "";

    /// <summary>The run that saw it.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The machine that looked.</summary>
    public string VantagePoint { get; init; } = "";

    /// <summary>The endpoint's key; empty for a change of the check itself, as MissedRuns is.</summary>
    public string Key { get; init; } = "";

    /// <summary>
    /// FirstSeen, Removed, Renewed, KeyChanged, IssuerChanged, PathChanged, AnchorChanged, AddressesDiffer, SpareGone,
    /// SpareUsed, PolicyChanged, LevelChanged, ExpiryNear, Unreachable, Recovered, ViewsDiffer or MissedRuns.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>Whether it was to be expected: <see cref="Why"/> says by what.</summary>
    public bool Expected { get; init; }

    /// <summary>The level of the endpoint with this change: Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Ok";

    /// <summary>What it was before, or null.</summary>
    public PinCheckFacts? Old { get; init; }

    /// <summary>What it is now, or null.</summary>
    public PinCheckFacts? New { get; init; }

    /// <summary>What happened and whether it was to be expected, in a sentence that somebody can act on.</summary>
    public string Why { get; init; } = "";

    /// <summary>Who answers for the endpoint; empty where nobody is named.</summary>
    public string Owner { get; init; } = "";

    /// <summary>
    /// Whether a pin came into the policy after the key was seen at the server, instead of before: what an attack would
    /// look like that somebody confirmed by pinning what was there.
    /// </summary>
    public bool PinFollowedKey { get; init; }

    /// <summary>The SHA-256 of the evidence that is kept beside the state; empty where there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>One line: the endpoint, the kind, whether it was expected, and why.</summary>
    public override string ToString()
    {
        string key = Key.Length > 0 ? DisplayText.Clean(Key) + " " : "";
        return $"{key}{Kind}, {(Expected ? "expected" : "not expected")}: {DisplayText.Clean(Why)}";
    }
}
