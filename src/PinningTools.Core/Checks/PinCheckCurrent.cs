using System;

namespace PinningTools;

/// <summary>
/// What the state of a check records about an endpoint. Made by Get-PinHistory -Current, without a network.
/// </summary>
/// <remarks>Returned by Get-PinHistory with -Current.</remarks>
public sealed record PinCheckCurrent
{
    /// <summary>The key of the endpoint.</summary>
    public string Key { get; init; } = "";

    /// <summary>The level of the last run: Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>The name of the last verdict; empty if there was none.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>When the endpoint got this level, in UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>The pin of the leaf's key that was seen last; empty if none was seen.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>When this key was first seen, in UTC; null if none was seen.</summary>
    public DateTime? KeySince { get; init; }

    /// <summary>When the leaf expires, in UTC; null if not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>When the endpoint was last seen, in UTC; null if it never was.</summary>
    public DateTime? LastSeen { get; init; }

    /// <summary>The issuer of the leaf; empty if not known.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>The number of pins of the policy that were not in use.</summary>
    public int SparePins { get; init; }

    /// <summary>The number of consecutive runs in which the endpoint could not be checked.</summary>
    public int FailedRuns { get; init; }

    /// <summary>The owner of the endpoint; empty if none is known.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The endpoint, the level and the key.</summary>
    public override string ToString() => $"{DisplayText.Clean(Key)} {Level} {LeafPin}";
}
