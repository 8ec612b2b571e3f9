namespace PinningTools;

/// <summary>What a rotation does to the clients of a pin set.</summary>
/// <remarks>The outcome in the results of Test-PinRotation.</remarks>
public enum RotationOutcome
{
    /// <summary>Nothing was checked; never a success.</summary>
    Unknown = 0,

    /// <summary>The clients keep working.</summary>
    KeepsWorking,

    /// <summary>The outcome depends on a certificate that is not known yet.</summary>
    Depends,

    /// <summary>The clients are locked out: they refuse the server.</summary>
    LocksOut,
}
