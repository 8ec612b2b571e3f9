using System;

namespace PinningTools;

/// <summary>What the state of a check knows of an endpoint, without a network. Made by Get-PinHistory -Current.</summary>
/// <remarks>Returned by Get-PinHistory with -Current.</remarks>
public sealed record PinCheckCurrent
{
    /// <summary>The endpoint.</summary>
    public string Key { get; init; } = "";

    /// <summary>The level of the last run: Ok, Warning, Critical or Unknown.</summary>
    public string Level { get; init; } = "Unknown";

    /// <summary>The name of the last verdict; empty where there was none.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>Since when it has this level, in UTC.</summary>
    public DateTime Since { get; init; }

    /// <summary>The pin of the leaf's key that was seen last; empty where none ever was.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>Since when this key is seen, in UTC; null where none ever was.</summary>
    public DateTime? KeySince { get; init; }

    /// <summary>When the leaf expires, in UTC; null where that is not known.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>When it was last seen, in UTC; null where it never was.</summary>
    public DateTime? LastSeen { get; init; }

    /// <summary>The issuer of the leaf; empty where that is not known.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>How many pins of the policy were not in use.</summary>
    public int SparePins { get; init; }

    /// <summary>In how many runs in a row it could not be judged.</summary>
    public int FailedRuns { get; init; }

    /// <summary>Who answers for it; empty where nobody is named.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The endpoint, the level and the key.</summary>
    public override string ToString() => $"{DisplayText.Clean(Key)} {Level} {LeafPin}";
}
