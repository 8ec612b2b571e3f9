using System;

namespace PinningTools;

/// <summary>
/// A difference from the last run of a check, whether it was expected, and why. Invoke-PinCheck with -State creates
/// it; Get-PinHistory reads it again.
/// </summary>
/// <remarks>Returned by Invoke-PinCheck and Get-PinHistory.</remarks>
public sealed record PinCheckChange
{
    /// <summary>
    /// The id of the change, 12 hexadecimal digits. A run that is repeated after a crash gives the same id.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>When the change was seen, in UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>The name of the check.</summary>
    public string Name { get; init; } = "";

    /// <summary>The id of the run that saw the change.</summary>
    public string RunId { get; init; } = "";

    /// <summary>The machine that ran the check.</summary>
    public string VantagePoint { get; init; } = "";

    /// <summary>The key of the endpoint; empty for a change of the check itself, such as MissedRuns.</summary>
    public string Key { get; init; } = "";

    /// <summary>
    /// FirstSeen, Removed, Renewed, KeyChanged, IssuerChanged, PathChanged, AnchorChanged, AddressesDiffer, SpareGone,
    /// SpareUsed, PolicyChanged, LevelChanged, ExpiryNear, Unreachable, Recovered, ViewsDiffer or MissedRuns.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>Whether the change was expected; <see cref="Why"/> gives the reason.</summary>
    public bool Expected { get; init; }

    /// <summary>The level of the endpoint after the change: Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Ok";

    /// <summary>The facts before the change, or null.</summary>
    public PinCheckFacts? Old { get; init; }

    /// <summary>The facts after the change, or null.</summary>
    public PinCheckFacts? New { get; init; }

    /// <summary>What happened and whether it was expected, in sentences.</summary>
    public string Why { get; init; } = "";

    /// <summary>The owner of the endpoint; empty if none is known.</summary>
    public string Owner { get; init; } = "";

    /// <summary>
    /// Whether a pin was added to the policy after the key was seen at the server, instead of before. This is also
    /// what a successful attack looks like: somebody pinned the attacker's key because it was there.
    /// </summary>
    public bool PinFollowedKey { get; init; }

    /// <summary>The SHA-256 hash of the evidence that is kept beside the state; empty if there is none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>One line: the endpoint, the kind, whether it was expected, and why.</summary>
    public override string ToString()
    {
        string key = Key.Length > 0 ? DisplayText.Clean(Key) + " " : "";
        return $"{key}{Kind}, {(Expected ? "expected" : "not expected")}: {DisplayText.Clean(Why)}";
    }
}
