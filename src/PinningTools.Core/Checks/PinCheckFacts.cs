using System;

namespace PinningTools;

/// <summary>
/// The facts before or after a change: the members that the kind of change is about. Other members are null or empty.
/// </summary>
/// <remarks>A part of the changes that Invoke-PinCheck and Get-PinHistory return.</remarks>
public sealed record PinCheckFacts
{
    /// <summary>The pin of the leaf's key, or null.</summary>
    public string? Pin { get; init; }

    /// <summary>The issuer of the leaf, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>When the leaf expires, in UTC, or null.</summary>
    public DateTime? NotAfter { get; init; }

    /// <summary>The pins of the path above the leaf, from its issuer to the trust anchor.</summary>
    public string[] Path { get; init; } = [];

    /// <summary>The level, or null.</summary>
    public string? Level { get; init; }

    /// <summary>The name of the verdict, or null.</summary>
    public string? Verdict { get; init; }

    /// <summary>The addresses of the host that showed different keys, each as <c>address pin</c>.</summary>
    public string[] Addresses { get; init; } = [];

    /// <summary>The pins of the policy, if the policy changed.</summary>
    public string[] Pins { get; init; } = [];

    /// <summary>The pin; without one the level; without that, any other fact.</summary>
    public override string ToString() => Pin ?? Level ?? Issuer ?? Anchor ?? "";
}
