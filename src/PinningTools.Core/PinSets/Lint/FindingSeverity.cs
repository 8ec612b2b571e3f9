namespace PinningTools;

/// <summary>How much a finding matters.</summary>
/// <remarks>Of what Test-PinSet finds.</remarks>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Information = 0,

    /// <summary>It will hurt one day.</summary>
    Warning,

    /// <summary>It is wrong now: it locks out, or protects less than it says.</summary>
    Error,
}
