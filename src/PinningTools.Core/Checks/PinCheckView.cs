namespace PinningTools;

/// <summary>What one place saw of an endpoint.</summary>
/// <remarks>A part of the details that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckView
{
    /// <summary>The machine that looked.</summary>
    public string VantagePoint { get; init; } = "";

    /// <summary>The IP address that it connected to, or null.</summary>
    public string? Address { get; init; }

    /// <summary>The pin of the leaf's key; empty where no key was seen.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>The subject of the trust anchor, or null.</summary>
    public string? Anchor { get; init; }

    /// <summary>The name of the verdict.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The place, the address and the verdict.</summary>
    public override string ToString() => $"{VantagePoint} {Address} {Verdict}";
}
