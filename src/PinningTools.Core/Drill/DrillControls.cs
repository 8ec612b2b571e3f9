using System;

namespace PinningTools;

/// <summary>What makes a result a proof: each was seen in the same drill.</summary>
/// <remarks>Test-PinEnforcement writes them in its results.</remarks>
[Flags]
public enum DrillControls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The client's connection to the pinned host came to the interceptor, which showed its certificate.</summary>
    Routed = 1,

    /// <summary>A control request passed with a certificate of the drill's authority.</summary>
    Authority = 2,

    /// <summary>A control request passed with the very certificate that stopped the client.</summary>
    SameMode = 4,

    /// <summary>The verdict of this module's own client says why it was stopped.</summary>
    Verdict = 8,
}
