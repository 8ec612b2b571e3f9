namespace PinningTools;

/// <summary>What a bad verdict does to the user's command.</summary>
public enum PinSetMode
{
    /// <summary>It is refused.</summary>
    Enforce = 0,

    /// <summary>
    /// Where only the pins are at fault, the command goes on, with a warning and a report. Chain and name errors stay
    /// errors.
    /// </summary>
    ReportOnly,
}
