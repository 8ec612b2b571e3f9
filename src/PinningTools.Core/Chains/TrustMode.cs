namespace PinningTools;

/// <summary>What a chain must lead to.</summary>
public enum TrustMode
{
    /// <summary>The platform's store of trusted roots.</summary>
    System,

    /// <summary>Given trust anchors instead of the platform's.</summary>
    Anchors,

    /// <summary>
    /// No chain and no name: only the leaf's key counts, because it is the one key that the handshake proves.
    /// </summary>
    PinOnly,
}
