using System.Linq;
using System.Management.Automation;

namespace PinningTools.Internal;

/// <summary>How cmdlets write text on the pipeline thread; it can contain text from files and servers.</summary>
internal static class CmdletWords
{
    internal static void Warn(this Cmdlet cmdlet, string text) => cmdlet.WriteWarning(TerminalText.Message(text));

    /// <summary>Whether verbose output is shown: each line costs a turn of the pipeline thread.</summary>
    internal static bool IsVerbose(this PSCmdlet cmdlet) =>
        cmdlet.MyInvocation.BoundParameters.ContainsKey("Verbose")
        || cmdlet.GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    /// <summary>The first of several parameters that was given, or null.</summary>
    internal static string? FirstGiven(this PSCmdlet cmdlet, params string[] parameters) =>
        parameters.FirstOrDefault(cmdlet.MyInvocation.BoundParameters.ContainsKey);

    internal static void Tell(this Cmdlet cmdlet, string text) => cmdlet.WriteVerbose(TerminalText.Message(text));
}
