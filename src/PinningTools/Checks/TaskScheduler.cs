using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// The Task Scheduler of Windows, through its own module. What is shown is what is run: the text of the commands.
/// </summary>
/// <param name="isMachine">Whether the machine runs the tasks, or this user.</param>
internal sealed class TaskScheduler(bool isMachine) : ICheckScheduler
{
    private const string TaskPath = @"\PinningTools\";

    /// <summary>Whether the module is there.</summary>
    internal static bool IsAvailable => Invoke("Get-Command -Name Register-ScheduledTask -ErrorAction SilentlyContinue").Length > 0;

    public IEnumerable<string> Names() =>
        Invoke($"Get-ScheduledTask -TaskPath '{TaskPath}' -ErrorAction SilentlyContinue | ForEach-Object {{ $_.TaskName }}")
            .Select(one => $"{one}").Where(CheckName.IsValid);

    public SchedulePlan Register(CheckSchedule schedule)
    {
        var task = new TaskText(schedule, TaskPath);
        ScheduleStep[] script = schedule.OwnScript is not null ? []
            : [.. ScheduleStep.Write(schedule.Script, schedule, new CheckScript(schedule, null).Write(), isOpen: false)];
        bool isNew = !IsSame(task, schedule.Force);
        return new SchedulePlan(
        [
            .. script,
            .. schedule.EventLog && !HasSource() ? [Step(TaskText.Source)] : (ScheduleStep[])[],
            .. isMachine && schedule.OwnScript is null && (isNew || script.Length > 0) ? [Step(task.Rights())] : (ScheduleStep[])[],
            .. isNew ? [Step(task.Register())] : (ScheduleStep[])[],
        ], new PinCheckRegistration
        {
            Name = schedule.Name,
            Scheduler = "TaskScheduler",
            Script = schedule.Script,
            Files = [schedule.Script],
            Account = task.Account,
            NextRun = CheckSchedule.Next(schedule.At, Clock.Now.ToLocalTime()),
            TestCommand = $"Start-ScheduledTask -TaskPath '{TaskPath}' -TaskName '{schedule.Name}'",
            RemoveCommand = $"Unregister-PinCheck -Name {schedule.Name}",
        }, []);
    }

    public SchedulePlan? Unregister(string name, bool removesState)
    {
        if (!IsAvailable || Find(name) is null) return null;
        var steps = new List<ScheduleStep>
        {
            Step($"Unregister-ScheduledTask -TaskPath '{TaskPath}' -TaskName '{name}' -Confirm:$false"),
        };
        List<string> notes = [];
        // The task does not say whose it was; a script is where one was written.
        foreach (bool ofMachine in new[] { true, false })
        {
            string script = SchedulePlaces.Of(SchedulerKind.TaskScheduler, ofMachine, name).Script;
            if (GeneratedFile.Compare(script, name) == GeneratedFileState.Unedited) steps.AddRange(ScheduleStep.Delete(script));
            else if (Presence.Exists(script)) notes.Add($"The script '{script}' was edited and stays.");
        }

        if (removesState) steps.AddRange(CheckStateFiles.Delete(CheckFiles.Default(name)));
        return new SchedulePlan(steps, new PinCheckRegistration { Name = name, Scheduler = "TaskScheduler" }, notes);
    }

    /// <summary>A task with the same mark and the same action is the same; one without a mark is not ours.</summary>
    /// <exception cref="PinningException">It was edited, or is not ours.</exception>
    private static bool IsSame(TaskText task, bool force)
    {
        if (Find(task.Name) is not { } found) return false;
        string mark = $"{found.Properties["Description"]?.Value}";
        if (!mark.StartsWith(TaskText.MarkStart, StringComparison.Ordinal))
            return force ? false : throw new PinningException(Faults.ScheduleFileForeign(TaskPath + task.Name));
        if (mark != task.Description) return false;
        string actual = string.Join("\n", Invoke(
            "foreach ($action in $args[0].Actions) { $action.Execute; $action.Arguments }", found).Select(one => $"{one}"));
        if (actual == $"{task.Program}\n{task.Arguments}") return true;
        return force ? false : throw new PinningException(Faults.ScheduleFileEdited(TaskPath + task.Name));
    }

    private static PSObject? Find(string name) =>
        Invoke($"Get-ScheduledTask -TaskPath '{TaskPath}' -TaskName '{name}' -ErrorAction SilentlyContinue").FirstOrDefault();

    private static bool HasSource() => Invoke($"Test-Path -LiteralPath '{TaskText.SourceKey}'").Any(one => one.BaseObject is true);

    private static ScheduleStep Step(string script) => new($"Run:\n{script}", () => Invoke(script));

    /// <summary>Runs a script in the session of this thread.</summary>
    /// <exception cref="PinningException">A command failed.</exception>
    private static PSObject[] Invoke(string script, object? argument = null)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ErrorActionPreference = 'Stop'\n" + script, useLocalScope: true).AddArgument(argument);
        try
        {
            return [.. shell.Invoke()];
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new PinningException(Faults.ScheduleProgramFailed(
                script.Split('\n').Last(line => line.Trim().Length > 1), error.Message.TrimEnd('.')), error);
        }
    }
}
