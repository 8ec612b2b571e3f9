using System;
using System.IO;

namespace PinningTools.Internal;

/// <summary>The programs that start checks.</summary>
internal enum SchedulerKind
{
    /// <summary>The Task Scheduler of Windows.</summary>
    TaskScheduler,

    /// <summary>A service and a timer of systemd.</summary>
    Systemd,

    /// <summary>A line in a crontab.</summary>
    Cron,
}

/// <summary>The PowerShell that runs the script.</summary>
/// <param name="Program">The path of the program.</param>
/// <param name="Assembly">PowerShell's own file, if the program is dotnet.</param>
internal sealed record ScheduleEngine(string Program, string? Assembly)
{
    /// <summary>The arguments that run a script. None of them is text of the user's, except the path.</summary>
    internal string[] Arguments(string script) => Assembly is null
        ? ["-NoProfile", "-NonInteractive", "-File", script]
        : [Assembly, "-NoProfile", "-NonInteractive", "-File", script];
}

/// <summary>A scheduled check: when it runs, as whom, and what its script does.</summary>
internal sealed record CheckSchedule
{
    internal required string Name { get; init; }

    internal required SchedulerKind Scheduler { get; init; }

    /// <summary>Whether the machine runs the check, or this user.</summary>
    internal bool IsMachine { get; init; }

    /// <summary>The account that runs the check; null for the usual one of the scheduler.</summary>
    internal string? Account { get; init; }

    /// <summary>The local time of the day.</summary>
    internal TimeSpan At { get; init; }

    /// <summary>In minutes; 0 for none.</summary>
    internal int RandomDelay { get; init; }

    internal required ScheduleEngine Engine { get; init; }

    /// <summary>The module: its manifest, or the folder with its versions.</summary>
    internal required string Module { get; init; }

    internal string? List { get; init; }

    internal string? Store { get; init; }

    /// <summary>A script of the user's, in place of a generated one.</summary>
    internal string? OwnScript { get; init; }

    internal string? ReportFolder { get; init; }

    internal bool EventLog { get; init; }

    /// <summary>Whether edited files are overwritten.</summary>
    internal bool Force { get; init; }

    /// <summary>The state; null if the scheduler's own folder holds it.</summary>
    internal string? State { get; init; }

    internal required SchedulePlaces Places { get; init; }

    internal string Script => OwnScript ?? Places.Script;

    /// <summary>The report that a generated script writes, or null.</summary>
    internal string? Report => ReportFolder is null ? null : Path.Combine(ReportFolder, Name + ".html");

    /// <summary>Whether another account than this one runs the script.</summary>
    internal bool IsForOther => Account is not null || (Scheduler == SchedulerKind.Systemd && IsMachine);

    /// <summary>The next time of the day after a moment, both local.</summary>
    internal static DateTime Next(TimeSpan at, DateTime now) => now.TimeOfDay < at ? now.Date + at : now.Date.AddDays(1) + at;
}
