namespace PinningTools;

/// <summary>What a chain must lead to.</summary>
public enum TrustMode
{
    /// <summary>The platform's store of trusted roots.</summary>
    System,

    /// <summary>Given anchors in place of the platform's.</summary>
    Anchors,

    /// <summary>No chain and no name: the leaf's key alone, the one key the handshake proved.</summary>
    PinOnly,
}
