namespace PinningTools;

/// <summary>
/// The whole verdict and the changes of an endpoint. PowerShell shows both as members like any other and keeps them in the
/// results of jobs. ConvertTo-Json of a summary omits them, so that its result is small and no deeper than 5: the summary
/// itself has all changes.
/// </summary>
/// <remarks>Implemented by the details that Invoke-PinCheck returns.</remarks>
public interface IPinCheckResult
{
    /// <summary>
    /// The whole verdict; null if there is none, in a summary that was read from JSON, and with -Slim for an endpoint
    /// that is Ok.
    /// </summary>
    PinVerdict? Result { get; }

    /// <summary>The changes of the endpoint since the last run; empty without -State.</summary>
    PinCheckChange[] Changes { get; }
}
