namespace PinningTools;

/// <summary>What an expired pin set does. It is never silent.</summary>
/// <remarks>Of a pin set, and a parameter of New-PinSet and Update-PinSet.</remarks>
public enum ExpiredAction
{
    /// <summary>Every connection is refused until the set is renewed.</summary>
    Fail = 0,

    /// <summary>The pins are still compared, but a mismatch only warns.</summary>
    Warn,

    /// <summary>The pins are no longer compared: ordinary validation alone, with a warning.</summary>
    Unpinned,
}
