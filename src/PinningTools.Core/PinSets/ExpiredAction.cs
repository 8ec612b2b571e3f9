namespace PinningTools;

/// <summary>What to do when a pin set has expired. It is never silent.</summary>
/// <remarks>Of a pin set, and a parameter of New-PinSet and Update-PinSet.</remarks>
public enum ExpiredAction
{
    /// <summary>Every connection is refused until the set is extended.</summary>
    Fail = 0,

    /// <summary>The pins are still compared, but a mismatch only causes a warning.</summary>
    Warn,

    /// <summary>The pins are no longer compared: only ordinary validation is done, with a warning.</summary>
    Unpinned,
}
