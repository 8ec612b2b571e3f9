using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>
/// Runs PowerShell's own command with what one of ours was given. It is called by its command object, for which the
/// engine looks nothing up. Its output, errors and warnings go where those of ours go.
/// </summary>
internal static class StockCommand
{
    /// <summary>What the engine already does for our command, with the output that passes through it.</summary>
    private static readonly string[] s_own = ["OutVariable", "OutBuffer", "PipelineVariable"];

    /// <summary>What it has begun to fill: the stock command adds to it.</summary>
    private static readonly string[] s_shared = ["ErrorVariable", "WarningVariable", "InformationVariable"];

    /// <param name="cmdlet">The command in whose place it runs.</param>
    /// <param name="stock">The type of PowerShell's own command.</param>
    internal static void Run(PSCmdlet cmdlet, Type stock)
    {
        Dictionary<string, object?> given = cmdlet.MyInvocation.BoundParameters
            .Where(one => !s_own.Contains(one.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(one => one.Key, one => s_shared.Contains(one.Key, StringComparer.OrdinalIgnoreCase)
                ? "+" + $"{one.Value}".TrimStart('+')
                : Plain(one.Value));
        var command = new CmdletInfo(cmdlet.MyInvocation.MyCommand.Name, stock);
        using SteppablePipeline pipeline = ScriptBlock.Create("param($command, $given) & $command @given")
            .GetSteppablePipeline(CommandOrigin.Internal, [command, given]);
        pipeline.Begin(expectInput: false, EngineOf(cmdlet));
        pipeline.Process();
        pipeline.End();
    }

    /// <summary>The engine of the runspace, which is the one thing that knows its lookup of commands.</summary>
    internal static EngineIntrinsics EngineOf(PSCmdlet cmdlet) =>
        (EngineIntrinsics)PlainValue.Of(cmdlet.SessionState.PSVariable.GetValue("ExecutionContext"))!;

    /// <summary>The enumerations of the module have the names of PowerShell's own.</summary>
    private static object? Plain(object? value) => PlainValue.Of(value) is Enum name ? name.ToString() : value;
}
