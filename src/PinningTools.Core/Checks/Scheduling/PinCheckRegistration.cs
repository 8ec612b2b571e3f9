using System;

namespace PinningTools;

/// <summary>A check as a scheduler runs it.</summary>
/// <remarks>Returned by Register-PinCheck.</remarks>
public sealed record PinCheckRegistration
{
    /// <summary>The name of the check.</summary>
    public string Name { get; init; } = "";

    /// <summary>TaskScheduler, Systemd or Cron.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>The script that the scheduler runs.</summary>
    public string Script { get; init; } = "";

    /// <summary>All files of the registration, the script among them.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>The account that runs the script.</summary>
    public string Account { get; init; } = "";

    /// <summary>The next run, as local time. A random delay can follow.</summary>
    public DateTime? NextRun { get; init; }

    /// <summary>The command that runs the check once, as the scheduler does.</summary>
    public string TestCommand { get; init; } = "";

    /// <summary>The command that removes the registration.</summary>
    public string RemoveCommand { get; init; } = "";
}
