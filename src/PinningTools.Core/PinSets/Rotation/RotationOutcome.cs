namespace PinningTools;

/// <summary>What a rotation does to the clients of a pin set.</summary>
/// <remarks>Of what Test-PinRotation makes.</remarks>
public enum RotationOutcome
{
    /// <summary>Nothing was judged; never good news.</summary>
    Unknown = 0,

    /// <summary>They keep working.</summary>
    KeepsWorking,

    /// <summary>It depends on a certificate that is not known yet.</summary>
    Depends,

    /// <summary>They are refused.</summary>
    LocksOut,
}
