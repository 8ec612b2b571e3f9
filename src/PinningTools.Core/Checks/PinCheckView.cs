namespace PinningTools;

/// <summary>What one machine saw of an endpoint.</summary>
/// <remarks>A part of the details that Invoke-PinCheck returns.</remarks>
public sealed record PinCheckView
{
    /// <summary>The machine that ran the check.</summary>
    public string VantagePoint { get; init; } = "";

    /// <summary>The IP address of the connection, or null.</summary>
    public string? Address { get; init; }

    /// <summary>The pin of the leaf's key; empty if no key was seen.</summary>
    public string LeafPin { get; init; } = "";

    /// <summary>
    /// The subject in which the chain ends: the trust anchor, or without one the issuer of the last certificate; null if
    /// neither is known.
    /// </summary>
    public string? Anchor { get; init; }

    /// <summary>
    /// The name of the verdict; Missing if the machine gave no answer, NotUsable if its answer could not be used.
    /// </summary>
    public string Verdict { get; init; } = "";

    /// <summary>The machine, the address and the verdict.</summary>
    public override string ToString() => $"{VantagePoint} {Address} {Verdict}";
}
