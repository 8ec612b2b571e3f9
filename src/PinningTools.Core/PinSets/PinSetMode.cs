namespace PinningTools;

/// <summary>What a bad verdict does to the user's command.</summary>
public enum PinSetMode
{
    /// <summary>A bad verdict stops the command.</summary>
    Enforce = 0,

    /// <summary>
    /// If only the pins fail, the command continues with a warning and a report. Chain and name errors are still
    /// errors.
    /// </summary>
    ReportOnly,
}
