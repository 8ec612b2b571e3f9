using System;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Has a check run every night by the Task Scheduler, systemd or cron: writes a readable script, and a line for the
/// scheduler that only names it.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Register, "PinCheck", DefaultParameterSetName = ListParameters, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PinCheckRegistration))]
public sealed class RegisterPinCheckCommand : PumpedCmdlet, IScheduleParameters
{
    private const string ListParameters = "Path";
    private const string StoreParameters = "PinStore";
    private const string ScriptParameters = "ScriptPath";

    /// <summary>
    /// The name of the check: up to 64 letters, digits, dots, underscores and hyphens. It becomes part of the names of
    /// files, services and tasks.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The list of hosts: a .csv or .json file, as Invoke-PinCheck reads it.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ListParameters)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// The pin store. Without -Path, the hosts that its patterns name are checked; with -Path, it has the pins of rows
    /// without pins.
    /// </summary>
    [Parameter(ParameterSetName = ListParameters)]
    [Parameter(Mandatory = true, ParameterSetName = StoreParameters)]
    [ValidateNotNullOrEmpty]
    public string? PinStore { get; set; }

    /// <summary>
    /// A script of your own, which is scheduled as it is. Its exit code should be 0, 1, 2 or 3, as that of
    /// Invoke-PinCheck -Exit.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ScriptParameters)]
    [ValidateNotNullOrEmpty]
    public string? ScriptPath { get; set; }

    /// <summary>The local time of the day at which the check runs. The default is 02:17.</summary>
    [Parameter]
    public DateTime At { get; set; } = DateTime.MinValue.AddHours(2).AddMinutes(17);

    /// <summary>
    /// The longest delay after -At, in minutes, so that many machines do not begin at the same moment. cron cannot delay:
    /// there the delay is chosen once, by the names of the machine and the check. The default is 20.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 1439)]
    public int RandomDelayMinutes { get; set; } = 20;

    /// <summary>
    /// The scheduler. Auto, the default, is the Task Scheduler on Windows, systemd where it runs, and else cron.
    /// </summary>
    [Parameter]
    [ValidateSet("Auto", "TaskScheduler", "Systemd", "Cron")]
    public string Scheduler { get; set; } = "Auto";

    /// <summary>
    /// Machine: the machine runs the check, whether or not anyone is logged on. User: it runs as you. The default is
    /// Machine on Windows and for root, and else User.
    /// </summary>
    [Parameter]
    [ValidateSet("User", "Machine")]
    public string? Scope { get; set; }

    /// <summary>
    /// The account that runs the check. The default is LOCALSERVICE on Windows, a user that exists only during the run
    /// under systemd, and the owner of the crontab. An account with all rights, such as SYSTEM or root, needs -Force.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>The folder into which each run writes its report as a page, NAME.html. The folder must exist.</summary>
    [Parameter(ParameterSetName = ListParameters)]
    [Parameter(ParameterSetName = StoreParameters)]
    [Parameter(ParameterSetName = ScriptParameters)]
    [ValidateNotNullOrEmpty]
    public string? ReportFolder { get; set; }

    /// <summary>
    /// Sends the results to the log Application of Windows, and registers its source PinningTools, for which
    /// administrator's rights are needed.
    /// </summary>
    [Parameter]
    public SwitchParameter EventLog { get; set; }

    /// <summary>
    /// Overwrites files that were edited or that this command did not write, and keeps them with .old at the end of their
    /// names. Also permits an account with all rights.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SchedulePlan plan = OrTerminate(() =>
        {
            (ICheckScheduler scheduler, CheckSchedule schedule) = new ScheduleReader(this, this).Read();
            return scheduler.Register(schedule);
        });
        if (plan.Steps.Count == 0) this.Tell($"The check '{Name}' is registered like this already; nothing is changed.");
        else if (!ScheduleWords.IsConfirmed(this, $"Register the check '{Name}'", plan)) return;
        else OrTerminate(plan.Carry);
        foreach (string note in plan.Notes) this.Warn(note);
        WriteObject(plan.Result);
    }
}
