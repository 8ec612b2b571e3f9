namespace PinningTools;

/// <summary>
/// The whole verdict of an endpoint, in addition to what a report needs. PowerShell shows it like any other member and
/// passes it through jobs, but ConvertTo-Json omits it, so that the JSON of a summary stays small.
/// </summary>
/// <remarks>Implemented by the details that Invoke-PinCheck returns.</remarks>
public interface IPinCheckResult
{
    /// <summary>
    /// The whole verdict; null if there is none, in a summary that was read from JSON, and with -Slim for an endpoint
    /// that is Ok.
    /// </summary>
    PinVerdict? Result { get; }
}
