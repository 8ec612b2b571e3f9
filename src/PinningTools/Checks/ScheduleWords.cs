using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>The question before a schedule is changed: all of it or nothing.</summary>
internal static class ScheduleWords
{
    /// <summary>With -WhatIf, shows each file with its text and each command.</summary>
    internal static bool IsConfirmed(PSCmdlet cmdlet, string what, SchedulePlan plan)
    {
        string shown = TerminalText.Message($"{what}:\n{plan.Shown}");
        return cmdlet.ShouldProcess(shown, shown, what);
    }
}
