using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PinningTools.Internal;

namespace PinningTools.Commands;

/// <summary>
/// Removes what Register-PinCheck made: the entry of the scheduler, and the script if nobody edited it.
/// </summary>
[Cmdlet(
    VerbsLifecycle.Unregister, "PinCheck", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class UnregisterPinCheckCommand : PumpedCmdlet
{
    /// <summary>The name of the check, as it was registered.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(CheckNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Removes what the check remembers, too: its state, its changes and its evidence.</summary>
    [Parameter]
    public SwitchParameter RemoveState { get; set; }

    /// <summary>The account whose crontab has the check. By default all other schedulers, and your own crontab, are searched.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => OrReport(() =>
    {
        string name = CheckName.Require(Name);
        SchedulePlan[] plans = [.. Plans(name)];
        if (plans.Length == 0) throw new PinningException(Faults.ScheduleUnknown(name));
        foreach (SchedulePlan plan in plans)
        {
            if (!ScheduleWords.IsConfirmed(this, $"Unregister the check '{name}'", plan)) continue;
            plan.Carry();
            foreach (string note in plan.Notes) this.Warn(note);
        }
    });

    /// <summary>A scheduler that fails does not hide the check from another one that has it.</summary>
    private List<SchedulePlan> Plans(string name)
    {
        var plans = new List<SchedulePlan>();
        PinningException? failure = null;
        foreach (ICheckScheduler scheduler in ScheduleReader.All(Account))
        {
            try
            {
                if (scheduler.Unregister(name, RemoveState) is { } plan) plans.Add(plan);
            }
            catch (PinningException error)
            {
                failure ??= error;
            }
        }

        if (failure is not null && plans.Count == 0) throw failure;
        if (failure is not null) this.Warn(failure.Fault.ToString());
        return plans;
    }
}
