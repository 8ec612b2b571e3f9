namespace PinningTools;

/// <summary>What a drill proved of a client.</summary>
/// <remarks>Test-PinEnforcement writes it in its results.</remarks>
public enum EnforcementResult
{
    /// <summary>Nothing was proven: the reason says why. It is never a success.</summary>
    NotProven = 0,

    /// <summary>The impostor received something that was meant for the pinned host.</summary>
    Intercepted,

    /// <summary>The client was stopped by ordinary validation; this says nothing of its pins.</summary>
    Validated,

    /// <summary>The client was stopped where ordinary validation would have let it through: its pins are enforced.</summary>
    Enforced,
}
