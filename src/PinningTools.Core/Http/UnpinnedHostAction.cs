namespace PinningTools;

/// <summary>What a session with pins does with a host that no pin covers.</summary>
/// <remarks>A parameter of Enable-WebPinning.</remarks>
public enum UnpinnedHostAction
{
    /// <summary>Nothing is sent, and the command ends with an error.</summary>
    Refuse,

    /// <summary>Ordinary validation is enough, and a warning says so.</summary>
    Warn,

    /// <summary>Ordinary validation is enough.</summary>
    Allow,
}
