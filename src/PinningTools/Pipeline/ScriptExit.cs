using System;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>Ends the script or the process of a command, as the statement exit does.</summary>
internal static class ScriptExit
{
    /// <summary>A cmdlet has no other way to an exit code than the statement itself.</summary>
    internal static void Leave(PSCmdlet cmdlet, int code) => Run(cmdlet, "exit $args[0]", code);

    /// <summary>
    /// Writes the error of a command that is about to end the script: under $ErrorActionPreference = 'Stop' an error
    /// of the cmdlet's own would end the script with 1.
    /// </summary>
    internal static void Report(PSCmdlet cmdlet, ErrorRecord error) =>
        Run(cmdlet, "Write-Error -ErrorRecord $args[0] -ErrorAction Continue", error);

    /// <summary>Runs code whose faults end the command, and with -Exit the script, with 3.</summary>
    internal static void OrLeave(PSCmdlet cmdlet, bool isExit, Action action)
    {
        try
        {
            action();
        }
        catch (PinningException error)
        {
            if (!isExit) cmdlet.ThrowTerminatingError(FaultRecord.From(error));
            Report(cmdlet, FaultRecord.From(error));
            Leave(cmdlet, 3);
        }
    }

    private static void Run(PSCmdlet cmdlet, string script, object argument) =>
        cmdlet.InvokeCommand.InvokeScript(false, ScriptBlock.Create(script), null, argument);
}
