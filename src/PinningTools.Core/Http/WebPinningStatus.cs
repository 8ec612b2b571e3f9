namespace PinningTools;

/// <summary>Whether a session's web commands go through its pins.</summary>
/// <remarks>A property of what Get-WebPinning returns.</remarks>
public enum WebPinningStatus
{
    /// <summary>They run as in any session.</summary>
    Disabled,

    /// <summary>They go through the pins.</summary>
    Enabled,

    /// <summary>They were sent through the pins, but something else has taken the place that this needs.</summary>
    Overwritten,
}
