namespace PinningTools;

/// <summary>
/// The whole verdict of an endpoint beside what a report needs of it. PowerShell shows it as a member like any other,
/// and lets it travel through jobs; ConvertTo-Json of a summary passes it over, which keeps that small.
/// </summary>
/// <remarks>The details that Invoke-PinCheck returns have it.</remarks>
public interface IPinCheckResult
{
    /// <summary>
    /// The whole verdict; null where there is none, in a summary that was read from JSON, and with -Slim for what is
    /// Ok.
    /// </summary>
    PinVerdict? Result { get; }
}
